"""Measures how deep each Value lies in its graph, and how entangled the graph is."""

from collections.abc import Mapping

from micrograd_core import Value
from micrograd_viz.graph import Graph


def depths(graph: Graph) -> dict[Value, int]:
    """Return how many operators lie before each Value; a leaf lies just before its first use.

    Graphviz ranks its nodes in nearly the same way.
    """
    depth: dict[Value, int] = {}
    first_use: dict[Value, int] = {}
    for value, operands in graph.items():
        depth[value] = 1 + max((depth[x] for x in operands), default=-1)
        for x in operands:
            if x.op is None:
                use = depth[value] - 1
                first_use[x] = min(use, first_use.get(x, use))
    return depth | first_use


def pieces(graph: Graph, depth: Mapping[Value, int]) -> int:
    """Return into how many pieces the ranks of the drawing cut the edges from operands.

    Graphviz puts an invisible node wherever an edge crosses a rank, and most of its time goes
    into the order of those (Gansner, Koutsofios, North and Vo 1993). In a chain or a tree there
    are as many pieces as edges; an operand that is used all along a chain makes many.
    """
    # Between a Value and the next lies the rank of the operator.
    return sum(
        2 * (depth[value] - depth[x]) - 1 for value, operands in graph.items() for x in operands
    )
