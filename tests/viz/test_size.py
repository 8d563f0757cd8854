"""A graph too large for the eye, or for Graphviz, is drawn as an honest summary, and soon."""

import random
import time
from collections.abc import Callable

import pytest

from micrograd_core import Op, Registry, Value, using
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU
from micrograd_viz import RenderTimeoutError, draw_dot, trace
from micrograd_viz.depth import depths, pieces
from micrograd_viz.graph import graph_of
from micrograd_viz.layout import MAX_NODES, MAX_PIECES

from .conftest import has_children
from .reading import edges_in, nodes_in, tags_in

Make = Callable[[int], Value]

SUM = Op("total", lambda *xs: sum(xs), lambda out, *xs: (1.0,) * len(xs))


def gathered(width: int) -> list[Value]:
    """Each of many values is made of all of many leaves."""
    leaves = [Value(0.5) for _ in range(width)]
    with using(Registry([SUM])):
        return [SUM(*leaves) for _ in range(width)]


def chain(length: int) -> Value:
    x = Value(1.0)
    for _ in range(length - 1):
        x = x.relu()
    return x


def entangled(values: int) -> list[Value]:
    """Each value is made of two earlier ones."""
    draw = random.Random(1)
    made = [Value(0.5) for _ in range(10)]
    with using(Registry([SUM])):
        while len(made) < values:
            made.append(SUM(draw.choice(made), draw.choice(made)))
    return made


def dense(values: int) -> Value:
    """All of those together."""
    with using(Registry([SUM])):
        return SUM(*entangled(values))


def complete(values: int) -> Value:
    """Each value is made of all earlier ones."""
    made = [Value(0.5), Value(0.25)]
    with using(Registry([SUM])):
        while len(made) < values:
            made.append(SUM(*made))
    return made[-1]


def powers(degree: int) -> Value:
    """One value is an operand at every depth."""
    x = y = Value(0.5, label="x")
    for _ in range(degree):
        y = y * x
    return y


class Model:
    """Three layers that depend on one another, with paths as a Module's."""

    def __init__(self, width: int = 8) -> None:
        self.w = [[Value(0.1 * i - 0.3) for i in range(width)] for _ in range(3)]

    def named_parameters(self) -> list[tuple[str, Value]]:
        return [(f"layers.{i}.w.{j}", w) for i, row in enumerate(self.w) for j, w in enumerate(row)]

    def __call__(self, x: Value) -> Value:
        for row in self.w:
            x = sum((w * x for w in row), Value(0.0)).relu()
        return x


@pytest.mark.timed
@pytest.mark.parametrize("make", [dense, complete])
def test_a_dense_graph_of_a_thousand_nodes_is_summarised_within_five_seconds(make: Make) -> None:
    root = make(1_000)
    start = time.monotonic()
    svg = draw_dot(root).pipe()
    assert time.monotonic() - start < 5
    assert 1 < len(nodes_in(svg)) <= 12
    assert b"Summary of 1,00" in svg
    assert not has_children()


@pytest.mark.timed
@pytest.mark.parametrize("make", [dense, complete])
def test_a_dense_graph_that_is_drawn_whole_on_request_is_refused_in_time(make: Make) -> None:
    root = make(1_000)
    start = time.monotonic()
    with pytest.raises(RenderTimeoutError, match=r"stopped after 1 seconds.*max_nodes="):
        draw_dot(root, max_nodes=10_000, timeout=1).pipe()
    assert time.monotonic() - start < 5
    assert not has_children()


@pytest.mark.parametrize(("make", "size"), [(complete, 60), (powers, 150)])
def test_a_small_graph_that_would_take_minutes_is_summarised_too(make: Make, size: int) -> None:
    root = make(size)
    graph = graph_of(root)
    assert len(graph) < MAX_NODES < MAX_PIECES < pieces(graph, depths(graph))
    svg = draw_dot(root).pipe()
    assert b"Summary of" in svg
    assert b"too entangled" in svg


def test_the_largest_graphs_that_are_drawn_whole_can_be_drawn() -> None:
    for root in (chain(MAX_NODES), powers(75), complete(24), entangled(500), gathered(70)):
        nodes, _ = trace(root)
        svg = draw_dot(root, timeout=120).pipe()
        assert len([name for name in nodes_in(svg) if "op" not in name]) == len(nodes)


def test_the_limit_is_of_values_and_an_argument_moves_it() -> None:
    assert "Summary" not in draw_dot(chain(MAX_NODES)).source
    assert "Summary" in draw_dot(chain(MAX_NODES + 1)).source
    assert "Summary" not in draw_dot(chain(MAX_NODES + 1), max_nodes=MAX_NODES + 1).source
    assert "Summary" in draw_dot(chain(5), max_nodes=4).source
    assert "Summary" not in draw_dot(powers(150), max_nodes=1_000).source


