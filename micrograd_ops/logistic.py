"""The logistic sigmoid, and softplus, which is its integral."""

import math

from micrograd_core import Op
from micrograd_ops.domains import INF


def sigmoid(x: float) -> float:
    """Return 1 / (1 + e**-x), by an exponential that cannot overflow."""
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    e = math.exp(x)
    return e / (1 + e)


def softplus(x: float) -> float:
    """Return log(1 + e**x), by an exponential that cannot overflow."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


SIGMOID: Op  # for its own derivative

# SIGMOID(-x) and not 1 - out, which cancels where x is large.
# fmt: off
SIGMOID  = Op("sigmoid",  sigmoid,  lambda out, x: (out * SIGMOID(-x),),
              doc="1 / (1 + e**-x), the logistic function", ufunc="expit",
              reference="micrograd_ops.references:sigmoid",
              singular={(INF,): (1.0, 0.0), (-INF,): (0.0, 0.0)})
SOFTPLUS = Op("softplus", softplus, lambda out, x: (SIGMOID(x),),
              doc="log(1 + e**x) (Dugas et al. 2001); PyTorch's is x itself from x = 20 on",
              reference="micrograd_ops.references:softplus",
              singular={(INF,): (INF, 1.0), (-INF,): (0.0, 0.0)})
# fmt: on
