"""Derivatives of derivatives: transforms inside transforms, closures, the hessian."""

import functools
import math
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


@pytest.mark.parametrize("shape", [(2,), (2, 3), (1, 2, 2), (0,), (0, 2)], ids=str)
def test_the_hessian_of_an_array_is_an_array_of_its_shape_twice(shape: tuple[int, ...]) -> None:
    at = np.arange(1.0, math.prod(shape) + 1).reshape(shape)
    found = hessian(lambda a: (a * a * a).sum() + math.prod(a.flat))(at)
    assert (found.dtype, found.shape) == (float, shape + shape)
    for i, x in np.ndenumerate(at):
        for j, y in np.ndenumerate(at):
            expected = 6 * x if i == j else math.prod(at.flat) / (x * y)
            assert found[i + j] == pytest.approx(expected)


def test_the_hessian_by_arrays_in_a_nest_has_a_block_for_each_two() -> None:
    def fn(p: Any) -> Any:
        return p["a"][0] * p["a"][1] * p["b"][0] * p["b"][1][2]

    found = hessian(fn)({"a": np.array([2.0, 3.0]), "b": [5.0, np.array([7.0, 8.0, 9.0])]})
    assert found["a"]["a"].tolist() == [[0.0, 45.0], [45.0, 0.0]]
    assert found["a"]["b"][0].tolist() == [27.0, 18.0]
    assert found["a"]["b"][1].tolist() == [[0.0, 0.0, 15.0], [0.0, 0.0, 10.0]]
    assert found["b"][0]["a"].tolist() == [27.0, 18.0]
    assert found["b"][0]["b"][0] == 0.0
    assert found["b"][0]["b"][1].tolist() == [0.0, 0.0, 6.0]
    assert found["b"][1]["a"].tolist() == [[0.0, 0.0], [0.0, 0.0], [15.0, 10.0]]
    assert found["b"][1]["b"][0].tolist() == [0.0, 0.0, 6.0]
    assert found["b"][1]["b"][1].tolist() == [[0.0] * 3] * 3


def test_the_hessian_by_several_arrays_is_a_tuple_of_tuples() -> None:
    def fn(a: Any, b: Any) -> Any:
        return (a * a * b).sum()

    found = hessian(fn, argnums=(0, 1))(np.array([2.0, 3.0]), 5.0)
    assert [[np.asarray(block).tolist() for block in row] for row in found] == [
        [[[10.0, 0.0], [0.0, 10.0]], [4.0, 6.0]],
        [[4.0, 6.0], 0.0],
    ]


def test_the_hessian_of_an_array_of_values_carries_the_graph_on() -> None:
    x = Value(2.0)
    found = hessian(lambda a: a[0] ** 3 * a[1])(np.array([x, 3.0]))
    assert found.shape == (2, 2)
    found[0, 0].backward()
    assert (found[0, 0].data, x.grad) == (36.0, 18.0)


@given(x=REALS, y=REALS)
def test_the_hessian_is_symmetric_and_that_of_the_closed_form(x: float, y: float) -> None:
    found = hessian(lambda v: v[0] ** 3 * v[1] + v[1] ** 2)([x, y])
    assert found[0] == pytest.approx([6 * x * y, 3 * x**2])
    assert found[1] == pytest.approx([3 * x**2, 2.0])
