"""Evaluates an operator's partial derivatives at a Value, on floats or on Values."""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from micrograd_core import changes
from micrograd_core.active import ACTIVE, active
from micrograd_core.errors import GraphError, OperatorError
from micrograd_core.failure import (
    described,
    not_a_number,
    noted,
    operand_changed,
    partials_failed,
    wrong_count,
)
from micrograd_core.number import real

if TYPE_CHECKING:
    from micrograd_core.value import Value

Wanted = Callable[[Any], bool]
_ONLY_FLOATS = frozenset({float})


def is_value(operand: Any) -> bool:
    """Return whether an operand is a Value, and not a number that stood in the expression."""
    return type(operand) is not float


def partial_numbers(node: "Value", wanted: Wanted = is_value) -> Sequence[Any]:
    """Return the derivative of `node` by each operand: a float where `wanted` says so.

    Where plain floats divide by zero, overflow or turn complex, the same rule is evaluated on
    Values, whose arithmetic is that of IEEE 754. OperatorError: the rule breaks its contract.
    """
    if node._epoch != changes.count:
        check_fresh(node)
    numbers = [x if type(x) is float else x._data for x in node._raw_operands()]
    try:
        found = _applied(node, node._data, numbers)
        if _ONLY_FLOATS.issuperset(map(type, found)):
            return found
        floats = _floats(node, _waited_for(node, found, wanted), wanted)
    except Exception:
        floats = None
    return _numbers_by_values(node, numbers, wanted) if floats is None else floats


def partial_values(node: Any, wanted: Wanted = is_value) -> list[Any]:
    """Return the derivatives of `node` as Values, which can be differentiated in their turn.

    OperatorError: the rule breaks its contract. If it changed what it was given to read, that is
    as it was.
    """
    check_fresh(node)
    operands, value = node._raw_operands(), type(node)
    held = [(x, x._data, x.grad, x._epoch) for x in (node, *operands) if type(x) is value]
    try:
        found = _evaluate(node, node, operands, wanted)
    except Exception:
        values = [x if type(x) is value else value(x) for x in operands]
        found = _by_values(node, node, values, wanted)
    finally:
        changed = _restore(held)
    if changed:
        raise noted(operand_changed(node._row, [x._data for x, *_ in held[1:]]), node)
    if _floats(node, found, wanted) is None:
        raise noted(not_a_number(node.op, "partials", operands, found), node)
    return found


def _restore(held: list[tuple[Any, float, float, float]]) -> bool:
    """Put Values back to what they were; return whether one was not."""
    changed = False
    for x, data, grad, epoch in held:
        if x._data is not data or x.grad is not grad:
            x._data, x.grad, x._epoch, changed = data, grad, epoch, True
    return changed


def is_fresh(node: "Value") -> bool:
    """Return whether `node` and its operands still have the numbers they were computed with."""
    epoch = node._epoch
    operands = node._raw_operands()
    return epoch != math.inf and all(type(x) is float or x._epoch <= epoch for x in operands)


def check_fresh(node: "Value") -> None:
    """GraphError if the number of `node`, or of an operand, was set after it was computed."""
    if not is_fresh(node):
        assert node._row is not None
        text = (
            f"the result {node._data!r} of {described(node._row)} is stale: its data, or an "
            "operand's, was changed after it was computed; compute it again, then differentiate"
        )
        raise noted(GraphError(text), node)


def _applied(node: Any, out: Any, arguments: Sequence[Any]) -> Sequence[Any]:
    """Apply the rule, and hold it to one derivative an operand."""
    row, extra = node._row, node._extra
    found = row.partials(out, *arguments, **extra[1]) if extra else row.partials(out, *arguments)
    count = len(found) if hasattr(found, "__len__") else 0
    if count == len(arguments):
        return found  # type: ignore[no-any-return]
    # An operand given by name, or left to its default, has a derivative that nobody asks for.
    if count == row.arity:
        return found[: len(arguments)]  # type: ignore[no-any-return]
    raise noted(wrong_count(row, found, len(arguments)), node)


def _waited_for(node: Any, found: Sequence[Any], wanted: Wanted) -> list[Any]:
    """Evaluate the partials that wait, where they are wanted; None elsewhere."""
    return [
        d if not callable(d) else d() if wanted(x) else None
        for x, d in zip(node._raw_operands(), found, strict=True)
    ]


def _evaluate(node: Any, out: Any, arguments: Sequence[Any], wanted: Wanted) -> list[Any]:
    return _waited_for(node, _applied(node, out, arguments), wanted)


def _by_values(node: Any, out: Any, values: Sequence[Any], wanted: Wanted) -> list[Any]:
    """Apply the rule to Values alone; OperatorError if that fails."""
    try:
        return _evaluate(node, out, values, wanted)
    except OperatorError:
        raise
    except Exception as error:
        raise noted(partials_failed(node._row, values, error), node) from error


def _numbers_by_values(node: Any, numbers: Sequence[float], wanted: Wanted) -> list[Any]:
    value = type(node)
    with active(ACTIVE.get().plain):
        found = _by_values(node, value(node._data), [*map(value, numbers)], wanted)
    floats = _floats(node, found, wanted)
    if floats is None:
        raise noted(not_a_number(node._row, "partials", numbers, found), node)
    return floats


def _floats(node: Any, found: Sequence[Any], wanted: Wanted) -> list[Any] | None:
    """Return the derivatives as floats; None if one that is wanted is no real number."""
    floats = []
    for x, d in zip(node._raw_operands(), found, strict=True):
        try:
            number = d._data if type(d) is type(node) else real(d)
        except OverflowError:
            number = None
        if number is None and wanted(x):
            return None
        floats.append(number)
    return floats
