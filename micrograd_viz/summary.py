"""Draws what a graph too large to draw is made of: a record for each group of its Values."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from micrograd_core import Value
from micrograd_viz import escape
from micrograd_viz.dot import Dot, edge, node, record
from micrograd_viz.graph import Graph
from micrograd_viz.groups import Groups, Modules, by_depth, by_module
from micrograd_viz.number import number

MOST_SYMBOLS = 8


def summary(
    graph: Graph,
    depth: Mapping[Value, int],
    rankdir: str,
    reason: str,
    modules: Modules | None = None,
) -> Dot:
    """Return the summary of a graph; it says how large that is and why it is not drawn whole.

    Each record says how many Values its group holds, what made them, and the range of their data
    and gradients; an edge says how many operands of one group come from another.
    """
    groups = (modules and by_module(graph, modules)) or by_depth(depth)
    body = [_group(f"g{i}", name, groups[name], rankdir) for i, name in enumerate(groups)]
    counts = _edges(graph, groups)
    for (tail, head), count in sorted(counts.items()):
        if tail != head:
            body.append(edge(f"g{tail}", f"g{head}", label=_count(count, "edge")))
    size = f"{_count(len(graph), 'Value')} and {_count(counts.total(), 'edge')}"
    caption = escape.label(f"Summary of {size}: {reason}", limit=400)
    return Dot({"rankdir": rankdir, "label": caption, "labelloc": "t"}, body)


def _group(name: str, title: str, values: Sequence[Value], rankdir: str) -> str:
    data = f"data {_range([value.data for value in values])}"
    grad = f"grad {_range([value.grad for value in values])}"
    rows = [[title], [_count(len(values), "Value")], [_made_by(values)], [data, grad]]
    escaped = [[escape.label(text) for text in row] for row in rows]
    return node(name, record(escaped, rankdir), shape="record")


def _made_by(values: Sequence[Value]) -> str:
    """Say how many of `values` are leaves, and how many each operator made."""
    counts = Counter(value._op for value in values if value.op is not None)
    leaves = len(values) - counts.total()
    often = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    parts = [_count(leaves, "leaf", "leaves")] if leaves else []
    parts += [f"{count:,} × {escape.shortened(symbol, 12)}" for symbol, count in often]
    more = ["…"] if len(parts) > MOST_SYMBOLS else []
    return "  ".join(parts[:MOST_SYMBOLS] + more)


def _range(found: Sequence[float]) -> str:
    """Return the least and the greatest of `found`, and whether anything is no number."""
    ordered = [x for x in found if isinstance(x, int | float) and not math.isnan(x)]
    ends = [number(min(ordered)), number(max(ordered))] if ordered else []
    strange = ["and nan"] if len(ordered) < len(found) else []
    return " ".join([" … ".join(dict.fromkeys(ends)), *strange])


def _edges(graph: Graph, groups: Groups) -> Counter[tuple[int, int]]:
    """Count the edges from each group to each, itself among them."""
    home = {value: i for i, group in enumerate(groups.values()) for value in group}
    return Counter((home[x], home[value]) for value in graph for x in graph[value])


def _count(number_of: int, one: str, many: str = "") -> str:
    return f"{number_of:,} {one if number_of == 1 else many or one + 's'}"
