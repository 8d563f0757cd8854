"""What operators are in arbitrary precision, where mpmath has no such function of one name."""

from typing import Any

# mpmath is wanted by the checks alone, which import this module; nothing of the engine does.
from mpmath import mp, mpf


def relu(x: Any) -> Any:
    """Return max(x, 0)."""
    return max(x, mpf(0))


def log2(x: Any) -> Any:
    """Return log x / log 2."""
    return mp.ln(x) / mp.ln2


def cbrt(x: Any) -> Any:
    """Return the real cube root, of the sign of x; mpmath's own is complex below 0."""
    return mp.sign(x) * mp.cbrt(abs(x))


def sigmoid(x: Any) -> Any:
    """Return 1 / (1 + e**-x)."""
    return 1 / (1 + mp.exp(-x))


def softplus(x: Any) -> Any:
    """Return log(1 + e**x)."""
    return mp.log1p(mp.exp(x))


def gelu(x: Any) -> Any:
    """Return x * P(X <= x), X standard normal."""
    return x * mp.ncdf(x)


def minimum(x: Any, y: Any) -> Any:
    """Return the smaller of two."""
    return min(x, y)


def maximum(x: Any, y: Any) -> Any:
    """Return the larger of two."""
    return max(x, y)


def where(condition: Any, x: Any, y: Any) -> Any:
    """Return x if the condition is not 0, else y."""
    return x if condition else y


def gt(x: Any, y: Any) -> Any:
    """Return 1 if x > y, else 0."""
    return mpf(x > y)


def ge(x: Any, y: Any) -> Any:
    """Return 1 if x >= y, else 0."""
    return mpf(x >= y)


def lt(x: Any, y: Any) -> Any:
    """Return 1 if x < y, else 0."""
    return mpf(x < y)


def le(x: Any, y: Any) -> Any:
    """Return 1 if x <= y, else 0."""
    return mpf(x <= y)


def eq(x: Any, y: Any) -> Any:
    """Return 1 if x and y are the same number, else 0."""
    return mpf(x == y)


def ne(x: Any, y: Any) -> Any:
    """Return 1 if x and y are not the same number, else 0."""
    return mpf(x != y)
