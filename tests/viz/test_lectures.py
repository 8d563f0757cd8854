"""Drawing code written for micrograd runs unchanged on our Values."""

# ruff: noqa: A002, D205, D400, UP031 (the lectures' code is left as it is)

from graphviz import Digraph

from micrograd_core import Value
from micrograd_viz.child import run
from micrograd_viz.renderer import pure_renderer

from .reading import nodes_in

# From here, the cell of micrograd's trace_graph notebook.


def trace(root):
    nodes, edges = set(), set()

    def build(v):
        if v not in nodes:
            nodes.add(v)
            for child in v._prev:
                edges.add((child, v))
                build(child)

    build(root)
    return nodes, edges


def draw_dot(root, format="svg", rankdir="LR"):
    """
    format: png | svg | ...
    rankdir: TB (top to bottom graph) | LR (left to right)
    """
    assert rankdir in ["LR", "TB"]
    nodes, edges = trace(root)
    dot = Digraph(format=format, graph_attr={"rankdir": rankdir})  # , node_attr={'rankdir': 'TB'})

    for n in nodes:
        dot.node(
            name=str(id(n)), label="{ data %.4f | grad %.4f }" % (n.data, n.grad), shape="record"
        )
        if n._op:
            dot.node(name=str(id(n)) + n._op, label=n._op)
            dot.edge(str(id(n)) + n._op, str(id(n)))

    for n1, n2 in edges:
        dot.edge(str(id(n1)), str(id(n2)) + n2._op)

    return dot


# To here.


def test_the_lectures_draw_dot_draws_our_graphs() -> None:
    x = Value(1.0)
    y = (x * 2 + 1).relu()
    y.backward()
    program = pure_renderer()
    assert program is not None
    nodes = nodes_in(run([program, "-Tsvg"], draw_dot(y).source.encode(), 20))
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


def test_our_trace_serves_the_lectures_drawing_too() -> None:
    from micrograd_viz import trace as ordered

    x = Value(1.0)
    nodes, edges = ordered(x * x + 2)
    assert (set(nodes), set(edges)) == trace(nodes[-1])
