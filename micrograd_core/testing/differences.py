"""Derivatives measured without a rule: differences of a function, extrapolated to step 0."""

import math
from collections.abc import Callable, Sequence

SHRINK = 1.4
STEPS = 9


def numerical_derivative(f: Callable[[float], float], x: float, h: float) -> tuple[float, float]:
    """Return f'(x) and an estimate of its error, by Ridders' method (Ridders 1982).

    h: the first step, not 0; differences over ever smaller steps are extrapolated to step 0.
    """
    return numerical_derivatives(lambda x: (f(x),), x, h)[0]


def numerical_derivatives(
    f: Callable[[float], Sequence[float]], x: float, h: float
) -> list[tuple[float, float]]:
    """Return what numerical_derivative() does, for each of the numbers that `f` gives."""
    quotients = []
    for k in range(STEPS):
        # The width as it is between the two doubles, which far from 0 is not twice the step.
        above, below = x + h / SHRINK**k, x - h / SHRINK**k
        ends = zip(f(above), f(below), strict=True)
        quotients.append([(up - down) / (above - below) for up, down in ends])
    return [_extrapolated(column) for column in zip(*quotients, strict=True)]


def _extrapolated(quotients: Sequence[float]) -> tuple[float, float]:
    best, error = math.nan, math.inf
    row: list[float] = []
    for quotient in quotients:
        previous, row = row, [quotient]
        factor = SHRINK**2
        for n, coarse in enumerate(previous):
            row.append((row[n] * factor - coarse) / (factor - 1))
            factor *= SHRINK**2
            # Of its two neighbours in the table, the coarser one is always the farther.
            change = abs(row[-1] - coarse)
            if change <= error:
                best, error = row[-1], change
    return best, error
