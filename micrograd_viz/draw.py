"""draw_dot: the graph of a Value as a picture."""

from typing import TYPE_CHECKING

from micrograd_core import Trace
from micrograd_viz.formats import known_format
from micrograd_viz.graph import Roots
from micrograd_viz.groups import Modules
from micrograd_viz.layout import layout
from micrograd_viz.renderer import INSTALL, TIMEOUT

# What graphviz calls the source that render() saves, unless told otherwise.
FILE = "Digraph.gv"

if TYPE_CHECKING:
    from micrograd_viz.drawing import Drawing


def draw_dot(
    root: Roots,
    format: str = "svg",  # noqa: A002 (the lectures' name)
    rankdir: str = "LR",
    *,
    trace: Trace | None = None,
    modules: Modules | None = None,
    max_nodes: int | None = None,
    timeout: float = TIMEOUT,
) -> "Drawing":
    """Return the graph of `root`, a Value or several, as a graphviz.Digraph.

    A record shows a Value: its label, its data on the left, its gradient on the right. An oval
    shows the operator that made it; there, an SVG's tooltip names the plugin.

    format: svg, png, ... rankdir: where the graph goes: LR, TB, RL or BT.
    trace: what ``with tracing() as trace:`` recorded; the source line that made a Value is shown.
    max_nodes: how many Values are drawn one by one; past it there is a summary. By default 1,500,
        and fewer where so many edges cross that drawing them would take a minute.
    modules: a Module; a summary is by its parts then, otherwise by depth.
    timeout: how many seconds a renderer may take.

    The same graph gives the same text: nodes are called n0, n1, ... in the order of trace().
    TypeError, ValueError: a wrong argument. GraphError: a cycle. ImportError: no graphviz package.
    """
    try:
        from micrograd_viz.drawing import Drawing
    except ImportError as error:
        raise ImportError(f"draw_dot needs the graphviz package: {INSTALL}") from error
    kind = known_format(format)
    dot = layout(root, rankdir, trace=trace, modules=modules, max_nodes=max_nodes)
    drawing = Drawing(filename=FILE, format=kind, graph_attr=dot.graph, body=dot.body)
    drawing.timeout = timeout
    return drawing
