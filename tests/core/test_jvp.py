"""jvp: forward mode, which agrees with reverse mode everywhere."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd_core import Value, grad, jvp

REALS = st.floats(-2, 2, allow_subnormal=False)
FUNCTIONS = [
    lambda x, y: x * y,
    lambda x, y: x - y / (y * y + 1),
    lambda x, y: (x * x * y).relu() + y**3,
    lambda x, y: (x + 3) ** -2 * y + 4,
    lambda x, y: x,
    lambda x, y: 3.0,
    lambda x, y: (x * x + 1) ** y,
    lambda x, y: 2 ** (x * y) - x,
]


def test_it_gives_the_value_and_the_derivative_in_a_direction() -> None:
    assert jvp(lambda x, y: x * x * y, (2.0, 3.0), (1.0, 0.0)) == (12.0, 12.0)
    assert jvp(lambda x, y: x * x * y, (2.0, 3.0), (0.5, 2.0)) == (12.0, 14.0)
    assert [type(x) for x in jvp(lambda x: x, (2,), (1,))] == [float, float]


@pytest.mark.parametrize("fn", FUNCTIONS)
@given(x=REALS, y=REALS, dx=REALS, dy=REALS)
def test_forward_mode_equals_reverse_mode(
    fn: Any, x: float, y: float, dx: float, dy: float
) -> None:
    by_x, by_y = grad(fn, (0, 1))(x, y)
    value, slope = jvp(fn, (x, y), (dx, dy))
    expected = fn(Value(x), Value(y))
    assert value == getattr(expected, "data", expected)
    assert slope == pytest.approx(by_x * dx + by_y * dy, rel=1e-9, abs=1e-9)


def test_a_function_may_return_a_nest() -> None:
    value, slope = jvp(lambda x: {"a": x * x, "b": [x, 3.0]}, (2.0,), (1.0,))
    assert value == {"a": 4.0, "b": [2.0, 3.0]}
    assert slope == {"a": 4.0, "b": [1.0, 0.0]}


def test_primals_and_tangents_may_be_nests_and_arrays() -> None:
    value, slope = jvp(lambda p: p["w"][0] * p["w"][1], ({"w": [2.0, 3.0]},), ({"w": [1.0, 1.0]},))
    assert (value, slope) == (6.0, 5.0)
    at, direction = np.array([1.0, 2.0]), np.array([1.0, 0.0])
    assert jvp(lambda a: (a * a).sum(), (at,), (direction,)) == (5.0, 2.0)


def test_as_many_tangents_as_primals_or_an_error() -> None:
    with pytest.raises(ValueError, match=r"2 primals and 1 tangent$"):
        jvp(lambda x, y: x, (1.0, 2.0), (1.0,))
    with pytest.raises(ValueError, match="shape"):
        jvp(lambda x: x[0], ([1.0, 2.0],), ([1.0],))


def test_primals_and_tangents_of_other_shapes_are_refused() -> None:
    with pytest.raises((TypeError, ValueError)):
        jvp(lambda x, y: x[0] * y, ([1.0, 2.0], 3.0), (1.0, [2.0, 3.0]))


def test_tangents_meet_primals_by_the_keys_of_dicts_whatever_their_order() -> None:
    def fn(p: Any) -> Any:
        return p["a"] * 10 + p["b"][0]["c"] + p["b"][0]["d"] * 100

    primals = {"a": 1.0, "b": [{"c": 2.0, "d": 3.0}]}
    assert jvp(fn, (primals,), ({"b": [{"d": 0.0, "c": 0.0}], "a": 1.0},))[1] == 10.0
    assert jvp(fn, (primals,), ({"b": ({"d": 1.0, "c": 0.5},), "a": 0.0},))[1] == 100.5


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.int8])
def test_a_tangent_is_a_double_whatever_it_was(kind: Any) -> None:
    assert jvp(lambda x: x * 1e10, (1.0,), (kind(1),)) == (1e10, 1e10)
    assert jvp(lambda a: a[0] * 1e300, (np.ones(2),), (np.ones(2, kind),)) == (1e300, 1e300)
    value, slope = jvp(lambda x: x, (1.0,), (kind(1),))
    assert type(slope) is type(value) is float


@pytest.mark.parametrize(("primals", "tangents"), [(3.0, (1.0,)), ((3.0,), 1.0), ({}, {})])
def test_primals_and_tangents_are_lists_or_tuples(primals: Any, tangents: Any) -> None:
    with pytest.raises(TypeError, match=r"jvp\(\) takes a list or tuple of .* write \("):
        jvp(lambda x: x, primals, tangents)


def test_bad_tangents_and_what_is_no_function_are_refused_before_the_call() -> None:
    calls: list[Any] = []
    with pytest.raises(ValueError, match="shape"):
        jvp(calls.append, (1.0,), ([1.0],))
    with pytest.raises(TypeError, match="a tangent must be a real number"):
        jvp(calls.append, (1.0,), ("a",))
    with pytest.raises(TypeError, match="must be a function, not None"):
        jvp(None, (1.0,), (1.0,))  # type: ignore[arg-type]
    assert calls == []


@pytest.mark.parametrize("bad", [None, "a", 1j], ids=repr)
def test_what_is_no_number_is_refused(bad: Any) -> None:
    with pytest.raises(TypeError, match="a tangent must be a real number"):
        jvp(lambda x: x, (1.0,), (bad,))
    with pytest.raises(TypeError, match="must be a real number"):
        jvp(lambda x: x, (bad,), (1.0,))


@pytest.mark.parametrize("result", [None, "a", [1j]], ids=repr)
def test_a_result_without_numbers_is_refused(result: Any) -> None:
    with pytest.raises(TypeError, match=r"must be a real number|one number"):
        jvp(lambda x: result, (1.0,), (1.0,))


@given(x=REALS)
def test_forward_over_reverse_and_reverse_over_forward_are_the_second_derivative(x: float) -> None:
    def cube(v: Any) -> Any:
        return v**3

    def slope(v: Any) -> Any:
        return jvp(cube, (v,), (1.0,))[1]

    found = jvp(grad(cube), (x,), (1.0,))[1], grad(slope)(x), jvp(slope, (x,), (1.0,))[1]
    assert found == pytest.approx((6 * x,) * 3, rel=1e-9, abs=1e-9)


def test_perturbations_are_not_confused() -> None:
    def fn(x: Any) -> Any:
        return x * jvp(lambda y: x + y, (1.0,), (1.0,))[1]

    assert jvp(fn, (1.0,), (1.0,)) == (1.0, 1.0)
    assert grad(fn)(1.0) == 1.0
    assert jvp(lambda x: jvp(lambda y: x * y, (x,), (1.0,))[1], (5.0,), (1.0,)) == (5.0, 1.0)


def test_a_tangent_that_is_a_value_can_be_differentiated_by() -> None:
    d = Value(2.0)
    value, slope = jvp(lambda x: x**2, (3.0,), (d,))
    slope.backward()
    assert (value.data, slope.data, d.grad) == (9.0, 12.0, 6.0)


def test_a_deep_function_needs_no_recursion() -> None:
    def chain(x: Any) -> Any:
        for _ in range(5000):
            x = x + 1.0
        return x

    assert jvp(chain, (0.0,), (1.0,)) == (5000.0, 1.0)
