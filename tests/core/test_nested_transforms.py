"""Derivatives of derivatives: transforms inside transforms, closures, the hessian."""

import functools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd_core import Value, grad, hessian

REALS = st.floats(-2, 2, allow_subnormal=False)


def product(x: Any, y: Any) -> Any:
    """Return x * x * y."""
    return x * x * y


def test_the_derivative_of_a_derivative_is_the_second() -> None:
    fn = functools.reduce(lambda f, _: grad(f), range(3), lambda x: x**5)
    assert fn(2.0) == 60 * 2.0**2
    assert type(fn(2.0)) is float


def test_perturbations_are_not_confused() -> None:
    """d/dx of x * d/dy (x + y) is 1 (Siskind and Pearlmutter 2005)."""
    assert grad(lambda x: x * grad(lambda y: x + y)(1.0))(1.0) == 1.0
    assert grad(lambda x: x * grad(lambda y: x + y)(x))(3.0) == 1.0
    assert grad(lambda x: grad(lambda y: x * y)(x))(5.0) == 1.0
    assert grad(lambda x: grad(lambda y: x * y * y)(x))(5.0) == 20.0


def test_an_inner_derivative_sees_the_outer_variable() -> None:
    assert grad(lambda x: grad(lambda y: x**2 * y**3)(2.0))(3.0) == 2 * 3.0 * 3 * 2.0**2
    assert grad(lambda x: hessian(lambda y: x * y**3)(2.0))(3.0) == 12.0
    assert hessian(lambda x: grad(lambda y: x**3 * y**2)(2.0))(3.0) == 6 * 3.0 * 4.0


def test_an_argument_that_is_a_value_gives_a_gradient_that_is_one() -> None:
    x = Value(3.0)
    slope = grad(lambda y: y**2)(x)
    assert isinstance(slope, Value)
    slope.backward()
    assert (slope.data, x.grad) == (6.0, 2.0)


def test_values_in_a_closure_are_left_alone() -> None:
    w = Value(3.0)
    assert grad(lambda x: w * x)(2.0) == 3.0
    assert w.grad == 0.0


def test_the_hessian_has_the_shape_twice() -> None:
    assert hessian(lambda x: x**3)(2.0) == 12.0
    assert hessian(lambda v: v[0] ** 2 * v[1])([2.0, 3.0]) == [[6.0, 4.0], [4.0, 0.0]]
    found = hessian(lambda p: p["a"] * p["b"])({"a": 2.0, "b": 3.0})
    assert found == {"a": {"a": 0.0, "b": 1.0}, "b": {"a": 1.0, "b": 0.0}}
    assert hessian(product, argnums=1)(2.0, 3.0) == 0.0
    assert hessian(product, argnums=(0, 1))(2.0, 3.0) == ((6.0, 4.0), (4.0, 0.0))


def test_the_hessian_of_an_array_is_nested_as_the_array() -> None:
    found = np.array(hessian(lambda a: (a * a * a).sum())(np.array([1.0, 2.0])).tolist())
    assert found.tolist() == [[6.0, 0.0], [0.0, 12.0]]


@given(x=REALS, y=REALS)
def test_the_hessian_is_symmetric_and_that_of_the_closed_form(x: float, y: float) -> None:
    found = hessian(lambda v: v[0] ** 3 * v[1] + v[1] ** 2)([x, y])
    assert found[0] == pytest.approx([6 * x * y, 3 * x**2])
    assert found[1] == pytest.approx([3 * x**2, 2.0])
