"""Exponentials and logarithms."""

import math

from micrograd_core import Op
from micrograd_ops.domains import ABOVE_MINUS_ONE, INF, NAN, POSITIVE

# Each function here is `math`'s of the same name, with the value of IEEE 754-2019, 9.2 where
# `math` raises.


def exp(x: float) -> float:
    """Return e**x; inf where that is past the largest double."""
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def expm1(x: float) -> float:
    """Return e**x - 1; inf where that is past the largest double."""
    try:
        return math.expm1(x)
    except OverflowError:
        return math.inf


def log(x: float) -> float:
    """Return the natural logarithm; -inf at 0, NaN below."""
    try:
        return math.log(x)
    except ValueError:
        return -math.inf if x == 0 else math.nan


def log1p(x: float) -> float:
    """Return log(1 + x); -inf at -1, NaN below."""
    try:
        return math.log1p(x)
    except ValueError:
        return -math.inf if x == -1 else math.nan


def log2(x: float) -> float:
    """Return the logarithm to base 2, exact for powers of 2; -inf at 0, NaN below."""
    try:
        return math.log2(x)
    except ValueError:
        return -math.inf if x == 0 else math.nan


LOG2_E = 1 / math.log(2)

# expm1' is e**x and not out + 1, which cancels where x is far below 0.
# fmt: off
EXP   = Op("exp",   exp,   lambda out, x: (out,),
           doc="e**x (DLMF 4.2)",
           reference="mpmath:exp",
           singular={(INF,): (INF, INF), (-INF,): (0.0, 0.0)})
EXPM1 = Op("expm1", expm1, lambda out, x: (EXP(x),),
           doc="e**x - 1, without the cancellation at 0 (DLMF 4.2)",
           reference="mpmath:expm1",
           singular={(INF,): (INF, INF), (-INF,): (-1.0, 0.0)})
LOG   = Op("log",   log,   lambda out, x: (1 / x,),
           doc="log x, to base e (DLMF 4.2)", domain=POSITIVE,
           reference="mpmath:log",
           singular={(0.0,): (-INF, INF), (INF,): (INF, 0.0), (-1.0,): (NAN, -1.0)})
LOG1P = Op("log1p", log1p, lambda out, x: (1 / (1 + x),),
           doc="log(1 + x), without the rounding of 1 + x (DLMF 4.2)", domain=ABOVE_MINUS_ONE,
           reference="mpmath:log1p",
           singular={(-1.0,): (-INF, INF), (INF,): (INF, 0.0)})
LOG2  = Op("log2",  log2,  lambda out, x: (LOG2_E / x,),
           doc="log x / log 2 (DLMF 4.2)", domain=POSITIVE,
           reference="micrograd_ops.references:log2",
           singular={(0.0,): (-INF, INF), (INF,): (INF, 0.0)})
# fmt: on
