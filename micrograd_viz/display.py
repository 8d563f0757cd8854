"""Shows a Value in a notebook as the picture of its graph."""

from typing import Any

from micrograd_core import Value
from micrograd_viz.layout import layout
from micrograd_viz.renderer import picture

# A cell's output should not be waited for.
TIMEOUT = 5.0


def mimebundle(value: Value) -> dict[str, Any]:
    """Return the SVG of the graph of `value`, and its repr; the repr alone where drawing fails."""
    shown = {"text/plain": repr(value)}
    try:
        drawn = picture(layout(value).source, "svg", timeout=TIMEOUT)
        return shown | {"image/svg+xml": drawn.decode()}
    except Exception:
        return shown
