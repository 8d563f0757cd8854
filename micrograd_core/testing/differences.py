"""Derivatives measured without a rule: differences of a function, extrapolated to step 0."""

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

# Each step is shorter than the one before. Those of a window are extrapolated together.
SHRINK = 1.4
WINDOW, WINDOWS = 7, 4
# The part of its scale that a derivative's doubt is at most where it can be relied on.
SETTLED = 1e-6
# How many times the rounding of a function's values may show in its differences; and from where
# on a number loses digits, or what it is computed from does.
ROUNDING = 8 * sys.float_info.epsilon
SMALLEST = 1e-300
# By so much do derivatives from above and from below agree less than the one from both sides.
ONE_SIDED = 100

# The two ends of a step, with what the function is there.
Ends = tuple[float, float, float, float]


class Measured(NamedTuple):
    """A derivative by differences.

    doubt: an estimate of its error; large where there is none, as at a kink.
    slope: how steep the function is around the point. rounding: what rounding makes of that.
    """

    found: float
    doubt: float
    slope: float
    rounding: float

    @property
    def scale(self) -> float:
        """What errors are a part of: the derivative, or the slope around a point where it is 0."""
        return max(abs(self.found), self.slope) + self.rounding / SETTLED

    @property
    def settled(self) -> bool:
        """Whether a rule can be held to it."""
        return self.doubt <= SETTLED * self.scale < math.inf


def numerical_derivative(f: Callable[[float], float], x: float, h: float) -> tuple[float, float]:
    """Return f'(x) and an estimate of its error, by Ridders' method (Ridders 1982).

    h: the first step, not 0; differences over ever smaller steps are extrapolated to step 0, until
    two ranges of steps agree.
    """
    return numerical_derivatives(lambda x: (f(x),), x, h, [0.0])[0][:2]


def numerical_derivatives(
    f: Callable[[float], Sequence[float]], x: float, h: float, sizes: Sequence[float]
) -> list[Measured]:
    """Return the derivative of each of the numbers that `f` gives.

    sizes: what each is computed from, if that is larger: it is as inexact as that.
    """
    found: list[Measured] = []
    for wide, narrow in pairwise(_windows(f, x, h, sizes)):
        agreed = [*map(_agreed, wide, narrow)]
        found = [
            old if old.settled else new for old, new in zip(found or agreed, agreed, strict=True)
        ]
        if all(each.settled for each in found):
            break
    return found


def _windows(
    f: Callable[[float], Sequence[float]], x: float, h: float, sizes: Sequence[float]
) -> Iterator[list[Measured]]:
    """Yield what each window of steps makes of each number that `f` gives."""
    center = f(x)
    for first in range(0, WINDOW * WINDOWS, WINDOW):
        steps = [h / SHRINK**k for k in range(first, first + WINDOW)]
        sides = [(x + step, x - step, f(x + step), f(x - step)) for step in steps]
        windows = [
            [(above, below, up[n], down[n]) for above, below, up, down in sides]
            for n in range(len(center))
        ]
        yield [*map(partial(_measured, x), center, sizes, windows)]


def _measured(x: float, at: float, size: float, window: Sequence[Ends]) -> Measured:
    """Return the derivative of one number, which is `at` at x.

    Where it has another from above than from below, as at a kink, that is its doubt.
    """
    both = [_quotient(up - down, above - below) for above, below, up, down in window]
    right = [_quotient(up - at, above - x) for above, _, up, _ in window]
    left = [_quotient(at - down, x - below) for _, below, _, down in window]
    found, doubt = _extrapolated(both, 2)
    doubt += abs(_extrapolated(right, 1)[0] - _extrapolated(left, 1)[0]) / ONE_SIDED
    largest = _largest([at, size, SMALLEST, *(y for _, _, *ends in window for y in ends)])
    rounding = _quotient(ROUNDING * largest, window[-1][0] - x)
    return Measured(found, doubt, _largest(right + left), rounding)


def _agreed(wide: Measured, narrow: Measured) -> Measured:
    """Return the better of two, in doubt about what they differ by: one alone may be chance."""
    best = min(narrow, wide, key=lambda each: each.doubt)
    doubt = best.doubt + abs(wide.found - narrow.found)
    doubt = math.inf if math.isnan(doubt) else doubt
    return best._replace(doubt=doubt, slope=narrow.slope)


def _largest(numbers: Sequence[float]) -> float:
    return max(map(abs, filter(math.isfinite, numbers)), default=0.0)


def _quotient(x: float, y: float) -> float:
    """Return x / y; a NaN over a step that is lost beside the point."""
    return x / y if y else math.nan


def _extrapolated(quotients: Sequence[float], power: int) -> tuple[float, float]:
    """Return the quotients at step 0, and a doubt; their error is a series in step**power."""
    best, error = math.nan, math.inf
    row: list[float] = []
    for quotient in quotients:
        previous, row = row, [quotient]
        factor = ratio = SHRINK**power
        for n, coarse in enumerate(previous):
            row.append((row[n] * factor - coarse) / (factor - 1))
            factor *= ratio
            # Of its two neighbours in the table, the coarser one is always the farther.
            change = abs(row[-1] - coarse)
            if change <= error:
                best, error = row[-1], change
    return best, error
