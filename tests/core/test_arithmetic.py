"""Arithmetic on Values: published numbers, the numbers of plain floats, singular points."""

import contextlib
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd_core import Value

INF, NAN = math.inf, math.nan
REALS = st.floats(-3, 3, allow_subnormal=False)


def same(x: float, y: float) -> bool:
    """Return whether two doubles are the same, NaN and the sign of zero included."""
    return (math.isnan(x) and math.isnan(y)) or (
        x == y and math.copysign(1, x) == math.copysign(1, y)
    )


def test_the_example_of_the_seed_gives_its_published_numbers() -> None:
    a, b = Value(-6.0), Value(5.0)
    c = a + b
    d = a * b + b**2
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 3.0
    g += 10.0 / f
    g.backward()
    found = g.data, a.grad, b.grad
    published = 972.0034293552812, -2015.9928872631208, -1619.9942844078655
    assert found == pytest.approx(published, rel=1e-12)


def test_the_example_of_micrograd_s_readme_gives_its_numbers() -> None:
    a, b = Value(-4.0), Value(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    g.backward()
    found = g.data, a.grad, b.grad
    published = 24.70408163265306, 138.83381924198252, 645.5772594752186
    assert found == pytest.approx(published, rel=1e-12)


def _joined(pair: tuple[Callable[..., Any], Callable[..., Any]], sign: str) -> Callable[..., Any]:
    left, right = pair
    return {
        "+": lambda x, y, relu: left(x, y, relu) + right(x, y, relu),
        "-": lambda x, y, relu: left(x, y, relu) - right(x, y, relu),
        "*": lambda x, y, relu: left(x, y, relu) * right(x, y, relu),
        "/": lambda x, y, relu: left(x, y, relu) / (right(x, y, relu) ** 2 + 1),
        "relu": lambda x, y, relu: relu(left(x, y, relu) - right(x, y, relu)),
    }[sign]


def expressions() -> st.SearchStrategy[Callable[..., Any]]:
    """Return functions of two numbers and of relu, put together at random."""
    leaves = st.one_of(
        st.just(lambda x, y, relu: x),
        st.just(lambda x, y, relu: y),
        REALS.map(lambda k: lambda x, y, relu: k),
    )
    signs = st.sampled_from(["+", "-", "*", "/", "relu"])
    return st.recursive(
        leaves,
        lambda inner: st.builds(_joined, st.tuples(inner, inner), signs),
        max_leaves=12,
    )


def relu_of(x: Any) -> Any:
    """Return relu of a float or a Value."""
    return x.relu() if isinstance(x, Value) else max(x, 0.0)


@given(expressions(), REALS, REALS)
def test_any_expression_has_the_number_that_floats_give(fn: Any, x: float, y: float) -> None:
    found = fn(Value(x), Value(y), relu_of)
    expected = fn(x, y, relu_of)
    assert float(getattr(found, "data", found)) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(expressions(), REALS, REALS)
def test_any_expression_has_the_gradient_that_dual_numbers_give(
    fn: Any, x: float, y: float
) -> None:
    a, b = Value(x), Value(y)
    out = fn(a, b, relu_of) + 0.0 * a
    out.backward()
    by_x = fn(Dual(x, 1.0), Dual(y), Dual.relu) + Dual(0.0)
    by_y = fn(Dual(x), Dual(y, 1.0), Dual.relu) + Dual(0.0)
    assert (a.grad, b.grad) == pytest.approx((by_x.slope, by_y.slope), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("function", "x", "data", "slope"),
    [
        (lambda v: v**-1, 0.0, INF, -INF),
        (lambda v: v**-1, -0.0, -INF, -INF),
        (lambda v: 1 / v, 0.0, INF, -INF),
        (lambda v: v / 0, 1.0, INF, INF),
        (lambda v: v / 0.0, 0.0, NAN, INF),
        (lambda v: v**0.5, -2.0, NAN, NAN),
        (lambda v: v**0.5, 0.0, 0.0, INF),
        (lambda v: v**0, 0.0, 1.0, 0.0),
        (lambda v: v**1, 0.0, 0.0, 1.0),
        (lambda v: v**2, 0.0, 0.0, 0.0),
        (lambda v: v**2, 1e200, INF, 2e200),
        (lambda v: v**2, INF, INF, INF),
        (lambda v: v**3, -1e200, -INF, INF),
        (lambda v: v.relu(), 0.0, 0.0, 0.0),
        (lambda v: v.relu(), -0.0, -0.0, 0.0),
        (lambda v: v.relu(), INF, INF, 1.0),
        (lambda v: v.relu(), -INF, 0.0, 0.0),
        (lambda v: v - v, INF, NAN, 0.0),
        (lambda v: v * 0, INF, NAN, 0.0),
        (lambda v: v + NAN, 1.0, NAN, 1.0),
    ],
)
def test_singular_points_give_infinities_and_nans_and_never_raise(
    function: Callable[[Value], Value], x: float, data: float, slope: float
) -> None:
    v = Value(x)
    out = function(v)
    out.backward()
    assert same(out.data, data)
    assert math.isnan(slope) == math.isnan(v.grad)
    assert math.isnan(slope) or v.grad == slope


def test_a_power_beyond_the_range_of_a_double_is_right_or_refused() -> None:
    for x, expected in ((0.5, 0.0), (1.0, 1.0)):
        with contextlib.suppress(OverflowError):
            assert (Value(x) ** 10**400).data == expected


class Dual:
    """A number and its slope, after Clifford: forward mode in twenty lines, as an oracle."""

    def __init__(self, number: float, slope: float = 0.0) -> None:
        self.number, self.slope = number, slope

    def __add__(self, other: Any) -> "Dual":
        other = other if isinstance(other, Dual) else Dual(other)
        return Dual(self.number + other.number, self.slope + other.slope)

    def __mul__(self, other: Any) -> "Dual":
        other = other if isinstance(other, Dual) else Dual(other)
        slope = self.slope * other.number + self.number * other.slope
        return Dual(self.number * other.number, slope)

    def __pow__(self, n: int) -> "Dual":
        return Dual(self.number**n, n * self.number ** (n - 1) * self.slope)

    __radd__, __rmul__ = __add__, __mul__

    def __sub__(self, other: Any) -> "Dual":
        return self + other * -1.0

    def __rsub__(self, other: Any) -> "Dual":
        return self * -1.0 + other

    def __truediv__(self, other: Any) -> "Dual":
        return self * other**-1

    def __rtruediv__(self, other: Any) -> "Dual":
        return self**-1 * other

    @staticmethod
    def relu(x: Any) -> Any:
        """Return relu of a float or a Dual."""
        if not isinstance(x, Dual):
            return max(x, 0.0)
        return x if x.number > 0 else Dual(0.0)
