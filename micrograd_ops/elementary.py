"""The elementary functions, a plugin of their own: dormant until ``enable("elementary")``."""

from collections.abc import Iterable

from micrograd_core import Op, hookimpl
from micrograd_ops.comparison import EQ, GE, GT, LE, LT, MAX, MIN, NE, WHERE
from micrograd_ops.exponential import EXP, EXPM1, LOG, LOG1P, LOG2
from micrograd_ops.gaussian import ERF, ERFC, GELU
from micrograd_ops.hyperbolic import ACOSH, ASINH, ATANH, COSH, SECH, SINH, TANH
from micrograd_ops.logistic import SIGMOID, SOFTPLUS
from micrograd_ops.roots import CBRT, HYPOT, SQRT
from micrograd_ops.steps import ABS, CEIL, FLOOR, SIGN
from micrograd_ops.trigonometric import ACOS, ASIN, ATAN, ATAN2, COS, SIN, TAN

# A line for each file.
# fmt: off
ROWS = (
    EXP, EXPM1, LOG, LOG1P, LOG2,
    SQRT, CBRT, HYPOT,
    SIN, COS, TAN, ASIN, ACOS, ATAN, ATAN2,
    SINH, COSH, TANH, SECH, ASINH, ACOSH, ATANH,
    SIGMOID, SOFTPLUS,
    ERF, ERFC, GELU,
    ABS, SIGN, FLOOR, CEIL,
    MIN, MAX, GT, GE, LT, LE, EQ, NE, WHERE,
)
# fmt: on


@hookimpl
def micrograd_register_ops() -> Iterable[Op]:
    """Bring the elementary functions."""
    return ROWS
