"""Holds every smooth operator against its formula in 50 digits, over all doubles."""

import math
import sys
from collections.abc import Sequence
from itertools import combinations_with_replacement
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from micrograd_core import Op, Value, gradients
from micrograd_ops.arithmetic import ADD, MUL, POW
from micrograd_ops.elementary import ROWS

from .formulas import FORMULAS, LARGEST

mp.dps = 50
ROW = {row.name: row for row in (ADD, MUL, POW, *ROWS)}
SMALLEST = sys.float_info.min

# The result is a normal number to within this part of it. What e**(-x**2 / 2) and erfc make of the
# rounding of their operand, x**2 units of the last place, is gelu's lower tail.
DIGITS = {"gelu": 1e-12}


def doubles(low: float, high: float) -> st.SearchStrategy[float]:
    """Normal doubles inside an interval: of any size, of everyday size, and next to 1 and -1."""
    near_one = st.integers(1, 2**20).map(lambda k: 1 + k * 2**-52)
    sizes = (
        st.floats(max(low, -LARGEST), min(high, LARGEST), allow_subnormal=False),
        st.floats(max(low, -800.0), min(high, 800.0), allow_subnormal=False),
        st.floats(max(low, -40.0), min(high, 40.0), allow_subnormal=False),
        st.floats(max(low, -4.0), min(high, 4.0), allow_subnormal=False),
        near_one | near_one.map(lambda x: 1 / x) | near_one.map(lambda x: -1 / x),
    )
    return st.one_of(sizes).filter(lambda x: low < x < high and x != 0)


def points(name: str, size: float = LARGEST) -> st.SearchStrategy[tuple[float, ...]]:
    """Operands inside the operator's domain, none of them above `size` or below its inverse."""
    arity = len(FORMULAS[name].first)
    domain = ROW[name].domain * (arity if len(ROW[name].domain) == 1 else 1)
    size = min(size, FORMULAS[name].span)
    sides = [doubles(max(low, -size), min(high, size)) for low, high in domain]
    return st.tuples(*(side.filter(lambda x: abs(x) > 1 / size) for side in sides))


def is_normal(exact: Any) -> bool:
    return bool(SMALLEST <= abs(exact) <= LARGEST)


def error(actual: float, exact: Any) -> float:
    """The part of the exact number by which the actual one is off."""
    return float(abs(mpf(actual) / exact - 1)) if math.isfinite(actual) else math.inf


def second_derivatives(row: Op, x: Sequence[float]) -> list[float]:
    """The upper triangle of the Hessian, by differentiating the engine's own gradient."""
    values = [Value(number) for number in x]
    first = gradients(row(*values), values, create_graph=True)
    pairs = combinations_with_replacement(range(len(values)), 2)
    return [float(gradients(first[i] * 1, [values[j]])[0]) for i, j in pairs]


@pytest.mark.parametrize("name", FORMULAS)
@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_value_is_right_to_14_digits(name: str, data: st.DataObject) -> None:
    """Gelu in its lower tail to 12."""
    x = data.draw(points(name))
    exact = FORMULAS[name].value(*map(mpf, x))
    if is_normal(exact):
        assert error(ROW[name](*x), exact) <= DIGITS.get(name, 1e-14)


@pytest.mark.parametrize("name", FORMULAS)
@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_first_derivatives_are_right_to_12_digits(name: str, data: st.DataObject) -> None:
    """But for the zero of gelu's, near -0.75, where the digits cancel."""
    x = data.draw(points(name))
    if name == "gelu" and -0.8 < x[0] < -0.7:
        return
    values = [Value(number) for number in x]
    found = gradients(ROW[name](*values), values)
    for actual, formula in zip(found, FORMULAS[name].first, strict=True):
        exact = formula(*map(mpf, x))
        if is_normal(exact):
            assert error(actual, exact) <= 1e-12


@pytest.mark.parametrize("name", FORMULAS)
@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_second_derivatives_are_right_to_12_digits_of_their_scale(
    name: str, data: st.DataObject
) -> None:
    """The scale is the derivative itself and the slope it changes, over the distance to 0."""
    x = data.draw(points(name, 1e70))
    exact = [mpf(number) for number in x]
    pairs = combinations_with_replacement(range(len(x)), 2)
    found = second_derivatives(ROW[name], x)
    for actual, (i, j), formula in zip(found, pairs, FORMULAS[name].second, strict=True):
        curvature, slope = formula(*exact), FORMULAS[name].first[i](*exact)
        scale = abs(curvature) + abs(slope / exact[j])
        if 1e-200 < scale < 1e200:  # so that no term on the way there overflows or underflows
            assert abs(actual - curvature) <= 1e-12 * scale


@given(st.floats(-0.8, -0.7))
def test_first_derivative_of_gelu_is_right_to_15_decimals_near_its_zero(
    x: float,
) -> None:
    value = Value(x)
    (found,) = gradients(ROW["gelu"](value), [value])
    assert abs(found - FORMULAS["gelu"].first[0](mpf(x))) <= 1e-15


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas_differentiate_one_another(name: str) -> None:
    """The yardstick itself is held against mpmath's numerical derivatives."""
    formula = FORMULAS[name]
    x = (mpf("1.7"), mpf("0.6"))[: len(formula.first)]
    x = (mpf("0.6"),) if name in {"asin", "acos", "atanh"} else x
    arity = len(x)
    for i in range(arity):
        order = tuple(int(i == k) for k in range(arity))
        assert mp.almosteq(mp.diff(formula.value, x, order), formula.first[i](*x), 1e-20)
    for (i, j), second in zip(
        combinations_with_replacement(range(arity), 2), formula.second, strict=True
    ):
        order = tuple(int(i == k) + int(j == k) for k in range(arity))
        assert abs(mp.diff(formula.value, x, order) - second(*x)) < 1e-15


def test_every_operator_with_a_slope_has_a_formula() -> None:
    steps = {"abs", "sign", "floor", "ceil", "min", "max", "where"}
    comparisons = {"gt", "ge", "lt", "le", "eq", "ne"}
    assert set(ROW) == {*FORMULAS, *steps, *comparisons}
