"""gradients(): derivatives as results, of anything by anything, to any order."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd_core import Op, Registry, Value, gradients, using, walk
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU

EXP = Op("exp", math.exp, lambda out, x: (out,))
SIN = Op("sin", math.sin, lambda out, x: (COS(x),))
COS = Op("cos", math.cos, lambda out, x: (-SIN(x),))
ROWS = [ADD, MUL, POW, RELU, EXP, SIN, COS]
REALS = st.floats(-2, 2, allow_subnormal=False)


def test_one_input_gives_a_float_and_several_give_a_list() -> None:
    x, y = Value(2.0), Value(3.0)
    v = x * y + x
    assert gradients(v, x) == 4.0
    assert gradients(v, [x, y]) == [4.0, 2.0]
    assert gradients(v, (y,)) == [2.0]
    assert gradients(v, []) == []
    assert type(gradients(v, x)) is float


def test_no_grad_is_touched() -> None:
    x, y = Value(2.0), Value(3.0)
    inner = x * y
    v = inner + x
    nodes = [x, y, inner, v]
    for n, node in enumerate(nodes):
        node.grad = float(n)
    for create_graph in (False, True):
        gradients(v, [x, y, inner], create_graph)
    assert [node.grad for node in nodes] == [0.0, 1.0, 2.0, 3.0]


def test_the_derivative_by_itself_is_one() -> None:
    x = Value(2.0)
    assert gradients(x, x) == 1.0
    v = x * x
    assert gradients(v, [v, x]) == [1.0, 4.0]


def test_the_derivative_by_something_else_is_zero() -> None:
    x, other = Value(2.0), Value(3.0)
    assert gradients(x * x, other) == 0.0
    assert gradients(x, other * other) == 0.0
    assert gradients(x * x, [other, x], create_graph=True)[0].data == 0.0


def test_an_infinity_elsewhere_does_not_reach_an_unrelated_input() -> None:
    x, other = Value(0.0), Value(3.0)
    assert gradients(x**-1, other) == 0.0


def test_an_input_may_lie_in_the_middle() -> None:
    x = Value(2.0)
    middle = x * 3
    v = middle * middle + x
    assert gradients(v, middle) == 12.0
    assert gradients(v, [x, middle]) == [37.0, 12.0]


def test_an_input_given_twice_gets_its_derivative_twice() -> None:
    x = Value(2.0)
    assert gradients(x * x, [x, x]) == [4.0, 4.0]


def test_gradients_are_what_backward_adds() -> None:
    x, y = Value(2.0), Value(-3.0)
    v = (x * y - x**3 / y).relu() + y * y
    found = gradients(v, [x, y])
    v.backward()
    assert found == [x.grad, y.grad]


@pytest.mark.parametrize("bad", [1.0, None, "x", [1.0]], ids=repr)
def test_what_is_no_value_is_refused_in_a_sentence(bad: Any) -> None:
    x = Value(2.0)
    with pytest.raises(TypeError, match=r"gradients\(\) is for Values"):
        gradients(bad, x)
    with pytest.raises(TypeError, match=r"gradients\(\) is for Values"):
        gradients(x * x, [x, bad])


def test_with_a_graph_gradients_are_values_with_a_graph_of_their_own() -> None:
    x = Value(3.0)
    v = x**3
    first = gradients(v, x, create_graph=True)
    second = gradients(first, x, create_graph=True)
    third = gradients(second, x, create_graph=True)
    fourth = gradients(third, x)
    assert (first.data, second.data, third.data, fourth) == (27.0, 18.0, 6.0, 0.0)
    assert x in walk(first)


def test_a_gradient_with_a_graph_can_be_backpropagated() -> None:
    x, y = Value(2.0), Value(3.0)
    slope = gradients(x * x * y, x, create_graph=True)
    slope.backward()
    assert (x.grad, y.grad) == (6.0, 4.0)


def test_a_constant_gradient_with_a_graph_is_a_value_too() -> None:
    x = Value(2.0)
    slope = gradients(x + 1, x, create_graph=True)
    assert isinstance(slope, Value)
    assert slope.data == 1.0
    assert gradients(slope, x) == 0.0


def orders(fn: Any, x: float, count: int) -> list[float]:
    """Return the first `count` derivatives of `fn` at x."""
    with using(Registry(ROWS)):
        at = Value(x)
        v, found = fn(at), []
        for _ in range(count):
            v = gradients(v, at, create_graph=True)
            found.append(v.data)
    return found


CLOSED = [
    (lambda v: v**5, lambda x: [5 * x**4, 20 * x**3, 60 * x**2, 120 * x]),
    (lambda v: v.exp(), lambda x: [math.exp(x)] * 4),
    (lambda v: v.sin(), lambda x: [math.cos(x), -math.sin(x), -math.cos(x), math.sin(x)]),
    (
        lambda v: (v * v).exp(),
        lambda x: [
            math.exp(x * x) * p
            for p in (2 * x, 2 + 4 * x**2, 12 * x + 8 * x**3, 12 + 48 * x**2 + 16 * x**4)
        ],
    ),
    (
        lambda v: 1 / (v + 3),
        lambda x: [-((x + 3) ** -2), 2 * (x + 3) ** -3, -6 * (x + 3) ** -4, 24 * (x + 3) ** -5],
    ),
    (lambda v: (v + 3) ** (v * 0 + 2), lambda x: [2 * (x + 3), 2.0, 0.0, 0.0]),
]


@pytest.mark.parametrize(("fn", "closed"), CLOSED)
@given(x=REALS)
def test_derivatives_to_the_fourth_order_are_those_of_the_closed_form(
    fn: Any, closed: Any, x: float
) -> None:
    assert orders(fn, x, 4) == pytest.approx(closed(x), rel=1e-9, abs=1e-9)


@given(x=REALS, y=REALS)
def test_mixed_derivatives_do_not_depend_on_their_order(x: float, y: float) -> None:
    a, b = Value(x), Value(y)
    v = (a * a * b + b**3) * (a - b)
    by_a, by_b = gradients(v, [a, b], create_graph=True)
    assert gradients(by_a, b) == pytest.approx(gradients(by_b, a), rel=1e-9, abs=1e-9)


def test_the_second_derivative_of_a_static_power_of_zero_is_exact() -> None:
    assert orders(lambda v: v**2, 0.0, 3) == [0.0, 2.0, 0.0]
    assert orders(lambda v: v**1, 0.0, 2) == [1.0, 0.0]
    assert orders(lambda v: v**0, 0.0, 2) == [0.0, 0.0]
