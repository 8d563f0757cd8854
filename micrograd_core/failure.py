"""Puts what went wrong with an operator into a sentence that names its plugin and its place."""

import linecache
import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar

from micrograd_core.births import asking_line, recorded_birth
from micrograd_core.errors import MicrogradError, OperatorError, counted
from micrograd_core.op import Op

if TYPE_CHECKING:
    from micrograd_core.value import Value

Error = TypeVar("Error", bound=MicrogradError)

MOST_OPERANDS = 8
MOST_CHARACTERS = 80


def described(row: Op) -> str:
    """Return ``operator 'tanh' (plugin 'tanh' of micrograd-tanh 1.0)``."""
    return f"operator {row.name!r} ({row.source})"


def noted(error: Error, node: "Value", *, newborn: bool = False) -> Error:
    """Return `error` with a note that says which node of the graph it is about, and whence.

    newborn: whether it is the line being carried out that asked for the node.
    """
    assert node._row is not None
    operands = node._raw_operands()
    shown = [*map(_shown, operands[:MOST_OPERANDS]), *["..."] * (len(operands) > MOST_OPERANDS)]
    birth = recorded_birth(node)
    place = asking_line() if newborn else (birth.filename, birth.lineno) if birth else None
    error.add_note(
        f"the node is {_shown(node)}, made by {described(node._row)} of ({', '.join(shown)}); "
        + (_place(*place) if place else _NOT_RECORDED)
    )
    return error


def too_many(row: Op, found: int) -> TypeError:
    """Return the error for more operands than a row takes; whose row it is, where that is odd."""
    assert row.arity is not None
    count = counted(row.arity, "operand")
    error = TypeError(f"{row.name} takes {count}; it was given {found}")
    if not _misfit(row, [math.nan] * found, {}):
        error.add_note(
            f"the forward rule of {described(row)} takes {found}, and its partials rule {count}; "
            "they should take the same"
        )
    return error


def forward_failed(
    row: Op, numbers: Sequence[float], params: Mapping[str, Any], error: Exception
) -> OperatorError:
    """Return the error for a forward rule that raised."""
    given = ", ".join([*map(repr, numbers), *(f"{k}={v!r}" for k, v in params.items())])
    told = _raised(error, f"({given})", _advice(row, numbers, params))
    return _asked_for(OperatorError(f"the forward rule of {described(row)} {told}"))


def not_a_number(row: Op, rule: str, numbers: Sequence[float], result: Any) -> OperatorError:
    """Return the error for a rule that gave something else than real numbers."""
    given = ", ".join(map(repr, numbers))
    error = OperatorError(
        f"the {rule} rule of {described(row)} gave {result!r} for ({given}); "
        "it should give a real number"
    )
    return _asked_for(error) if rule == "forward" else error


def wrong_count(row: Op, found: Any, expected: int) -> OperatorError:
    """Return the error for a partials rule that gave a tuple of the wrong length, or none."""
    is_tuple = hasattr(found, "__len__")
    gave = counted(len(found), "derivative") if is_tuple else repr(found)
    return OperatorError(
        f"the partials rule of {described(row)} gave {gave} for {counted(expected, 'operand')}; "
        "it should return a tuple with one for each" + (", with a comma: (dx,)" * (not is_tuple))
    )


def partials_failed(row: Op, operands: Sequence[Any], error: Exception) -> OperatorError:
    """Return the error for a partials rule that raised."""
    given = ", ".join(map(_shown, operands))
    advice = "write it in arithmetic and other operators' rows, imported and called as functions"
    told = _raised(error, f"operands ({given})", advice)
    return OperatorError(f"the partials rule of {described(row)} {told}")


def operand_changed(row: Op, numbers: Sequence[float]) -> OperatorError:
    """Return the error for a partials rule that set the data or the gradient of its operands."""
    given = ", ".join(map(repr, numbers))
    return OperatorError(
        f"the partials rule of {described(row)} changed its operands, which were ({given}) and "
        "are so again; it should only read them, and return the derivatives"
    )


def _raised(error: Exception, given: str, advice: str) -> str:
    """Say what a rule raised, for what, and what to do, unless the error itself says that."""
    told = f"{type(error).__name__}: {error}".rstrip(".")
    advised = "" if isinstance(error, MicrogradError) else f"; {advice}"
    return f"raised {told}, for {given}{advised}"


_NOT_RECORDED = "`with tracing() as trace:` around the forward pass would record the line"


def _asked_for(error: OperatorError) -> OperatorError:
    error.add_note(f"the operation was {_place(*asking_line())}")
    return error


def _place(filename: str, lineno: int) -> str:
    line = linecache.getline(filename, lineno).strip()
    return f"asked for at {filename}:{lineno}" + (f": {line}" if line else "")


def _shown(x: Any) -> str:
    """Return an operand or a node as a note shows it: its number, and its label if it has one."""
    if type(x) is float:
        return repr(x)
    label = str(x.label)
    more = "..." if len(label) > MOST_CHARACTERS else ""
    return repr(x._data) + (f" labelled {label[:MOST_CHARACTERS] + more!r}" if label else "")


def _advice(row: Op, numbers: Sequence[float], params: Mapping[str, Any]) -> str:
    """Say what a forward rule should do that raised: take these operands, or not raise for them."""
    misfit = _misfit(row, numbers, params)
    if misfit:
        return f"it cannot be called so ({misfit}): give what it takes, or mend the rule"
    return "it should return an infinity or a NaN there"


def _misfit(row: Op, numbers: Sequence[float], params: Mapping[str, Any]) -> str:
    """Say why the forward rule cannot be called so; nothing if it can, or does not tell."""
    with suppress(ValueError):  # a builtin need not say what it takes
        try:
            signature(row.forward).bind(*numbers, **params)
        except TypeError as error:
            return str(error)
    return ""
