"""The operators that compare two numbers, and those that choose one by a comparison."""

import math

from micrograd_core import Op
from micrograd_ops.domains import INF, NAN

# A comparison is 1.0 or 0.0, so that it can be multiplied and differentiated; NaN is unequal to
# everything, itself included (IEEE 754-2019, 5.11).


def gt(x: float, y: float) -> float:
    """Return 1 if x > y, else 0."""
    return float(x > y)


def ge(x: float, y: float) -> float:
    """Return 1 if x >= y, else 0."""
    return float(x >= y)


def lt(x: float, y: float) -> float:
    """Return 1 if x < y, else 0."""
    return float(x < y)


def le(x: float, y: float) -> float:
    """Return 1 if x <= y, else 0."""
    return float(x <= y)


def eq(x: float, y: float) -> float:
    """Return 1 if x and y are the same number, else 0."""
    return float(x == y)


def ne(x: float, y: float) -> float:
    """Return 1 if x and y are not the same number, else 0."""
    return float(x != y)


def minimum(x: float, y: float) -> float:
    """Return the smaller of two; NaN if either is."""
    return x if x <= y or math.isnan(x) else y


def maximum(x: float, y: float) -> float:
    """Return the larger of two; NaN if either is."""
    return x if x >= y or math.isnan(x) else y


def where(condition: float, x: float, y: float) -> float:
    """Return x if the condition is not 0, else y; NaN is not 0."""
    return x if condition else y


# Half for < and half for <=: the two that tie share the derivative, and NaN takes it whole.
# eq and ne answer to no NumPy function: np.equal(v, w) asks whether v and w are one Value.
# fmt: off
MIN   = Op("min",   minimum, lambda out, x, y: (1 - 0.5 * (x > y) - 0.5 * (x >= y),
                                                1 - 0.5 * (y > x) - 0.5 * (y >= x)),
           doc="the smaller, NaN if either is; half the derivative to each at a tie, as in PyTorch",
           ufunc="minimum",
           reference="micrograd_ops.references:minimum",
           singular={(1.0, 1.0): (1.0, 0.5, 0.5), (NAN, 1.0): (NAN, 1.0, 1.0)})
MAX   = Op("max",   maximum, lambda out, x, y: (1 - 0.5 * (x < y) - 0.5 * (x <= y),
                                                1 - 0.5 * (y < x) - 0.5 * (y <= x)),
           doc="the larger, NaN if either is; half the derivative to each at a tie, as in PyTorch",
           ufunc="maximum",
           reference="micrograd_ops.references:maximum",
           singular={(1.0, 1.0): (1.0, 0.5, 0.5), (NAN, 1.0): (NAN, 1.0, 1.0)})
WHERE = Op("where", where,   lambda out, c, x, y: (0.0, 1 - (c >= 0) * (c <= 0),
                                                   1 * (c >= 0) * (c <= 0)),
           doc="x where c is not 0, else y; the one not taken has derivative 0",
           reference="micrograd_ops.references:where",
           singular={(0.0, INF, 5.0): (5.0, 0.0, 0.0, 1.0)})
GT    = Op("gt",    gt,      lambda out, x, y: (0.0, 0.0), ">",
           doc="x > y as 1 or 0", ufunc="greater",
           reference="micrograd_ops.references:gt",
           singular={(1.0, 1.0): (0.0, 0.0, 0.0), (NAN, 1.0): (0.0, 0.0, 0.0)})
GE    = Op("ge",    ge,      lambda out, x, y: (0.0, 0.0), ">=",
           doc="x >= y as 1 or 0", ufunc="greater_equal",
           reference="micrograd_ops.references:ge",
           singular={(1.0, 1.0): (1.0, 0.0, 0.0), (NAN, 1.0): (0.0, 0.0, 0.0)})
LT    = Op("lt",    lt,      lambda out, x, y: (0.0, 0.0), "<",
           doc="x < y as 1 or 0", ufunc="less",
           reference="micrograd_ops.references:lt",
           singular={(1.0, 1.0): (0.0, 0.0, 0.0), (NAN, 1.0): (0.0, 0.0, 0.0)})
LE    = Op("le",    le,      lambda out, x, y: (0.0, 0.0), "<=",
           doc="x <= y as 1 or 0", ufunc="less_equal",
           reference="micrograd_ops.references:le",
           singular={(1.0, 1.0): (1.0, 0.0, 0.0), (NAN, 1.0): (0.0, 0.0, 0.0)})
EQ    = Op("eq",    eq,      lambda out, x, y: (0.0, 0.0), "==",
           doc="x == y as 1 or 0",
           reference="micrograd_ops.references:eq",
           singular={(1.0, 1.0): (1.0, 0.0, 0.0), (NAN, 1.0): (0.0, 0.0, 0.0)})
NE    = Op("ne",    ne,      lambda out, x, y: (0.0, 0.0), "!=",
           doc="x != y as 1 or 0",
           reference="micrograd_ops.references:ne",
           singular={(1.0, 1.0): (0.0, 0.0, 0.0), (NAN, 1.0): (1.0, 0.0, 0.0)})
# fmt: on
