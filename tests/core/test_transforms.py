"""grad, value_and_grad and hessian: functions into their derivatives, nested at will."""

import functools
import math
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import strategies as st

from micrograd_core import Registry, Value, grad, hessian, using, value_and_grad
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU

REALS = st.floats(-2, 2, allow_subnormal=False)


class Point(NamedTuple):
    """Two numbers by name."""

    x: Any
    y: Any


def product(x: Any, y: Any) -> Any:
    """Return x * x * y."""
    return x * x * y


def test_grad_gives_a_float_for_a_number() -> None:
    slope = grad(lambda x: x**3)(2.0)
    assert type(slope) is float
    assert slope == 12.0
    assert grad(lambda x: x**3)(2) == 12.0


def test_value_and_grad_gives_both() -> None:
    assert value_and_grad(product)(2.0, 3.0) == (12.0, 12.0)
    assert type(value_and_grad(product)(2.0, 3.0)[0]) is float


def test_argnums_choose_the_arguments() -> None:
    assert grad(product, argnums=1)(2.0, 3.0) == 4.0
    assert grad(product, argnums=-1)(2.0, 3.0) == 4.0
    assert grad(product, argnums=-2)(2.0, 3.0) == 12.0
    assert grad(product, argnums=(0, 1))(2.0, 3.0) == (12.0, 4.0)
    assert grad(product, argnums=[1, 0])(2.0, 3.0) == (4.0, 12.0)
    assert grad(product, argnums=(1,))(2.0, 3.0) == (4.0,)


def test_the_first_argument_is_meant_where_none_is_named() -> None:
    assert grad(product)(2.0, 3.0) == 12.0
    assert value_and_grad(product)(2.0, 3.0) == (12.0, 12.0)
    assert hessian(product)(2.0, 3.0) == 6.0


@pytest.mark.parametrize("argnums", [2, -3, (0, 5)])
def test_an_argnum_that_is_not_there_is_refused(argnums: Any) -> None:
    text = r"argnums names argument -?\d, counted from 0, but the function was given 2 arguments"
    with pytest.raises(ValueError, match=text):
        grad(product, argnums)(2.0, 3.0)


def test_an_argument_to_differentiate_by_is_passed_by_position() -> None:
    with pytest.raises(ValueError, match=r"given 0 arguments by position; pass it by position"):
        grad(lambda x: x)(x=2.0)
    with pytest.raises(ValueError, match=r"argument 1, .* given 1 argument by position"):
        grad(product, 1)(2.0, y=3.0)


@pytest.mark.parametrize("transform", [grad, value_and_grad, hessian])
@pytest.mark.parametrize("argnums", [1.0, None, "0", (0, 1.0), [None]], ids=repr)
def test_argnums_that_are_no_positions_are_refused_before_any_call(
    transform: Any, argnums: Any
) -> None:
    with pytest.raises(TypeError, match="argnums must be the position of an argument"):
        transform(product, argnums)


def test_argnums_may_be_numpy_s_whole_numbers() -> None:
    assert grad(product, np.int64(1))(2.0, 3.0) == 4.0
    assert grad(product, np.array([1, 0]))(2.0, 3.0) == (4.0, 12.0)  # type: ignore[arg-type]


@pytest.mark.parametrize("transform", [grad, value_and_grad, hessian])
@pytest.mark.parametrize("fn", [None, 3.0, Value(2.0)], ids=repr)
def test_what_cannot_be_called_is_refused_before_any_call(transform: Any, fn: Any) -> None:
    with pytest.raises(TypeError, match=r"must be a function, not .*; give the function itself"):
        transform(fn)


@pytest.mark.parametrize("argnums", [(0, 0), (0, -2), (1, 0, 1)])
def test_an_argument_named_twice_is_refused_or_gets_its_gradient_twice(argnums: Any) -> None:
    try:
        found = grad(product, argnums)(2.0, 3.0)
    except ValueError:
        return
    assert found == tuple((12.0, 4.0)[n] for n in argnums)


def test_other_arguments_are_passed_as_they_are() -> None:
    seen: list[Any] = []

    def fn(x: Any, mode: Any, *, scale: Any) -> Any:
        seen.append((mode, scale))
        return x * scale

    assert grad(fn)(2.0, "fast", scale=3) == 3.0
    assert seen == [("fast", 3)]


