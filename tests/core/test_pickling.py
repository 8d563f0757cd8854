"""pickle keeps a graph, its gradients and what is shared; nothing is recursive."""

import pickle
from collections.abc import Callable

import pytest

from micrograd_core import Registry, Value, grad, using, walk
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


def again(v: object, protocol: int = pickle.DEFAULT_PROTOCOL) -> object:
    """Return what comes out of a pickle of v."""
    return pickle.loads(pickle.dumps(v, protocol))


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("looked_at", [False, True])
def test_a_graph_comes_back_with_everything(protocol: int, looked_at: bool, example: Value) -> None:
    if looked_at:
        assert len(example.operands[0].operands) == 2
    twin = again(example, protocol)
    for mine, its in zip(walk(example), walk(twin), strict=True):
        assert (mine.data, mine.grad, mine.label) == (its.data, its.grad, its.label)
        assert (mine.op, mine.params) == (its.op, its.params)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_leaf_comes_back(protocol: int) -> None:
    x = Value(-0.0, label="x")
    x.grad = 5.0
    twin = again(x, protocol)
    assert (repr(twin), twin.label, twin.op) == ("Value(data=-0.0, grad=5.0)", "x", None)


def test_a_graph_that_comes_back_is_differentiated(example: Value) -> None:
    twin = again(example)
    x, y = (v for v in walk(twin) if v.op is None and v.label)
    before = x.grad, y.grad
    twin.backward()
    assert (x.grad, y.grad) == (2 * before[0], 2 * before[1])


def test_a_graph_that_comes_back_can_be_built_on() -> None:
    twin = again(Value(2.0) * 3)
    out = twin * twin + 1
    out.backward()
    assert walk(out)[0].grad == 36.0


def test_pickles_of_pickles_are_the_same(example: Value) -> None:
    once = again(example)
    twice = again(once)
    assert [repr(v) for v in walk(twice)] == [repr(v) for v in walk(once)]


def test_what_shares_leaves_goes_on_sharing_them() -> None:
    x, y = Value(2.0), Value(3.0)
    parameters, loss, other = again(([x, y], x * y, x + 1))
    assert loss.operands == tuple(parameters)
    assert other.operands[0] is parameters[0]
    loss.backward()
    assert parameters[0].grad == 3.0


def test_operators_of_three_operands_are_kept(where: Callable[..., Value]) -> None:
    with using(Registry([ADD, MUL, POW, RELU, where])):
        v = where(1.0, Value(2.0) ** 2, Value(3.0))
        twin = again(v)
        twin.backward()
    assert [p.grad for p in twin.operands] == [0.0, 1.0, 0.0]
    assert twin.operands[1].operands[0].grad == 4.0


def test_the_root_comes_back_whatever_was_set_by_hand_below_it() -> None:
    x = Value(2.0)
    y = x * 3
    z = y * 5
    y.data = 7.0
    assert (z.data, again(z).data) == (30.0, 30.0)
    y = x * 3
    y.data = 7.0
    assert again(y * 5).data == 35.0


def test_the_root_of_a_stale_graph_comes_back_and_again() -> None:
    x = Value(2.0)
    z = x * 3 + 1
    x.data = 7.0
    assert again(z).data == 7.0
    assert again(again(z)).data == 7.0
    assert len(walk(again(again(z)))) == 3


def test_a_gradient_of_a_transform_comes_back() -> None:
    slope = grad(lambda v: v**2)(Value(3.0))
    assert again(slope).data == 6.0


def test_pickling_changes_nothing(example: Value) -> None:
    before = [(v, v.data, v.grad) for v in walk(example)]
    pickle.dumps(example)
    assert [(v, v.data, v.grad) for v in walk(example)] == before
