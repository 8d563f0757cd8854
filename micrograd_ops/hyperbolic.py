"""The hyperbolic functions and their inverses."""

import math

from micrograd_core import Op
from micrograd_ops.domains import ABOVE_ONE, INF, NAN, UNIT
from micrograd_ops.roots import HYPOT, SQRT

# Each function here but sech is `math`'s of the same name, with the value of IEEE 754-2019, 9.2
# where `math` raises.


def sinh(x: float) -> float:
    """Return the hyperbolic sine; an infinity where that is past the largest double."""
    try:
        return math.sinh(x)
    except OverflowError:
        return math.copysign(math.inf, x)


def cosh(x: float) -> float:
    """Return the hyperbolic cosine; inf where that is past the largest double."""
    try:
        return math.cosh(x)
    except OverflowError:
        return math.inf


def sech(x: float) -> float:
    """Return 1 / cosh x, of which something is left where cosh x is past the largest double."""
    e = math.exp(-abs(x))
    return 2 * e / (1 + e * e)


def acosh(x: float) -> float:
    """Return the number >= 0 whose hyperbolic cosine is x; NaN below 1."""
    return math.nan if x < 1 else math.acosh(x)


def atanh(x: float) -> float:
    """Return the number whose hyperbolic tangent is x; an infinity at 1 and -1, NaN past them."""
    if -1 < x < 1:
        return math.atanh(x)
    return math.copysign(math.inf, x) if abs(x) == 1 else math.nan


COSH: Op  # for SINH, which comes first
SECH: Op  # for TANH

# tanh' is sech**2 and not 1 - out**2, of which no digit is left from x = 19 on.
# fmt: off
SINH  = Op("sinh",  sinh,       lambda out, x: (COSH(x),),
           doc="(e**x - e**-x) / 2 (DLMF 4.28)",
           reference="mpmath:sinh",
           singular={(INF,): (INF, INF), (-INF,): (-INF, INF)})
COSH  = Op("cosh",  cosh,       lambda out, x: (SINH(x),),
           doc="(e**x + e**-x) / 2 (DLMF 4.28)",
           reference="mpmath:cosh",
           singular={(INF,): (INF, INF), (-INF,): (INF, -INF)})
TANH  = Op("tanh",  math.tanh,  lambda out, x: (SECH(x)**2,),
           doc="sinh x / cosh x (DLMF 4.28)",
           reference="mpmath:tanh",
           singular={(INF,): (1.0, 0.0), (-INF,): (-1.0, 0.0)})
SECH  = Op("sech",  sech,       lambda out, x: (-out * TANH(x),),
           doc="1 / cosh x (DLMF 4.28)",
           reference="mpmath:sech",
           singular={(INF,): (0.0, 0.0), (-INF,): (0.0, 0.0)})
ASINH = Op("asinh", math.asinh, lambda out, x: (1 / HYPOT(1, x),),
           doc="log(x + (x**2 + 1)**(1/2)) (DLMF 4.37)", ufunc="arcsinh",
           reference="mpmath:asinh",
           singular={(INF,): (INF, 0.0), (-INF,): (-INF, 0.0)})
ACOSH = Op("acosh", acosh,      lambda out, x: (1 / (SQRT(x - 1) * SQRT(x + 1)),),
           doc="log(x + (x**2 - 1)**(1/2)) (DLMF 4.37); below 1 the derivative, too, is NaN",
           domain=ABOVE_ONE, ufunc="arccosh",
           reference="mpmath:acosh",
           singular={(1.0,): (0.0, INF), (0.0,): (NAN, NAN), (INF,): (INF, 0.0)})
ATANH = Op("atanh", atanh,      lambda out, x: (1 / ((1 - x) * (1 + x)),),
           doc="log((1 + x) / (1 - x)) / 2 (DLMF 4.37)", domain=UNIT, ufunc="arctanh",
           reference="mpmath:atanh",
           singular={(1.0,): (INF, INF), (-1.0,): (-INF, INF)})
# fmt: on