def test_a_gradient_has_the_shape_of_its_argument() -> None:
    def fn(p: Any) -> Any:
        return p["w"][0] * p["w"][1] + p["b"][0] ** 2 + p["at"].x * p["at"].y

    found = grad(fn)({"w": [2.0, 3.0], "b": (4.0,), "at": Point(5.0, 6.0)})
    assert found == {"w": [3.0, 2.0], "b": (8.0,), "at": Point(6.0, 5.0)}
    assert type(found["at"]) is Point


def test_a_dict_keeps_its_order_and_an_empty_nest_its_shape() -> None:
    found = grad(lambda p: p["b"] * p["a"])({"b": 2.0, "none": [], "a": 3.0, "pair": ((), {})})
    assert list(found) == ["b", "none", "a", "pair"]
    assert found == {"b": 3.0, "none": [], "a": 2.0, "pair": ((), {})}


def test_an_array_gives_an_array_of_its_shape() -> None:
    at = np.array([[1.0, 2.0], [3.0, 4.0]])
    found = grad(lambda a: (a * a).sum())(at)
    assert found.dtype == float
    assert np.array_equal(found, 2 * at)
    assert at.tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_an_array_of_whole_numbers_gives_an_array_of_doubles() -> None:
    found = grad(lambda a: (a * a * 0.5).sum() / 2)(np.array([1, 3]))
    assert found.tolist() == [0.5, 1.5]


def test_a_constant_function_has_the_gradient_zero() -> None:
    assert grad(lambda x: 3.0)(2.0) == 0.0
    assert grad(lambda x: 3)([1.0, 2.0]) == [0.0, 0.0]
    assert grad(lambda x: np.float64(3))(2.0) == 0.0
    assert value_and_grad(lambda x: 3)(2.0) == (3.0, 0.0)
    assert hessian(lambda x: 3.0)(2.0) == 0.0


def test_the_identity_has_the_gradient_one() -> None:
    assert grad(lambda x: x)(2.0) == 1.0
    assert grad(grad(lambda x: x))(2.0) == 0.0


@pytest.mark.parametrize("result", [None, "a", [1.0], 1j, (1.0,)], ids=repr)
def test_a_function_that_does_not_return_one_number_is_refused(result: Any) -> None:
    def odd(x: Any) -> Any:
        return result

    for transform in (grad, value_and_grad, hessian):
        with pytest.raises(TypeError, match=r"odd returned .*returns one number"):
            transform(odd)(2.0)


@pytest.mark.parametrize("argument", [None, "a", [1.0, "a"], {"x": None}, 1j, object()], ids=repr)
def test_an_argument_without_real_numbers_is_refused(argument: Any) -> None:
    with pytest.raises(TypeError, match="an argument to differentiate by must be a real number"):
        grad(lambda x: 1.0)(argument)


def test_a_function_that_raises_leaves_nothing_behind() -> None:
    def fail(x: Any) -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        grad(fail)(1.0)
    assert type(grad(lambda x: x * x)(2.0)) is float


def test_the_name_and_the_documentation_are_the_function_s() -> None:
    for transform in (grad, value_and_grad, hessian):
        assert transform(product).__name__ == "product"
        assert transform(product).__doc__ == product.__doc__
    assert grad(functools.partial(product, y=3.0))(2.0) == 12.0


def test_a_branch_on_a_number_follows_that_number() -> None:
    fn = grad(lambda x: x * x if x > 0 else -x)
    assert (fn(3.0), fn(-3.0)) == (6.0, -1.0)


def test_singular_points_reach_the_result_as_they_are() -> None:
    assert grad(lambda x: x**-1)(0.0) == -math.inf
    assert math.isnan(grad(lambda x: x**0.5)(-1.0))


def test_transforms_need_no_operator_but_the_function_s() -> None:
    with using(Registry([MUL])):
        assert grad(lambda x: x * 3)(2.0) == 3.0
    with using(Registry([ADD, MUL, POW, RELU])):
        assert grad(lambda x: x.relu())(2.0) == 1.0
