"""trace() gives the nodes and the edges of the lectures' trace, always in the same order."""

import random
from typing import Any

import pytest

from micrograd_core import GraphError, Value
from micrograd_viz import trace


def lectures_trace(root: Any) -> tuple[set[Any], set[Any]]:
    """The trace() of micrograd's notebook, as it is there."""
    nodes, edges = set(), set()

    def build(v: Any) -> None:
        if v not in nodes:
            nodes.add(v)
            for child in v._prev:
                edges.add((child, v))
                build(child)

    build(root)
    return nodes, edges


def some_graph(seed: int) -> Value:
    draw = random.Random(seed)
    values = [Value(draw.uniform(-2, 2)) for _ in range(3)]
    for _ in range(30):
        x, y = draw.choices(values, k=2)
        values.append(draw.choice([x + y, x * y, x - 1, 2 / x, x**2, x.relu()]))
    return values[-1] + values[-2]


@pytest.mark.parametrize("seed", range(10))
def test_it_is_the_trace_of_the_lectures_with_an_order(seed: int) -> None:
    root = some_graph(seed)
    nodes, edges = trace(root)
    assert (set(nodes), set(edges)) == lectures_trace(root)
    assert len(set(nodes)) == len(nodes)


@pytest.mark.parametrize("seed", range(10))
def test_operands_come_before_their_results_and_edges_in_the_order_of_results(seed: int) -> None:
    nodes, edges = trace(some_graph(seed))
    place = {value: i for i, value in enumerate(nodes)}
    assert all(place[x] < place[value] for x, value in edges)
    assert [place[value] for _, value in edges] == sorted(place[value] for _, value in edges)


def test_the_order_is_that_of_the_expression() -> None:
    a, b, c = (Value(x) for x in (1, 2, 3))
    product = a * b
    out = product + c
    nodes, edges = trace(out)
    assert nodes == [a, b, product, c, out]
    assert edges == [(a, product), (b, product), (product, out), (c, out)]


def test_x_times_x_has_two_edges() -> None:
    x = Value(3.0)
    square = x * x
    assert trace(square) == ([x, square], [(x, square), (x, square)])


def test_plain_numbers_are_nodes_and_the_same_ones_the_second_time() -> None:
    x = Value(3.0)
    out = 2 * x + 1
    first, second = trace(out), trace(out)
    assert first == second
    assert [node.data for node in first[0]] == [3.0, 2.0, 6.0, 1.0, 7.0]


def test_a_leaf_is_a_graph_of_one_node() -> None:
    x = Value(3.0)
    assert trace(x) == ([x], [])


def test_several_roots_share_their_nodes() -> None:
    x = Value(3.0)
    double, square = x + x, x**2
    nodes, edges = trace([double, square, double])
    assert nodes == [x, double, square]
    assert edges == [(x, double), (x, double), (x, square)]


def test_a_graph_a_hundred_thousand_deep_is_traced() -> None:
    x = Value(1.0)
    for _ in range(100_000):
        x = x.relu()
    nodes, edges = trace(x)
    assert (len(nodes), len(edges)) == (100_001, 100_000)


@pytest.mark.parametrize("root", [None, 3.0, "x", ["x"], [Value(1.0), 2.0], [[Value(1.0)]], b"x"])
def test_what_is_no_value_is_refused_by_what_it_is(root: Any) -> None:
    with pytest.raises(TypeError, match="there is no graph behind"):
        trace(root)


def test_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to draw in an empty list; pass a Value"):
        trace([])


def test_a_cycle_made_by_hand_is_refused() -> None:
    x = Value(1.0)
    y = x + x
    y._x = y
    with pytest.raises(GraphError, match="computed from itself"):
        trace(y)