def test_the_caption_says_how_many_there_are_and_how_to_see_each() -> None:
    caption = "Summary of 2,000 Values and 1,999 edges: more than the 1,500 Values that are drawn "
    assert (
        f'label="{caption}one by one. max_nodes=2000 draws each."' in draw_dot(chain(2000)).source
    )


def test_every_value_and_every_edge_is_counted_once() -> None:
    root = dense(2_000)
    values, all_edges = trace(root)
    svg = draw_dot(root).pipe()
    texts = nodes_in(svg).values()
    counted = sum(int(fields[1].split()[0].replace(",", "")) for fields in texts)
    assert counted == len(values)
    made = [part.split() for fields in texts for part in fields[2].split("  ")]
    assert sum(int(number.replace(",", "")) for number, *_ in made) == len(values)
    assert f"{len(all_edges):,} edges" in draw_dot(root).source


def test_a_group_says_what_made_its_values_and_how_far_their_numbers_go() -> None:
    x, y = Value(-3.0), Value(5.0)
    drawn = nodes_in(draw_dot([x * 1, (y * 2) * float("nan"), y + 1], max_nodes=1).pipe())
    fields = ["depth 1", "4 Values", "1 leaf  2 × *  1 × +", "data -3.0000 … 10.0000 and nan"]
    assert [*fields, "grad 0.0000"] in drawn.values()
    x.grad = None  # type: ignore[assignment]
    assert nodes_in(draw_dot([x, x * 1], max_nodes=1).pipe())["g0"][-1] == "grad 0.0000 and nan"


@pytest.mark.parametrize("rankdir", ["LR", "TB"])
def test_a_summary_by_module_follows_the_parameters(rankdir: str) -> None:
    model = Model()
    root = model(Value(1.0)) * 2
    svg = draw_dot(root, modules=model, max_nodes=10, rankdir=rankdir).pipe()
    titles = {name: fields[0] for name, fields in nodes_in(svg).items()}
    names = ["computed without parameters", "layers.0", "layers.1", "layers.2"]
    assert list(titles.values()) == names
    assert edges_in(svg) == ["g0->g1", "g0->g2", "g0->g3", "g1->g2", "g2->g3"]
    assert nodes_in(svg)["g1"][1:3] == ["25 Values", "8 leaves  8 × *  8 × +  1 × ReLU"]


def test_modules_that_are_too_many_or_not_in_the_graph_leave_a_summary_by_depth() -> None:
    class Many:
        def __init__(self, parameters: list[Value]) -> None:
            self.parameters = parameters

        def named_parameters(self) -> list[tuple[str, Value]]:
            return [(f"w{i}", w) for i, w in enumerate(self.parameters)]

    leaves = [Value(float(i)) for i in range(20)]
    root = sum(leaves, Value(0.0))
    for modules in (Many(leaves), Many([]), Many([Value(1.0)])):
        drawn = nodes_in(draw_dot(root, modules=modules, max_nodes=10).pipe())
        assert all(fields[0].startswith("depth") for fields in drawn.values())


def test_a_small_graph_is_drawn_whole_though_modules_are_given() -> None:
    model = Model(2)
    assert "Summary" not in draw_dot(model(Value(1.0)), modules=model).source


def test_a_hundred_thousand_values_are_summarised() -> None:
    svg = draw_dot(chain(100_000)).pipe()
    assert "100,000 Values" in svg.decode()
    assert "script" not in tags_in(svg)


@pytest.mark.parametrize(
    ("make", "size", "expected"),
    [(chain, 100, 99), (powers, 4, 2 + 4 + 6 + 8), (complete, 4, 2 + 1 + 3 + 3)],
)
def test_pieces_are_what_the_ranks_make_of_the_edges(make: Make, size: int, expected: int) -> None:
    graph = graph_of(make(size))
    assert pieces(graph, depths(graph)) == expected


def test_a_leaf_lies_just_before_its_first_use() -> None:
    x, late = Value(1.0), Value(2.0)
    y = x.relu().relu()
    depth = depths(graph_of(y * late))
    assert (depth[x], depth[y], depth[late]) == (0, 2, 2)


def test_a_cycle_is_refused_not_drawn() -> None:
    registry = Registry([ADD, MUL, POW, RELU])
    with using(registry):
        y = Value(1.0) + 1
    y._x = y
    with pytest.raises(ValueError, match="cycle"):
        draw_dot(y)
