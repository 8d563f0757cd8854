"""The error function, its complement, and the gelu made of them."""

import math

from micrograd_core import Op
from micrograd_ops.domains import INF, NAN
from micrograd_ops.exponential import EXP


def gelu(x: float) -> float:
    """Return x * P(X <= x), X standard normal, by erfc: right in the tail, to x**2 ulps."""
    return x * (0.5 * math.erfc(-SQRT_HALF * x))


SQRT_HALF = math.sqrt(0.5)
TWO_OVER_SQRT_PI = 2 / math.sqrt(math.pi)
NORMAL = 1 / math.sqrt(2 * math.pi)  # the density of a normal variable at its mean

# fmt: off
ERF  = Op("erf",  math.erf,  lambda out, x: (TWO_OVER_SQRT_PI * EXP(-x * x),),
          doc="2 / sqrt(pi) * the integral of e**-t**2 from 0 to x (DLMF 7.2)",
          reference="mpmath:erf",
          singular={(INF,): (1.0, 0.0), (-INF,): (-1.0, 0.0)})
ERFC = Op("erfc", math.erfc, lambda out, x: (-TWO_OVER_SQRT_PI * EXP(-x * x),),
          doc="1 - erf x, without the cancellation at large x (DLMF 7.2)",
          reference="mpmath:erfc",
          singular={(INF,): (0.0, 0.0), (-INF,): (2.0, 0.0)})
GELU = Op("gelu", gelu,      lambda out, x: (0.5 * ERFC(-SQRT_HALF * x)
                                             + NORMAL * x * EXP(-0.5 * x * x),),
          doc="x * erfc(-x / sqrt(2)) / 2 (Hendrycks and Gimpel 2016)",
          reference="micrograd_ops.references:gelu",
          singular={(INF,): (INF, NAN), (-INF,): (NAN, NAN)})
# fmt: on
