"""Graphs of hundreds of thousands of nodes, as deep as they are large: no recursion anywhere."""

import copy
import gc
import pickle
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from micrograd_core import Value, grad, gradients, jvp, walk
from micrograd_core.saving import copying

DEPTHS = [200_000, pytest.param(1_000_000, marks=pytest.mark.slow)]


def chain(x: Any, depth: int) -> Any:
    """Return x after `depth` operations, each on the result of the last."""
    for _ in range(depth // 2):
        x = x * 1.0001 + 0.0001
    return x


def slope(depth: int) -> float:
    """Return the derivative of chain()."""
    return float(1.0001 ** (depth // 2))


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Leave memory to reference counts alone."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("depth", DEPTHS)
def test_a_deep_chain_is_built_differentiated_and_walked(depth: int) -> None:
    x = Value(0.5)
    out = chain(x, depth)
    out.backward()
    assert x.grad == pytest.approx(slope(depth), rel=1e-9)
    assert len(walk(out)) == depth + 1
    assert gradients(out, x) == x.grad


@pytest.mark.parametrize("depth", DEPTHS)
def test_a_deep_chain_is_copied(depth: int) -> None:
    out = chain(Value(0.5), depth)
    twin = copy.deepcopy(out)
    twin.backward()
    order = walk(twin)
    assert len(order) == depth + 1
    assert order[0].grad == pytest.approx(slope(depth), rel=1e-9)
    assert out.grad == 0.0


@pytest.mark.parametrize("depth", DEPTHS)
def test_a_deep_chain_is_pickled_and_comes_back(depth: int) -> None:
    out = chain(Value(0.5), depth)
    twin = pickle.loads(pickle.dumps(out))
    twin.backward()
    assert twin.data == out.data
    assert walk(twin)[0].grad == pytest.approx(slope(depth), rel=1e-9)


@pytest.mark.parametrize("depth", DEPTHS)
def test_a_deep_chain_takes_at_most_400_bytes_a_node_and_gives_them_back(
    depth: int, no_collector: None
) -> None:
    tracemalloc.start()
    try:
        x = Value(0.5)
        start = tracemalloc.get_traced_memory()[0]
        out = chain(x, depth)
        built = tracemalloc.get_traced_memory()[0] - start
        out.backward()
        differentiated = tracemalloc.get_traced_memory()[0] - start
        del out
        left = tracemalloc.get_traced_memory()[0] - start
    finally:
        tracemalloc.stop()
    assert built <= 400 * depth
    assert differentiated <= 400 * depth
    assert left <= 0.01 * built


@pytest.mark.parametrize(
    "use",
    [
        lambda v: None,
        lambda v: v.backward(),
        lambda v: v.operands[0].operands,
        copy.deepcopy,
        lambda v: pickle.loads(pickle.dumps(v)),
        lambda v: gradients(v, walk(v)[0]),
        lambda v: gradients(v, walk(v)[0], create_graph=True),
    ],
)
def test_a_graph_is_freed_by_reference_count_whatever_was_done_with_it(
    use: Callable[[Value], object], no_collector: None
) -> None:
    def work(depth: int) -> None:
        use(chain(Value(0.5), depth))

    work(10)
    before = len(gc.get_objects())
    work(2000)
    assert len(gc.get_objects()) < before + 100


def test_a_failure_leaves_no_cycle_that_holds_the_graph(no_collector: None) -> None:
    def work() -> None:
        x = Value(0.5)
        out = chain(x, 2000)
        x.data = 1.0
        with pytest.raises(ValueError, match="stale"):
            out.backward()

    work()
    gc.collect()
    before = len(gc.get_objects())
    work()
    gc.collect()
    assert len(gc.get_objects()) < before + 200


@pytest.mark.parametrize("depth", DEPTHS)
def test_function_transforms_go_as_deep(depth: int) -> None:
    assert grad(lambda x: chain(x, depth))(0.5) == pytest.approx(slope(depth), rel=1e-9)
    assert jvp(lambda x: chain(x, depth), (0.5,), (1.0,))[1] == pytest.approx(
        slope(depth), rel=1e-9
    )


def test_a_second_derivative_goes_as_deep() -> None:
    def deep_cube(x: Any) -> Any:
        for _ in range(20_000):
            x = x + 0.0
        return x**3

    assert grad(grad(deep_cube))(2.0) == 12.0


def test_a_wide_sum_of_a_hundred_thousand_leaves_is_differentiated() -> None:
    leaves = [Value(1.0) for _ in range(100_000)]
    sum(leaves, Value(0.0)).backward()
    assert {leaf.grad for leaf in leaves} == {1.0}


def test_python_s_own_limit_is_never_near() -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(200)
    try:
        out = chain(Value(0.5), 1000)
        out.backward()
        assert pickle.loads(pickle.dumps(copy.deepcopy(out))).data == out.data
    finally:
        sys.setrecursionlimit(limit)


def test_copying_a_list_of_every_node_walks_each_a_few_times_not_once_a_node(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order, visited = walk(chain(Value(0.5), 400)), []

    def counted(*roots: Value) -> list[Value]:
        found = walk(*roots)
        visited.append(len(found))
        return found

    monkeypatch.setattr(copying, "walk", counted)
    twins = copy.deepcopy(order)
    assert len({id(twin) for twin in twins}) == len(order)
    assert sum(visited) <= 10 * len(order)
