"""Differences find a derivative, and say how far it may be from it."""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd_core.testing import numerical_derivative
from micrograd_core.testing.differences import (
    SETTLED,
    SHRINK,
    WINDOW,
    Measured,
    _extrapolated,
    numerical_derivatives,
)

SMOOTH: list[tuple[Callable[[float], float], float, float]] = [
    (math.sin, 1.0, math.cos(1.0)),
    (math.exp, 0.0, 1.0),
    (math.log, 3.0, 1 / 3),
    (math.tanh, 0.3, 1 - math.tanh(0.3) ** 2),
    (lambda x: x**4, 2.0, 32.0),
    (lambda x: 1 / x, 0.7, -1 / 0.49),
]


@pytest.mark.parametrize(("f", "x", "slope"), SMOOTH)
@pytest.mark.parametrize("h", [0.1, 0.25])
def test_of_a_smooth_function_ten_digits_are_right(
    f: Callable[[float], float], x: float, slope: float, h: float
) -> None:
    found, doubt = numerical_derivative(f, x, h)
    assert abs(found - slope) <= min(1e-10 * abs(slope), max(10 * doubt, 1e-13))
    assert doubt <= 1e-10


def interpolated_at_0(points: Sequence[tuple[Fraction, float]]) -> float:
    """Return at 0 the polynomial through these points, by Lagrange's formula, exactly."""
    found = Fraction(0)
    for k, (s, q) in enumerate(points):
        others = [t for m, (t, _) in enumerate(points) if m != k]
        found += Fraction(q) * math.prod((-t / (s - t) for t in others), start=Fraction(1))
    return float(found)


@settings(deadline=None)
@given(st.lists(st.integers(-1000, 1000).map(float), min_size=2, max_size=6))
def test_the_result_is_the_extrapolation_that_differs_least_from_its_neighbours(
    quotients: list[float],
) -> None:
    """Polynomials in the square of the step, each through some neighbouring steps (Ridders)."""
    points = [(1 / Fraction(SHRINK) ** (2 * k), q) for k, q in enumerate(quotients)]
    table = {
        (i, n): interpolated_at_0(points[i - n : i + 1])
        for i in range(len(points))
        for n in range(i + 1)
    }
    changes = {
        (i, n): max(abs(table[i, n] - table[i, n - 1]), abs(table[i, n] - table[i - 1, n - 1]))
        for i, n in table
        if n
    }
    found, doubt = _extrapolated(quotients, 2)
    assert doubt == pytest.approx(min(changes.values()), rel=1e-9, abs=1e-6)
    candidates = [table[at] for at, change in changes.items() if change <= doubt + 1e-6]
    assert min(abs(found - candidate) for candidate in candidates) <= 1e-6


def test_functions_of_one_call_are_measured_as_each_alone() -> None:
    together = numerical_derivatives(lambda x: (math.sin(x), x * x, 7.0), 1.0, 0.1, [0.0] * 3)
    alone = [numerical_derivative(f, 1.0, 0.1) for f in (math.sin, lambda x: x * x, lambda x: 7.0)]
    assert [each[:2] for each in together] == alone
    assert alone[2] == (0.0, 0.0)


def test_steps_go_on_until_every_one_of_the_functions_settles() -> None:
    """The first ranges of steps are longer than the ripples."""

    def f(x: float) -> tuple[float, ...]:
        return x * x, math.sin(2000 * x), math.sin(x)

    slopes = 2.0, 2000 * math.cos(2000.0), math.cos(1.0)
    for slope, each in zip(slopes, numerical_derivatives(f, 1.0, 0.1, [0.0] * 3), strict=True):
        assert each.settled
        assert each.found == pytest.approx(slope, rel=1e-6)
    assert not numerical_derivatives(lambda x: (math.sin(1e9 * x),), 1.0, 0.1, [0.0])[0].settled


def test_two_ranges_of_steps_are_enough_where_they_agree() -> None:
    asked: list[float] = []

    def f(x: float) -> tuple[float]:
        asked.append(x)
        return (x * x,)

    assert numerical_derivatives(f, 1.0, 0.1, [0.0])[0].settled
    assert len(asked) == 1 + 2 * 2 * WINDOW


def test_a_doubt_of_a_millionth_of_the_scale_is_the_largest_to_rely_on() -> None:
    assert Measured(1.0, SETTLED, 0.0, 0.0).settled
    assert Measured(0.0, SETTLED, 1.0, 0.0).settled
    assert Measured(0.0, 2 * SETTLED, 1.0, SETTLED).settled
    assert not Measured(1.0, 1.01 * SETTLED, 1.0, 0.0).settled
    assert not Measured(1.0, 0.0, math.inf, 0.0).settled
    assert not Measured(1.0, math.nan, 1.0, 0.0).settled


def test_a_kink_has_no_derivative_and_a_number_lost_in_rounding_none_to_rely_on() -> None:
    (kink,) = numerical_derivatives(lambda x: (abs(x),), 0.0, 0.1, [0.0])
    assert not kink.settled
    (lost,) = numerical_derivatives(lambda x: (x + 1e16,), 1.0, 0.1, [0.0])
    assert not lost.settled or abs(1.0 - lost.found) <= 1e-6 * lost.scale
    exact, inexact = (
        numerical_derivatives(lambda x: (1e-9 * x,), 1.0, 0.1, [size])[0] for size in (0.0, 1.0)
    )
    assert exact.scale < 1e-8 < inexact.scale


def test_of_a_function_that_is_no_number_nothing_is_found() -> None:
    found, doubt = numerical_derivative(lambda x: math.nan, 1.0, 0.1)
    assert math.isnan(found)
    assert doubt == math.inf
