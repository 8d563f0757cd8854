"""Reads the nodes and the edges of a graph, always in the same order."""

from collections.abc import Iterable
from typing import TypeAlias

from micrograd_core import Value, walk

Roots: TypeAlias = Value | Iterable[Value]
Edge: TypeAlias = tuple[Value, Value]

# Each Value with its operands, in topological order.
Graph: TypeAlias = dict[Value, tuple[Value, ...]]


def roots_of(root: Roots) -> tuple[Value, ...]:
    """Return the Values that `root` is or holds, each once.

    TypeError: there is something else than a Value. ValueError: there is nothing.
    """
    if isinstance(root, Value):
        return (root,)
    if not isinstance(root, Iterable):
        raise TypeError(f"there is no graph behind {root!r}; pass a Value, or a list of Values")
    roots = list(root)
    if not roots:
        raise ValueError("there is nothing to draw in an empty list; pass a Value")
    for each in roots:
        if not isinstance(each, Value):
            raise TypeError(f"there is no graph behind {each!r}; every root must be a Value")
    return tuple(dict.fromkeys(roots))


def graph_of(root: Roots) -> Graph:
    """Return every Value behind `root`, operands before their results, with its operands."""
    graph: Graph = {}
    for value in walk(*roots_of(root)):
        operands = value.operands
        # A plain number of the expression is no Value of the walk, but it is drawn as one.
        graph.update((x, ()) for x in operands if x not in graph)
        graph[value] = operands
    return graph


def trace(root: Roots) -> tuple[list[Value], list[Edge]]:
    """Return the nodes and the edges of the graph of `root`, a Value or several.

    They are those of the trace() in micrograd's lectures, as lists: the nodes in topological
    order, operands before their results, the edges as pairs (operand, value) in the order of the
    values, two for ``x * x``. The same program gives the same order in every process.
    TypeError, ValueError: `root` is no Value. GraphError: the graph has a cycle.
    """
    graph = graph_of(root)
    return list(graph), [(x, value) for value, operands in graph.items() for x in operands]
