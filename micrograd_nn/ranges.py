"""Checks the numbers that steer a training run, before anything is done with them."""

import math
import operator
from typing import Any

from micrograd_core.number import require_real


def at_least(low: float, number: Any, what: str) -> float:
    """Return `number` as a float of `low` or more, and finite; ValueError naming `what`."""
    x = require_real(number, what)
    if not low <= x < math.inf:
        raise ValueError(f"{what} must be {low} or more, and finite, not {number!r}")
    return x


def above(low: float, number: Any, what: str) -> float:
    """Return `number` as a float above `low`, and finite; ValueError naming `what`."""
    x = require_real(number, what)
    if not low < x < math.inf:
        raise ValueError(f"{what} must be above {low}, and finite, not {number!r}")
    return x


def share(number: Any, what: str) -> float:
    """Return `number` as a float from 0 up to, but not including, 1; ValueError naming `what`."""
    x = require_real(number, what)
    if not 0 <= x < 1:
        raise ValueError(f"{what} must be 0 or more and below 1, not {number!r}")
    return x


def whole_number(low: int, number: Any, what: str) -> int:
    """Return `number` as an int of `low` or more; ValueError or TypeError naming `what`."""
    try:
        n = operator.index(number)
    except TypeError:
        raise TypeError(f"{what} must be a whole number, not {number!r}") from None
    if n < low:
        raise ValueError(f"{what} must be {low} or more, not {number!r}")
    return n
