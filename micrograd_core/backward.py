"""Backpropagation: the chain rule, from a Value to everything it was computed from."""

import math
from typing import TYPE_CHECKING, Any

from micrograd_core import changes
from micrograd_core.active import ACTIVE
from micrograd_core.errors import GraphError, MicrogradError
from micrograd_core.failure import noted
from micrograd_core.observe import check_step
from micrograd_core.op import Op
from micrograd_core.partials import check_fresh, is_value, partial_numbers
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
    sweep = _sweep_carefully if ACTIVE.get().watched else _sweep
    try:
        _start(root, order)
        if not sweep(order):
            _restore(order, before)
            _start(root, order)
            _sweep_carefully(order)
    except BaseException:
        _restore(order, before)
        raise


def _start(root: "Value", order: "list[Value]") -> None:
    for node in order:
        if node._row is not None:
            node.grad = 0.0
    root.grad = 1.0


def _restore(order: "list[Value]", before: list[float]) -> None:
    for node, grad in zip(order, before, strict=True):
        node.grad = grad


def constant_gradients(node: "Value") -> list[float]:
    """Return the gradient of each operand of `node` by the last backward(), numbers included.

    NaN stands where it cannot be worked out any more.
    """
    operands = node._raw_operands()
    if node.grad == 0.0:
        return [0.0 for _ in operands]
    try:
        return [node.grad * d for d in partial_numbers(node, wanted=lambda operand: True)]
    except MicrogradError:
        return [math.nan for _ in operands]


def _sweep(order: "list[Value]") -> bool:
    """Give each Value's gradient to its operands, results before operands; False if in doubt.

    Rules of one and two operands are taken in stride, and whatever is rarer or raises goes through
    _spread(), which gives the same numbers. A gradient that is no float raises the doubt.
    """
    now = changes.count
    for node in reversed(order):
        row: Op | None = node._row
        grad: Any = node.grad
        if row is None:
            if type(grad) is not float:
                return False
            continue
        if node._epoch != now:
            check_fresh(node)
        if type(grad) is not float:
            return False
        x, y, extra = node._x, node._y, node._extra
        try:
            if y is None:
                if extra is None:
                    (dx,) = row.partials(node._data, x._data)
                else:
                    dx, *others = row.partials(node._data, x._data, **extra[1])
                    if len(others) + 1 != row.arity:
                        raise TypeError
                x.grad += grad * dx
            elif extra is not None or type(x) is float:
                _spread(node)
            elif type(y) is float:
                dx, _ = row.partials(node._data, x._data, y)
                x.grad += grad * dx
            else:
                dx, dy = row.partials(node._data, x._data, y._data)
                share = grad * dx
                y.grad += grad * dy
                x.grad += share
        except Exception:
            _spread(node)
    return True


def _sweep_carefully(order: "list[Value]") -> bool:
    """Do what _sweep() does, one checked number at a time; notice anomalies if asked to."""
    watched = ACTIVE.get().watched
    for node in reversed(order):
        if node._row is not None:
            _spread(node)
            if watched:
                operands = filter(is_value, node._raw_operands())
                check_step(node, "backward", [node.grad], [(x, x.grad) for x in operands])
    return True


def _spread(node: "Value") -> None:
    """Give the gradient of `node` to its operands, whatever their number and kind."""
    for operand, d in zip(node._raw_operands(), partial_numbers(node), strict=True):
        if is_value(operand):
            try:
                operand.grad += node.grad * d
            except TypeError:
                raise noted(_no_gradient(operand), node) from None


def _no_gradient(operand: "Value") -> GraphError:
    return GraphError(
        f"the gradient of {operand!r} is {operand.grad!r}, which is no number to add to; set it to "
        "0.0, or call zero_grad(), and then backward()"
    )
