"""Copies and pickles Values with their graphs, without recursion."""

import math
from typing import TYPE_CHECKING, Any

from micrograd_core import changes
from micrograd_core.partials import is_fresh, is_value
from micrograd_core.walk import walk

if TYPE_CHECKING:
    from micrograd_core.op import Op
    from micrograd_core.value import Value

# Data, gradient, label, whether it is fresh, the operator, its static parameters, and the operands:
# a float each, or a tuple with the position of a Value in the walk.
Flat = tuple[Any, ...]


def shallow(value: "Value") -> "Value":
    """Return another Value of the same data, gradient and operands (``copy.copy``)."""
    from micrograd_core.node import Node

    twin = object.__new__(type(value))
    for slot in Node.__slots__:
        if slot != "_shown":
            setattr(twin, slot, getattr(value, slot))
    return twin


def deep(value: "Value", memo: dict[int, Any]) -> "Value":
    """Return a copy of the graph of `value`, sharing nothing but operators (``copy.deepcopy``)."""
    new = [value]
    if any(is_value(x) and id(x) not in memo for x in value._raw_operands()):
        new = [node for node in walk(value) if id(node) not in memo]
    for node in new:
        memo[id(node)] = shallow(node)
    for node in new:
        if node._row is not None:
            twin: Value = memo[id(node)]
            twin._set_operands(tuple(memo.get(id(x), x) for x in node._raw_operands()))
    return memo[id(value)]  # type: ignore[no-any-return]


def reduce(value: "Value") -> tuple[Any, ...]:
    """Return what pickle keeps of a graph: its leaves themselves, and the rest as a flat list.

    Leaves are kept as Values, so that what shares parameters goes on sharing them.
    """
    if value._row is None:
        return type(value), (value._data, value.label), (value.grad,), None, None, _set_leaf
    order = walk(value)
    leaves = [node for node in order if node._row is None]
    results = [node for node in order if node._row is not None]
    position = {node: n for n, node in enumerate(leaves + results)}
    return restore, (leaves, [_flat(node, position) for node in results])


def restore(leaves: "list[Value]", rows: list[Flat]) -> "Value":
    """Rebuild a graph from what reduce() made of it, and return its result."""
    nodes = [*leaves]
    for data, grad, label, fresh, row, params, operands in rows:
        node = rebuilt(data, grad, label, changes.count if fresh else math.inf)
        set_origin(
            node, row, tuple(x if type(x) is float else nodes[x[0]] for x in operands), params
        )
        nodes.append(node)
    return nodes[-1]


def rebuilt(data: float, grad: float, label: str, epoch: float) -> "Value":
    """Return a Value that was there before; a leaf, until set_origin() says what it came from."""
    from micrograd_core.value import Value

    node = object.__new__(Value)
    node._data, node.grad, node.label, node._epoch = data, grad, label, epoch
    node._row = node._x = node._y = node._extra = node._walk = None
    return node


def set_origin(node: "Value", row: "Op", operands: tuple[Any, ...], params: dict[str, Any]) -> None:
    """Say what a Value was computed from, and how."""
    node._row = row
    node._extra = ((), params) if params or len(operands) > 2 else None
    node._set_operands(operands)


def _flat(node: "Value", position: "dict[Value, int]") -> Flat:
    operands = [(position[x],) if is_value(x) else x for x in node._raw_operands()]
    params = node._extra[1] if node._extra else {}
    return node._data, node.grad, node.label, is_fresh(node), node._row, params, operands


def _set_leaf(leaf: "Value", state: tuple[float]) -> None:
    (leaf.grad,) = state
