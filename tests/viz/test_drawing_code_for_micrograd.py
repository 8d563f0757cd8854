"""Drawing code written for micrograd, as in the lectures on it, runs on our Values.

Such code reads `_prev`, `_op`, `data` and `grad`, puts Values into sets, and names nodes by `id`.
"""

from graphviz import Digraph

from micrograd_core import Value
from micrograd_viz.child import run
from micrograd_viz.renderer import pure_renderer

from .reading import nodes_in


def reached(root):
    """Find the Values behind `root` by recursion, and the pairs of operand and result."""
    found, pairs = {root}, set()
    for operand in root._prev:
        pairs.add((operand, root))
        deeper, more = reached(operand)
        found |= deeper
        pairs |= more
    return found, pairs


def drawn(root):
    """Draw what reached() finds: a record for each Value, an oval for each operator."""
    picture = Digraph(graph_attr={"rankdir": "LR"})
    found, pairs = reached(root)
    for value in found:
        record = f"{{ data {value.data:.4f} | grad {value.grad:.4f} }}"
        picture.node(str(id(value)), label=record, shape="record")
        if value._op:
            picture.node(str(id(value)) + value._op, label=value._op)
            picture.edge(str(id(value)) + value._op, str(id(value)))
    for operand, result in pairs:
        picture.edge(str(id(operand)), str(id(result)) + result._op)
    return picture


def test_it_draws_our_graphs() -> None:
    x = Value(1.0)
    y = (x * 2 + 1).relu()
    y.backward()
    program = pure_renderer()
    assert program is not None
    nodes = nodes_in(run([program, "-Tsvg"], drawn(y).source.encode(), 20))
    assert sorted(nodes.values()) == [
        ["*"],
        ["+"],
        ["ReLU"],
        ["data 1.0000", "grad 1.0000"],
        ["data 1.0000", "grad 2.0000"],
        ["data 2.0000", "grad 1.0000"],
        ["data 2.0000", "grad 1.0000"],
        ["data 3.0000", "grad 1.0000"],
        ["data 3.0000", "grad 1.0000"],
    ]


def test_our_trace_finds_what_it_finds() -> None:
    from micrograd_viz import trace as ordered

    x = Value(1.0)
    nodes, edges = ordered(x * x + 2)
    assert (set(nodes), set(edges)) == reached(nodes[-1])
