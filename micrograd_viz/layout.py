"""Decides how a graph is drawn: whole, or in summary where it is too large for the eye."""

from micrograd_core import Trace
from micrograd_viz.depth import depths, pieces
from micrograd_viz.dot import Dot
from micrograd_viz.graph import Roots, graph_of
from micrograd_viz.groups import Modules
from micrograd_viz.summary import summary
from micrograd_viz.whole import whole

# Up to here a renderer takes a second or two. The second limit is for entangled graphs: sixty
# Values, each computed from all before it, would keep Graphviz busy for minutes.
MAX_NODES = 1_500
MAX_PIECES = 6_000

# From here on, what looks best is not looked for so long.
ENTANGLED = 1_500

RANKDIRS = ("LR", "TB", "RL", "BT")


def layout(
    root: Roots,
    rankdir: str = "LR",
    *,
    trace: Trace | None = None,
    modules: Modules | None = None,
    max_nodes: int | None = None,
) -> Dot:
    """Return the drawing of the graph of `root` as DOT; draw_dot() says what the arguments are."""
    _check(rankdir, trace, modules, max_nodes)
    graph = graph_of(root)
    depth = depths(graph)
    cut = pieces(graph, depth)
    most = MAX_NODES if max_nodes is None else max_nodes
    reason = ""
    if len(graph) > most:
        reason = f"more than the {most:,} Values that are drawn one by one"
    elif max_nodes is None and cut > MAX_PIECES:
        reason = "too entangled to be drawn one by one in a few seconds"
    if reason:
        reason += f". max_nodes={len(graph)} draws each."
        return summary(graph, depth, rankdir, reason, modules)
    return whole(graph, rankdir, trace, entangled=cut > ENTANGLED)


def _check(rankdir: object, trace: object, modules: object, max_nodes: object) -> None:
    if rankdir not in RANKDIRS:
        raise ValueError(f"rankdir must be one of {', '.join(RANKDIRS)}, not {rankdir!r}")
    if trace is not None and not isinstance(trace, Trace):
        raise TypeError(f"trace must be what `with tracing() as trace:` gave, not {trace!r}")
    if modules is not None and not callable(getattr(modules, "named_parameters", None)):
        raise TypeError(f"modules must have named_parameters(), and {modules!r} has not")
    if max_nodes is None:
        return
    if isinstance(max_nodes, bool) or not isinstance(max_nodes, int):
        raise TypeError(f"max_nodes must be a whole number, not {max_nodes!r}")
    if max_nodes < 1:
        raise ValueError(f"max_nodes must be 1 at least, not {max_nodes}")
