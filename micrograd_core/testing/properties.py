"""The properties that operators are held to: whatever active plugins bring."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from micrograd_core.errors import MicrogradError, PluginError
from micrograd_core.op import Op
from micrograd_core.plugins.discovery import ACTIVE
from micrograd_core.plugins.found import host
from micrograd_core.plugins.lazy import imported
from micrograd_core.testing.verdict import Verdict, fails

# A function from an operator to a verdict, or "module:attribute".
Property = Callable[[Op], Verdict] | str


def properties() -> dict[str, Property]:
    """Return the properties that the active plugins bring, by title; PluginError if none does."""
    found = {
        title: check
        for plugin in host().plugins
        if plugin.state == ACTIVE
        for title, check in plugin.properties.items()
    }
    if not found:
        raise PluginError(
            "no active plugin brings a property to check operators by; the bundle does, unless "
            "MICROGRAD_DISABLE names it: `micrograd plugins` lists what is active"
        )
    return found


def judge(title: str, check: Property, op: Op) -> Verdict:
    """Return the verdict of one property on `op`; one that raises is a verdict too."""
    try:
        verdict: object = imported(check)(op)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        # A stranger's rule may raise anything, SystemExit too. Our own errors are sentences.
        kind = "" if isinstance(error, MicrogradError) else f"{type(error).__name__}: "
        verdict = fails(f"the check of {title!r} raised {kind}{error}")
    if not isinstance(verdict, Verdict):
        verdict = fails(f"the property {title!r} gave {verdict!r}; it should return a Verdict")
    return replace(verdict, operator=op.name, property=title)


def verdicts(op: Op) -> Iterator[Verdict]:
    """Yield the verdict of each property on `op`."""
    for title, check in properties().items():
        yield judge(title, check, op)
