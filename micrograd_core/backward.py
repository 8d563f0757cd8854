"""Backpropagation: the chain rule, from a Value to everything it was computed from."""

import math
from typing import TYPE_CHECKING

from micrograd_core import serial
from micrograd_core.active import ACTIVE
from micrograd_core.errors import AnomalyError, GraphError
from micrograd_core.failure import described
from micrograd_core.partials import check_fresh, is_fresh, is_value, partial_numbers
from micrograd_core.walk import walk

if TYPE_CHECKING:
    from micrograd_core.value import Value


def backward(root: "Value") -> None:
    """Add the gradient of `root` to the leaves it was computed from; set it on the Values between.

    Reverse-mode accumulation (Linnainmaa 1970). All gradients are new afterwards or, on any
    error, all as they were.
    """
    if root._row is None:
        raise GraphError(
            f"{root!r} was not computed from anything: there is nothing to differentiate. "
            "Call backward() on the result of an operation"
        )
    order = walk(root)
    before = [node.grad for node in order]
    try:
        for node in order:
            if node._row is not None:
                node.grad = 0.0
        root.grad = 1.0
        (_sweep_watched if ACTIVE.get().watched else _sweep)(order)
    except BaseException:
        for node, grad in zip(order, before, strict=True):
            node.grad = grad
        raise


def constant_gradients(node: "Value") -> list[float]:
    """Return the gradient of each operand of `node` by the last backward(), numbers included."""
    if node.grad == 0.0 or not is_fresh(node):
        return [0.0 for _ in node._raw_operands()]
    partials = partial_numbers(node, wanted=lambda operand: True)
    return [node.grad * d for d in partials if d is not None]


def _sweep(order: "list[Value]") -> None:
    """Give each Value's gradient to its operands, results before operands.

    Rules of one and two operands that give plain floats are taken in stride; whatever is rarer,
    or goes wrong, goes through _spread(), which gives the same numbers.
    """
    changed, forever = serial.last_change, math.inf
    for node in reversed(order):
        row = node._row
        if row is None:
            break  # leaves come first
        if not changed < node._serial < forever:
            check_fresh(node)
        grad, x, y, extra = node.grad, node._x, node._y, node._extra
        try:
            if y is None:
                if extra is None:
                    (dx,) = row.partials(node._data, x._data)
                else:
                    dx = row.partials(node._data, x._data, **extra[1])[0]
                share = grad * dx
                if type(share) is not float:
                    raise TypeError
                x.grad += share
            elif extra is not None or type(x) is float:
                _spread(node)
            elif type(y) is float:
                dx, _ = row.partials(node._data, x._data, y)
                share = grad * dx
                if type(share) is not float:
                    raise TypeError
                x.grad += share
            else:
                dx, dy = row.partials(node._data, x._data, y._data)
                share, other = grad * dx, grad * dy
                if type(share) is not float or type(other) is not float:
                    raise TypeError
                x.grad += share
                y.grad += other
        except Exception:
            _spread(node)


def _sweep_watched(order: "list[Value]") -> None:
    """Do what _sweep() does, and stop at the operator that makes a gradient NaN or infinite."""
    for node in reversed(order):
        if node._row is None:
            continue
        before = node.grad
        _spread(node)
        for operand in filter(is_value, node._raw_operands()):
            if math.isfinite(before) and not math.isfinite(operand.grad):
                raise AnomalyError(
                    f"the backward step of {described(node._row)} made the gradient of {operand!r} "
                    f"{operand.grad} out of {before}; its operands were {node._raw_operands()}"
                )


def _spread(node: "Value") -> None:
    """Give the gradient of `node` to its operands, whatever their number and kind."""
    for operand, d in zip(node._raw_operands(), partial_numbers(node), strict=True):
        if d is not None:
            operand.grad += node.grad * d
