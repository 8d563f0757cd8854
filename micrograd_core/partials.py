"""Evaluates an operator's partial derivatives at a Value, on floats or on Values."""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from micrograd_core.active import ACTIVE, using
from micrograd_core.errors import GraphError
from micrograd_core.failure import not_a_number, partials_failed, wrong_count
from micrograd_core.number import real

if TYPE_CHECKING:
    from micrograd_core.value import Value

Wanted = Callable[[Any], bool]


def is_value(operand: Any) -> bool:
    """Return whether an operand is a Value, and not a number that stood in the expression."""
    return type(operand) is not float


def partial_numbers(node: "Value", wanted: Wanted = is_value) -> list[float | None]:
    """Return the derivative of `node` with respect to each operand; None where not wanted.

    Where plain floats divide by zero, overflow or turn complex, the same rule is evaluated on
    Values, whose arithmetic is that of IEEE 754. OperatorError: the rule breaks its contract.
    """
    check_fresh(node)
    operands = node._raw_operands()
    numbers = [x._data if is_value(x) else x for x in operands]
    try:
        found = _evaluate(node, node._data, numbers, operands, wanted)
    except GraphError:
        raise
    except Exception:
        found = None
    if found is None or None in map(real, filter(_given, found)):
        found = _on_values(node, numbers, operands, wanted)
    return [None if d is None else float(d) for d in found]


def partial_values(node: "Value", wanted: Wanted = is_value) -> list[Any]:
    """Return the derivatives of `node` as Values, which can be differentiated in their turn."""
    check_fresh(node)
    operands = node._raw_operands()
    try:
        return _evaluate(node, node, operands, operands, wanted)
    except ArithmeticError as error:
        numbers = [x._data if is_value(x) else x for x in operands]
        raise partials_failed(_row(node), numbers, error) from error


def is_fresh(node: "Value") -> bool:
    """Return whether `node` and its operands still have the numbers they were computed with."""
    epoch = node._epoch
    operands = node._raw_operands()
    return epoch != math.inf and all(type(x) is float or x._epoch <= epoch for x in operands)


def check_fresh(node: "Value") -> None:
    """GraphError if the number of `node`, or of an operand, was set after it was computed."""
    if not is_fresh(node):
        raise GraphError(
            f"{node!r}, made by {node._row!r}, is stale: its data, or an operand's, was changed "
            "after it was computed; compute it again, then differentiate"
        )


def _given(d: Any) -> bool:
    return d is not None


def _row(node: "Value") -> Any:
    return node._row


def _on_values(
    node: "Value", numbers: Sequence[float], operands: Sequence[Any], wanted: Wanted
) -> list[Any]:
    value = type(node)
    try:
        with using(ACTIVE.get().plain):
            found = _evaluate(node, value(node._data), [*map(value, numbers)], operands, wanted)
    except Exception as error:
        raise partials_failed(_row(node), numbers, error) from error
    found = [d._data if type(d) is value else d for d in found]
    for d in filter(_given, found):
        if real(d) is None:
            raise not_a_number(_row(node), "partials", numbers, d)
    return found


def _evaluate(
    node: "Value", out: Any, arguments: Sequence[Any], operands: Sequence[Any], wanted: Wanted
) -> list[Any]:
    """Apply the rule; evaluate the partials that are callables, where they are wanted."""
    row, params = _row(node), node._extra[1] if node._extra else {}
    partials = tuple(row.partials(out, *arguments, **params))
    if len(partials) != len(operands) and not (params and len(partials) == row.arity):
        raise wrong_count(row, len(partials), len(operands))
    return [
        None if not wanted(x) else d() if callable(d) else d
        for x, d in zip(operands, partials, strict=False)
    ]
