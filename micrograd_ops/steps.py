"""The absolute value, the sign, and the functions that go in steps."""

import math

from micrograd_core import Op
from micrograd_ops.domains import INF, NAN


def sign(x: float) -> float:
    """Return 1, 0 or -1; 0 for NaN."""
    return float((x > 0) - (x < 0))


def floor(x: float) -> float:
    """Return the greatest whole number <= x; zeros keep their sign, infinities and NaN pass."""
    return math.copysign(math.floor(x), x) if math.isfinite(x) else x


def ceil(x: float) -> float:
    """Return the least whole number >= x; zeros have the sign of x, infinities and NaN pass."""
    return math.copysign(math.ceil(x), x) if math.isfinite(x) else x


# The derivative of a step is 0 at the step itself, too, as in PyTorch.
# fmt: off
SIGN  = Op("sign",  sign,      lambda out, x: (0.0,),
           doc="1, 0 or -1; 0 for NaN, as in PyTorch",
           reference="mpmath:sign",
           singular={(0.0,): (0.0, 0.0), (NAN,): (0.0, 0.0)})
ABS   = Op("abs",   math.fabs, lambda out, x: (SIGN(x),),
           doc="|x|; the derivative at 0 is 0, as in PyTorch", ufunc="absolute",
           reference="mpmath:fabs",
           singular={(0.0,): (0.0, 0.0), (-INF,): (INF, -1.0)})
FLOOR = Op("floor", floor,     lambda out, x: (0.0,),
           doc="the greatest whole number <= x (IEEE 754-2019, 5.9)",
           reference="mpmath:floor",
           singular={(1.0,): (1.0, 0.0), (INF,): (INF, 0.0), (NAN,): (NAN, 0.0)})
CEIL  = Op("ceil",  ceil,      lambda out, x: (0.0,),
           doc="the least whole number >= x (IEEE 754-2019, 5.9)",
           reference="mpmath:ceil",
           singular={(1.0,): (1.0, 0.0), (INF,): (INF, 0.0), (NAN,): (NAN, 0.0)})
# fmt: on
