"""Holds add, mul, pow and relu to micrograd's arithmetic, bit by bit, and pow to IEEE 754."""

import math
import struct

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from micrograd_core import Value, gradients
from micrograd_ops.arithmetic import POW, power

INF, NAN = math.inf, math.nan
DOUBLES = st.floats(allow_nan=False, allow_infinity=False)
EXPONENTS = st.integers(-8, 8) | st.floats(-8, 8)


def bits(x: float) -> bytes:
    """The double itself, in which 0.0 and -0.0 differ and a NaN is like another."""
    return struct.pack("d", NAN if math.isnan(x) else x)


@given(DOUBLES, DOUBLES)
def test_sum_and_product_are_those_of_python(x: float, y: float) -> None:
    v, w = Value(x), Value(y)
    assert bits((v + w).data) == bits(x + y)
    assert bits((v * w).data) == bits(x * y)
    assert gradients(v + w, [v, w]) == [1.0, 1.0]
    assert gradients(v * w, [v, w]) == [y, x]


@given(DOUBLES, EXPONENTS)
def test_power_and_its_slope_are_those_of_micrograd(x: float, n: float) -> None:
    """micrograd has x**n and n * x**(n-1) by Python's own operator, where that gives numbers."""
    try:
        value, slope = x**n, n * x ** (n - 1)
    except ArithmeticError:
        assume(False)
    assume(not isinstance(value, complex) and not isinstance(slope, complex))
    v = Value(x)
    assert bits((v**n).data) == bits(value)
    if n != 0:
        assert [bits(d) for d in gradients(v**n, [v])] == [bits(slope)]


@given(st.floats())
def test_relu_and_its_slope_are_those_of_micrograd(x: float) -> None:
    v = Value(x)
    out = v.relu()
    assert bits(out.data) == bits(max(x, 0))
    assert gradients(out, [v]) == [float(out.data > 0)]


@pytest.mark.parametrize(
    ("x", "n", "expected"),
    [
        (0.0, -1.0, INF),
        (-0.0, -1.0, -INF),
        (-0.0, -2.0, INF),
        (-0.0, -0.5, INF),
        (0.0, -INF, INF),
        (-2.0, 0.5, NAN),
        (-INF, 0.5, INF),
        (1e308, 2.0, INF),
        (-1e308, 3.0, -INF),
        (-1e308, 2.0, INF),
        (-1e-308, -3.0, -INF),
        (NAN, 0.0, 1.0),
        (1.0, NAN, 1.0),
        (-1.0, INF, 1.0),
    ],
)
def test_power_has_the_value_of_ieee_where_python_raises(
    x: float, n: float, expected: float
) -> None:
    assert bits(power(x, n)) == bits(expected)
    assert bits((Value(x) ** n).data) == bits((Value(x) ** Value(n)).data) == bits(expected)


@pytest.mark.parametrize("x", [0.0, -0.0, 1.0, -2.0, 1e-310, INF, NAN])
@pytest.mark.parametrize("n", [0, 0.0, -0.0])
def test_slope_of_the_zeroth_power_is_zero_everywhere(x: float, n: float) -> None:
    """With the exponent 0 as a number and as a Value, on floats and on Values."""
    v, w = Value(x), Value(n)
    for create_graph in (False, True):
        for out in (v**n, v**w):
            (slope,) = gradients(out, [v], create_graph=create_graph)
            assert float(getattr(slope, "data", slope)) == 0


@pytest.mark.parametrize("n", [0.0, 0.5, 1.0, 3.0, INF])
@pytest.mark.parametrize("x", [0.0, -0.0])
def test_slope_by_the_exponent_is_zero_where_the_base_is(x: float, n: float) -> None:
    v, w = Value(x), Value(n)
    assert gradients(v**w, [w]) == [0.0]
    assert gradients(x**w, [w]) == [0.0]


def test_mixed_second_derivative_of_power_is_the_same_either_way() -> None:
    """d/dx d/dn x**n is x**(n-1) (1 + n log x): at n = 0, where PyTorch has 0, it is 1 / x."""
    x, n = Value(4.0), Value(0.0)
    by_x, by_n = gradients(x**n, [x, n], create_graph=True)
    assert gradients(by_x, [n]) == gradients(by_n, [x]) == [0.25]


def test_static_exponent_takes_no_logarithm(monkeypatch: pytest.MonkeyPatch) -> None:
    """A logarithm of a negative base would be NaN, and slow."""
    monkeypatch.setattr("micrograd_ops.arithmetic.LOG", None)
    v = Value(-2.0)
    assert gradients(v**3, [v]) == [12.0]
    assert gradients(v ** Value(3.0), [v]) == [12.0]


def test_static_exponent_stays_static_in_every_derivative() -> None:
    """So that x**3 is differentiated three times without one operand more."""
    v = Value(2.0)
    (first,) = gradients(v**3, [v], create_graph=True)
    (second,) = gradients(first, [v], create_graph=True)
    (third,) = gradients(second, [v])
    assert (first.data, second.data, third) == (12.0, 12.0, 6.0)


def test_label_of_a_power_shows_a_static_exponent_only() -> None:
    v = Value(2.0)
    labels = [out._op for out in (v**3, v**-1, v**0.5, v ** Value(3.0), 2**v)]
    assert labels == ["**3", "**-1", "**0.5", "**", "**"]


def test_exponential_of_a_plain_base_is_differentiated_to_any_order() -> None:
    v = Value(3.0)
    out = POW(2.0, v)
    for order in range(4):
        assert math.isclose(out.data, 8 * math.log(2) ** order, rel_tol=1e-15)
        (out,) = gradients(out, [v], create_graph=True)
