"""Draws a graph whole: a record for each Value, an oval for each operator."""

from collections.abc import Iterable, Iterator

from micrograd_core import Birth, Trace, Value
from micrograd_core.failure import described
from micrograd_viz import escape
from micrograd_viz.dot import Dot, edge, node, record
from micrograd_viz.graph import Graph
from micrograd_viz.number import number

# A shorter search for good ranks and for few crossings, where Graphviz's time goes.
HASTE = {"mclimit": "0.3", "nslimit": "2", "nslimit1": "2"}


def whole(graph: Graph, rankdir: str, births: Trace | None, entangled: bool) -> Dot:
    """Return the drawing of a graph.

    births: where it was recorded, each Value shows the source line that made it.
    entangled: whether the graph is laid out with less care, in less time.
    """
    names = {value: f"n{i}" for i, value in enumerate(graph)}
    body: list[str] = []
    for value, operands in graph.items():
        birth = births.birth_of(value) if births else None
        body += _value(value, names[value], rankdir, birth)
        body += _operator(value, names[value], [names[x] for x in operands], birth)
    return Dot({"rankdir": rankdir} | (HASTE if entangled else {}), body)


def _value(value: Value, name: str, rankdir: str, birth: Birth | None) -> Iterator[str]:
    cells = [f"data {_cell(value.data)}", f"grad {_cell(value.grad)}"]
    if value.label:
        cells.insert(0, escape.label(str(value.label)))
    rows = [cells, [escape.label(birth.source)]] if birth and birth.source else [cells]
    yield node(name, record(rows, rankdir), shape="record")


def _cell(x: object) -> str:
    return escape.label(number(x))


def _operator(
    value: Value, name: str, operands: Iterable[str], birth: Birth | None
) -> Iterator[str]:
    if value.op is None:
        return
    oval = f"{name}op"
    yield node(oval, escape.label(value._op), tooltip=escape.tooltip(_origin(value, birth)))
    yield edge(oval, name)
    for operand in operands:
        yield edge(operand, oval)


def _origin(value: Value, birth: Birth | None) -> str:
    assert value.op is not None
    where = f"\n{birth.filename}:{birth.lineno}: {birth.source}" if birth else ""
    return described(value.op) + where
