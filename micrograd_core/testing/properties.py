"""The properties that operators are held to: whatever active plugins bring."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from traceback import extract_tb

from micrograd_core.errors import MicrogradError, PluginError
from micrograd_core.op import Op
from micrograd_core.plugins.discovery import ACTIVE
from micrograd_core.plugins.hints import cause
from micrograd_core.plugins.lazy import imported
from micrograd_core.plugins.listing import host
from micrograd_core.testing.verdict import Verdict, fails

# A function from an operator to a verdict, or "module:attribute".
Property = Callable[[Op], Verdict] | str

_CORE = __file__.rpartition("testing")[0]


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
        kind = "" if isinstance(error, MicrogradError) else f"the check raised {cause(error)}"
        verdict = fails(f"{kind or error}{_line(error)}")
    if not isinstance(verdict, Verdict):
        verdict = fails(f"the property {title!r} gave {verdict!r}; it should return a Verdict")
    return replace(verdict, operator=op.name, property=title)


def _line(error: BaseException) -> str:
    """Return the line of the rule, or of another's property, that an error began with."""
    chain = [error]
    while chain[-1].__cause__ is not None and chain[-1].__cause__ not in chain:
        chain.append(chain[-1].__cause__)
    trace = extract_tb(chain[-1].__traceback__)
    lines = [x for x in trace if x.line and not x.filename.startswith(_CORE)]
    return f"; raised at {lines[-1].filename}:{lines[-1].lineno}: {lines[-1].line}" if lines else ""


def verdicts(op: Op) -> Iterator[Verdict]:
    """Yield the verdict of each property on `op`."""
    for title, check in properties().items():
        yield judge(title, check, op)
