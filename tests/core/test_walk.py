"""walk(): every Value once, operands before their results, always in the same order."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd_core import Value, walk


def check(order: Sequence[Value]) -> None:
    """Assert that each Value is there once, after its operands."""
    assert len(set(order)) == len(order)
    place = {v: n for n, v in enumerate(order)}
    for v in order:
        for operand in v._raw_operands():
            assert type(operand) is float or place[operand] < place[v]


def test_a_leaf_walks_to_itself() -> None:
    x = Value(1.0)
    assert walk(x) == [x]


def test_no_root_walks_to_nothing() -> None:
    assert walk() == []


def test_leaves_come_first_then_results_in_the_order_of_their_births() -> None:
    x, y = Value(1.0), Value(2.0)
    a = x + y
    b = a * x
    c = b + a
    assert walk(c) == [x, y, a, b, c]


def test_a_value_used_twice_is_walked_once() -> None:
    x = Value(1.0)
    square = x * x
    assert walk(square) == [x, square]


def test_several_roots_share_what_they_share() -> None:
    x = Value(1.0)
    a, b = x * 2, x * 3
    assert walk(a, b) == [x, a, b]
    assert walk(b, a) == [x, b, a]
    assert walk(a, a, x) == [x, a]


def test_operands_past_the_second_are_walked(where: Callable[..., Value]) -> None:
    c, x, y = Value(1.0), Value(2.0), Value(3.0)
    v = where(c, x * 1, y)
    check(walk(v))
    assert {c, x, y} < set(walk(v))


def test_numbers_of_the_expression_are_not_walked_looked_at_or_not() -> None:
    x = Value(1.0)
    v = x * 2
    assert walk(v) == [x, v]
    assert len(v.operands) == 2
    assert walk(v) == [x, v]


def build(choices: list[tuple[int, int]]) -> list[Value]:
    """Return a graph's Values, each computed from two earlier ones."""
    made = [Value(1.0), Value(0.5)]
    for x, y in choices:
        made.append(made[x % len(made)] + made[y % len(made)])
    return made


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=40))
def test_any_graph_is_walked_in_topological_order(choices: list[tuple[int, int]]) -> None:
    made = build(choices)
    check(walk(made[-1]))
    check(walk(*made))
    assert set(walk(*made)) == set(made)


def test_the_order_does_not_depend_on_where_values_lie_in_memory() -> None:
    def numbers(junk: int) -> list[float]:
        kept = [[object() for _ in range(random.Random(junk).randrange(99))] for _ in range(20)]
        roots = [Value(float(n)) * (n + 0.5) for n in range(200)]
        random.Random(junk).shuffle(kept)
        del kept
        looked_at = [root.operands for root in roots]
        assert len(looked_at) == 200
        return [v.data for v in walk(*roots)]

    first = numbers(0)
    assert all(numbers(junk) == first for junk in range(1, 5))


def test_an_operand_set_by_hand_still_comes_before_what_was_computed_from_it() -> None:
    x = Value(2.0)
    y = x * 3
    y.data = 5.0
    check(walk(y * 2))
    z = x * 3
    top = z * 2
    z.data = 5.0
    check(walk(top))


def test_a_leaf_set_by_hand_still_comes_before_what_was_computed_from_it() -> None:
    x = Value(2.0)
    v = x * 3
    x.data = 5.0
    check(walk(v))


def test_walking_changes_nothing() -> None:
    x = Value(2.0)
    v = x * 3
    v.backward()
    walk(v)
    assert (x.grad, v.grad, v._y) == (3.0, 1.0, 3.0)


@pytest.mark.parametrize("root", [3, [Value(1.0)], None, Value])
def test_what_is_no_value_is_refused_in_a_sentence(root: Any) -> None:
    for roots in ((root,), (Value(1.0), root)):
        with pytest.raises(TypeError, match=r"walk takes Values, as in walk\(y\).*, not .*of type"):
            walk(*roots)
