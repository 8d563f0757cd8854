"""Square root, cube root, and the length of a vector."""

import math

from micrograd_core import Op
from micrograd_ops.domains import INF, NAN, POSITIVE


def sqrt(x: float) -> float:
    """Return the square root; NaN below 0."""
    try:
        return math.sqrt(x)
    except ValueError:
        return math.nan


# fmt: off
SQRT  = Op("sqrt",  sqrt,       lambda out, x: (0.5 / out,),
           doc="x**(1/2) (DLMF 4.2)", domain=POSITIVE,
           reference="mpmath:sqrt",
           singular={(0.0,): (0.0, INF), (INF,): (INF, 0.0), (-1.0,): (NAN, NAN)})
CBRT  = Op("cbrt",  math.cbrt,  lambda out, x: (1 / (3 * out**2),),
           doc="the real x**(1/3), of the sign of x (IEEE 754-2019, 9.2: rootn)",
           reference="micrograd_ops.references:cbrt",
           singular={(0.0,): (0.0, INF), (INF,): (INF, 0.0)})
HYPOT = Op("hypot", math.hypot, lambda out, x, y: (x / out, y / out),
           doc="(x**2 + y**2)**(1/2), without overflow (IEEE 754-2019, 9.2)",
           reference="mpmath:hypot",
           singular={(0.0, 0.0): (0.0, NAN, NAN)})
# fmt: on
