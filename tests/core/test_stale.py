"""A number changed after the forward pass: backward() gives its gradient or is refused."""

import copy
import pickle
import threading
from collections.abc import Callable

import pytest

from micrograd_core import GraphError, Value, gradients


def refused(root: Value, *others: Value) -> None:
    """Assert that nothing differentiates `root`, and that no gradient has changed."""
    before = [v.grad for v in (root, *others)]
    with pytest.raises(GraphError, match=r"stale.*compute it again"):
        root.backward()
    assert [v.grad for v in (root, *others)] == before


def test_a_leaf_changed_after_the_forward_pass_is_refused() -> None:
    x, y = Value(2.0), Value(3.0)
    v = x * y
    x.data = 5.0
    refused(v, x, y)


def test_a_leaf_changed_and_restored_gives_the_old_gradient_or_is_refused() -> None:
    x, y = Value(2.0), Value(3.0)
    v = x * y
    x.data = 5.0
    x.data = 2.0
    try:
        v.backward()
        assert (x.grad, y.grad) == (3.0, 2.0)
    except GraphError:
        assert (x.grad, y.grad) == (0.0, 0.0)


@pytest.mark.parametrize("data", [7.0, 6.0])
def test_a_result_set_by_hand_is_refused(data: float) -> None:
    x = Value(2.0)
    y = x * 3
    z = y * y
    y.data = data
    refused(z, x, y)


def test_a_root_set_by_hand_is_refused() -> None:
    x = Value(2.0)
    v = x**-1
    v.data = 7.0
    refused(v, x)


def test_a_change_deep_below_is_seen_through_untouched_values() -> None:
    x = Value(2.0)
    v = x * 3
    for _ in range(5):
        v = v + 1
    x.data = 5.0
    refused(v, x)


def test_a_change_of_an_operand_past_the_second_is_seen(where: Callable[..., Value]) -> None:
    c, x, y = Value(1.0), Value(2.0), Value(3.0)
    v = where(c, x, y)
    y.data = 5.0
    refused(v, c, x, y)


def test_gradients_refuse_a_stale_graph_too() -> None:
    x = Value(2.0)
    v = x * x
    x.data = 5.0
    for create_graph in (False, True):
        with pytest.raises(GraphError, match="stale"):
            gradients(v, x, create_graph)


def test_computing_again_is_enough() -> None:
    x = Value(2.0)
    for data in (2.0, 5.0, -1.0):
        x.data, x.grad = data, 0.0
        (x * x).backward()
        assert x.grad == 2 * data


def test_a_change_before_the_forward_pass_is_none() -> None:
    x, y = Value(2.0), Value(3.0)
    x.data = 5.0
    v = x * y
    v.backward()
    assert (x.grad, y.grad) == (3.0, 5.0)


def test_a_change_elsewhere_is_none() -> None:
    x, other = Value(2.0), Value(3.0)
    v = x * x
    other.data = 5.0
    v.backward()
    assert x.grad == 4.0


def test_only_what_was_computed_from_the_change_is_stale() -> None:
    x, y = Value(2.0), Value(3.0)
    old, other = x * 2, y * 2
    x.data = 5.0
    other.backward()
    assert y.grad == 2.0
    refused(old)
    refused(old + other, y)


def test_what_is_computed_from_a_result_set_by_hand_is_never_a_mixture() -> None:
    x = Value(2.0)
    y = x * 3
    y.data = 10.0
    z = y * y
    try:
        z.backward()
        assert y.grad == 20.0
    except GraphError:
        assert (x.grad, y.grad) == (0.0, 0.0)


def test_a_number_of_the_expression_changed_by_hand_is_never_a_mixture() -> None:
    x = Value(2.0)
    v = x * 3
    v.operands[1].data = 5.0
    try:
        v.backward()
        assert (x.grad, v.data) == (3.0, 6.0)
    except GraphError:
        assert (x.grad, v.data) == (0.0, 6.0)


@pytest.mark.parametrize("kept", [copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))])
def test_a_copy_of_a_stale_graph_is_stale(kept: Callable[[Value], Value]) -> None:
    x = Value(2.0)
    v = x * x + 1
    x.data = 5.0
    refused(kept(v))


@pytest.mark.parametrize("kept", [copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))])
def test_a_change_in_a_copy_makes_the_copy_stale_and_not_the_original(
    kept: Callable[[Value], Value],
) -> None:
    x = Value(2.0)
    v = x * x
    twin = kept(v)
    twin.operands[0].data = 5.0
    refused(twin)
    v.backward()
    assert x.grad == 4.0


def test_a_stale_graph_is_refused_in_every_thread() -> None:
    x = Value(2.0)
    v = x * x
    x.data = 5.0
    found: list[type] = []

    def work() -> None:
        try:
            v.backward()
        except GraphError as error:
            found.append(type(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [GraphError]
