"""copy and deepcopy: a graph of its own, equal in everything, sharing nothing but operators."""

import copy
from collections.abc import Callable

from micrograd_core import Value, grad, walk


def example() -> tuple[Value, Value, Value]:
    """Return two leaves and what was computed from them, differentiated."""
    x, y = Value(2.0, label="x"), Value(-3.0, label="y")
    out = (x * y + x**3).relu() + 2 * x
    out.label = "out"
    out.backward()
    return x, y, out


def test_a_deep_copy_has_the_data_gradients_labels_operators_and_parameters() -> None:
    *_, out = example()
    assert len(out.operands) == 2
    twin = copy.deepcopy(out)
    for mine, its in zip(walk(out), walk(twin), strict=True):
        assert mine is not its
        assert (mine.data, mine.grad, mine.label) == (its.data, its.grad, its.label)
        assert (mine.op, mine.params) == (its.op, its.params)


def test_a_deep_copy_is_differentiated_by_itself() -> None:
    x, y, out = example()
    twin = copy.deepcopy(out)
    twin_x, twin_y = (v for v in walk(twin) if v.op is None and v.label)
    twin_x.grad = twin_y.grad = 0.0
    before = x.grad, y.grad
    twin.backward()
    assert (twin_x.grad, twin_y.grad) == before == (x.grad, y.grad)


def test_a_deep_copy_of_a_leaf_is_a_leaf() -> None:
    x = Value(2.0, label="x")
    x.grad = 5.0
    twin = copy.deepcopy(x)
    assert twin is not x
    assert (twin.data, twin.grad, twin.label, twin.op) == (2.0, 5.0, "x", None)


def test_a_shallow_copy_shares_the_operands() -> None:
    x, _, out = example()
    twin = copy.copy(out)
    assert twin is not out
    assert twin.operands == out.operands
    assert (twin.data, twin.grad, twin.label) == (out.data, out.grad, out.label)
    x.grad = 0.0
    twin.backward()
    assert x.grad != 0.0


def test_what_a_container_shares_is_shared_in_its_copy() -> None:
    x = Value(2.0)
    middle = x * 3
    top = middle * middle
    for order in ([x, middle, top], [top, middle, x]):
        twins = dict(zip(map(id, order), copy.deepcopy(order), strict=True))
        its_x, its_middle, its_top = (twins[id(v)] for v in (x, middle, top))
        assert its_top.operands == (its_middle, its_middle)
        assert its_middle.operands[0] is its_x


def test_one_memo_serves_several_copies() -> None:
    x = Value(2.0)
    first, second = [x * 3], {"again": x * 4, "x": x}
    memo: dict[int, object] = {}
    twin_first, twin_second = copy.deepcopy(first, memo), copy.deepcopy(second, memo)
    assert twin_first[0].operands[0] is twin_second["x"] is twin_second["again"].operands[0]
    assert twin_second["x"] is not x


def test_an_object_with_values_is_copied_with_them() -> None:
    class Layer:
        def __init__(self) -> None:
            self.w = Value(2.0)
            self.last = self.w * 3

    layer = Layer()
    twin = copy.deepcopy(layer)
    twin.last.backward()
    assert twin.last.operands[0] is twin.w
    assert (twin.w.grad, layer.w.grad) == (3.0, 0.0)


def test_changing_the_copy_does_not_change_the_original() -> None:
    x, _, out = example()
    twin = copy.deepcopy(out)
    for v in walk(twin):
        v.grad, v.label = 99.0, "changed"
    next(v for v in walk(twin) if v.op is None).data = 99.0
    assert (x.data, x.label, out.label) == (2.0, "x", "out")
    assert 99.0 not in {v.grad for v in walk(out)}


def test_copy_and_original_can_stand_in_one_expression() -> None:
    x = Value(2.0)
    v = x * 3
    twin = copy.deepcopy(v)
    both = v * twin
    both.backward()
    assert (x.grad, twin.operands[0].grad) == (18.0, 18.0)


def test_operators_of_three_operands_and_parameters_are_copied(
    where: Callable[..., Value],
) -> None:
    c, x, y = Value(1.0), Value(2.0), Value(3.0)
    twin = copy.deepcopy(where(c, x**2, y))
    twin.backward()
    assert [v.grad for v in walk(twin) if v.op is None] == [0.0, 4.0, 0.0]
    assert twin.operands[1].params == {"n": 2}


def test_a_gradient_of_a_transform_is_copied() -> None:
    twin = copy.deepcopy(grad(lambda v: v**2)(Value(3.0)))
    twin.backward()
    assert twin.data == 6.0


def test_copying_reads_no_gradient_of_a_number_and_makes_no_leaf() -> None:
    v = Value(2.0) * 3
    copy.deepcopy(v)
    assert v._y == 3.0
