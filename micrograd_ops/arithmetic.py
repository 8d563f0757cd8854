"""The four operators that arithmetic is made of: add, mul, pow, relu."""

import math
import operator
import sys
from collections.abc import Sequence
from typing import Any

from micrograd_core import Op
from micrograd_ops.domains import INF, NAN, POSITIVE_BASE
from micrograd_ops.exponential import LOG


def power(x: float, n: float) -> float:
    """Return x**n by IEEE 754-2019, 9.2: an infinity at a pole, NaN for a root below 0."""
    try:
        return math.pow(x, n)
    except OverflowError:
        return -math.inf if x < 0 and n % 2 == 1 else math.inf
    except ValueError:
        if x == 0:
            return math.copysign(math.inf, x) if n % 2 == 1 else math.inf
        return math.nan


def power_partials(out: Any, x: Any, n: Any) -> Sequence[Any]:
    """Return the derivatives by x and by n; the second waits, for it takes a logarithm."""
    return by_base(x, n), lambda: by_exponent(out, x, n)


def by_base(x: Any, n: Any) -> Any:
    """Return n * x**(n-1); where n is 0 that is 0, even at x = 0, though x**-1 is infinite."""
    if isinstance(n, int):
        return n and n * x ** (n - 1)
    if isinstance(n, float):
        return n and n * POW(x, n=n - 1)
    # 0 * x**0 where both vanish. Elsewhere x**(n-1) stays, even if n is 0: by n, this line has
    # the derivative x**-1 there.
    vanish = (n >= 0) * (n <= 0) * (1 - ((x <= -TINY) + (x >= TINY)))
    return n * POW(x, n - (1 - vanish))


def by_exponent(out: Any, x: Any, n: Any) -> Any:
    """Return x**n * log x; 0 where x is 0 and n >= 0, though log x is infinite."""
    return out * LOG(x + (x >= 0) * (x <= 0) * (n >= 0))


def rectify(x: float) -> float:
    """Return x where it is positive, else 0; NaN and -0.0 pass."""
    return 0.0 if x < 0 else x


TINY = sys.float_info.min  # a smaller number may have an infinite reciprocal

# fmt: off
ADD  = Op("add",  operator.add, lambda out, x, y: (1.0, 1.0), "+",
          doc="x + y",
          reference="mpmath:fadd",
          singular={(INF, -INF): (NAN, 1.0, 1.0)})
MUL  = Op("mul",  operator.mul, lambda out, x, y: (y, x),     "*",
          doc="x * y", ufunc="multiply",
          reference="mpmath:fmul",
          singular={(0.0, INF): (NAN, INF, 0.0), (0.0, 0.0): (0.0, 0.0, 0.0)})
POW  = Op("pow",  power,        power_partials,               "**{n}",
          doc="x**n (IEEE 754-2019, 9.2)", domain=POSITIVE_BASE, ufunc="power",
          reference="mpmath:power", points=((2.0, 0.0),),
          singular={(0.0, -1.0): (INF, -INF, -INF), (0.0, 0.0): (1.0, 0.0, 0.0)},
          params=({"n": 2}, {"n": 3.0}, {"n": -1}, {"n": 0.5}, {"n": 0}))
RELU = Op("relu", rectify,      lambda out, x: (out > 0,),    "ReLU",
          doc="max(x, 0); the derivative is 0 at 0, and at NaN (PyTorch: 1)",
          reference="micrograd_ops.references:relu",
          singular={(0.0,): (0.0, 0.0), (INF,): (INF, 1.0), (-INF,): (0.0, 0.0)})
# fmt: on
