"""Finds the public names that plugins bring, importing what stands behind one on first use."""

from typing import Any

from micrograd_core.active import ACTIVE, INSTALLED
from micrograd_core.plugins.lazy import imported
from micrograd_core.registry import Registry


def name(wanted: str) -> Any:
    """Return what an active plugin brings under the name `wanted`; AttributeError if none does."""
    registry: Registry = ACTIVE.get()
    registry.fill()
    if wanted not in registry.names:
        raise AttributeError(
            f"no active plugin brings the name {wanted!r}; {_ways_out()}", name=wanted
        )
    found = registry.names[wanted] = imported(registry.names[wanted])
    return found


def mimebundle(value: Any) -> dict[str, Any] | None:
    """Return how notebooks show `value`, if a plugin says so; never raises."""
    registry = ACTIVE.get()
    try:
        return name("mimebundle")(value) if "mimebundle" in registry.names else None
    except Exception as error:
        return {"text/plain": f"{value!r} (its picture failed: {error})"}


def _ways_out() -> str:
    idle = [p for p in INSTALLED.host.plugins if p.state != "active"]
    if not idle:
        return "`micrograd plugins` lists what is installed"
    return "not active: " + ", ".join(
        f"{p.name} ({p.reason or f'micrograd.enable({p.name!r})'})" for p in idle
    )
