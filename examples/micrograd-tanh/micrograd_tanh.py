"""The hyperbolic tangent, an operator for micrograd."""

import math

from micrograd_core import Op, hookimpl

TANH = Op("tanh", math.tanh, lambda out, x: (1 - out**2,), replaces="elementary")


@hookimpl
def micrograd_register_ops() -> list[Op]:
    """Bring tanh."""
    return [TANH]
