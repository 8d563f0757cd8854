"""Copies and pickles Values with their graphs, without recursion."""

from typing import TYPE_CHECKING, Any

from micrograd_core import changes
from micrograd_core.partials import is_fresh, is_value
from micrograd_core.walk import walk

if TYPE_CHECKING:
    from micrograd_core.value import Value

# Data, gradient, label, staleness; then the operator, the static parameters, and the operands: a
# float, or the position of an earlier row in a tuple of its own.
Flat = tuple[Any, ...]


def shallow(value: "Value") -> "Value":
    """Return another Value of the same data, gradient and operands (``copy.copy``)."""
    twin = object.__new__(type(value))
    for slot in type(value).__slots__:
        setattr(twin, slot, getattr(value, slot))
    return twin


def deep(value: "Value", memo: dict[int, Any]) -> "Value":
    """Return a copy of the graph of `value`, sharing nothing but operators (``copy.deepcopy``)."""
    for node in walk(value):
        if id(node) not in memo:
            twin = memo[id(node)] = shallow(node)
            if node._row is not None:
                twin._set_operands([memo.get(id(x), x) for x in node._raw_operands()])
    return memo[id(value)]  # type: ignore[no-any-return]


def reduce(value: "Value") -> tuple[Any, ...]:
    """Return what pickle keeps of a graph: its leaves themselves, and the rest as a flat list.

    Leaves are kept as Values, so that what shares parameters goes on sharing them.
    """
    if value._row is None:
        return type(value), (value._data, value.label), (value.grad,), None, None, _set_leaf
    order = walk(value)
    leaves = [node for node in order if node._row is None]
    position = {node: n for n, node in enumerate(leaves)}
    rows: list[Flat] = []
    for node in order:
        if node._row is not None:
            rows.append(_flat(node, position))
            position[node] = len(position)
    return restore, (leaves, rows)


def restore(leaves: "list[Value]", rows: list[Flat]) -> "Value":
    """Rebuild a graph from what reduce() made of it, and return its result."""
    from micrograd_core.value import Extra, Value

    nodes = list(leaves)
    for data, grad, label, fresh, row, params, operands in rows:
        node = object.__new__(Value)
        node._data, node.grad, node.label, node._row = data, grad, label, row
        node._epoch = changes.count if fresh else -1
        node._extra = Extra((), params) if params or len(operands) > 2 else None
        node._set_operands([x if type(x) is float else nodes[x[0]] for x in operands])
        nodes.append(node)
    return nodes[-1]


def _flat(node: "Value", position: "dict[Value, int]") -> Flat:
    operands = [(position[x],) if is_value(x) else x for x in node._raw_operands()]
    params = node._extra.params if node._extra else {}
    return node._data, node.grad, node.label, is_fresh(node), node._row, params, operands


def _set_leaf(leaf: "Value", state: tuple[float]) -> None:
    (leaf.grad,) = state
