"""The circular functions and their inverses."""

import math
from collections.abc import Sequence
from typing import Any

from micrograd_core import Op
from micrograd_ops.domains import INF, NAN, UNIT
from micrograd_ops.roots import HYPOT, SQRT

# Each function here is `math`'s of the same name, and NaN where `math` raises.


def sin(x: float) -> float:
    """Return the sine; NaN at an infinity."""
    return math.nan if math.isinf(x) else math.sin(x)


def cos(x: float) -> float:
    """Return the cosine; NaN at an infinity."""
    return math.nan if math.isinf(x) else math.cos(x)


def tan(x: float) -> float:
    """Return the tangent; NaN at an infinity."""
    return math.nan if math.isinf(x) else math.tan(x)


def asin(x: float) -> float:
    """Return the angle in [-pi/2, pi/2] whose sine is x; NaN past 1 and -1."""
    return math.asin(x) if -1 <= x <= 1 else math.nan


def acos(x: float) -> float:
    """Return the angle in [0, pi] whose cosine is x; NaN past 1 and -1."""
    return math.acos(x) if -1 <= x <= 1 else math.nan


def atan2_partials(out: Any, y: Any, x: Any) -> Sequence[Any]:
    """Return x / r**2 and -y / r**2, without r**2; 0 at the origin, as in PyTorch."""
    r = HYPOT(y, x)
    r = r + (r <= 0)
    return x / r / r, -y / r / r


COS: Op  # for SIN, which comes first

# (1 - x) * (1 + x) and not 1 - x**2, which loses its digits near 1 and -1.
# fmt: off
SIN   = Op("sin",   sin,        lambda out, x: (COS(x),),
           doc="sin x (DLMF 4.14)",
           reference="mpmath:sin",
           singular={(INF,): (NAN, NAN)})
COS   = Op("cos",   cos,        lambda out, x: (-SIN(x),),
           doc="cos x (DLMF 4.14)",
           reference="mpmath:cos",
           singular={(INF,): (NAN, NAN)})
TAN   = Op("tan",   tan,        lambda out, x: (1 + out**2,),
           doc="sin x / cos x (DLMF 4.14)",
           reference="mpmath:tan",
           singular={(INF,): (NAN, NAN)})
ASIN  = Op("asin",  asin,       lambda out, x: (1 / SQRT((1 - x) * (1 + x)),),
           doc="the angle in [-pi/2, pi/2] of sine x (DLMF 4.23)", domain=UNIT, ufunc="arcsin",
           reference="mpmath:asin",
           singular={(1.0,): (math.pi / 2, INF), (-1.0,): (-math.pi / 2, INF)})
ACOS  = Op("acos",  acos,       lambda out, x: (-1 / SQRT((1 - x) * (1 + x)),),
           doc="the angle in [0, pi] of cosine x (DLMF 4.23)", domain=UNIT, ufunc="arccos",
           reference="mpmath:acos",
           singular={(1.0,): (0.0, -INF), (-1.0,): (math.pi, -INF)})
ATAN  = Op("atan",  math.atan,  lambda out, x: (1 / (1 + x * x),),
           doc="the angle in [-pi/2, pi/2] of tangent x (DLMF 4.23)", ufunc="arctan",
           reference="mpmath:atan",
           singular={(INF,): (math.pi / 2, 0.0), (-INF,): (-math.pi / 2, 0.0)})
ATAN2 = Op("atan2", math.atan2, atan2_partials,
           doc="the angle in [-pi, pi] of the point (x, y) (IEEE 754-2019, 9.2)", ufunc="arctan2",
           reference="mpmath:atan2",
           singular={(0.0, 0.0): (0.0, 0.0, 0.0)})
# fmt: on
