"""What operators are in arbitrary precision, where mpmath has no such function of one name."""

from typing import Any

# Numbers of mpmath bring their functions along, so that nothing is imported for them here.


def relu(x: Any) -> Any:
    """Return max(x, 0)."""
    return max(x, 0 * x)


def log2(x: Any) -> Any:
    """Return log x / log 2."""
    return x.context.ln(x) / x.context.ln2


def cbrt(x: Any) -> Any:
    """Return the real cube root, of the sign of x; mpmath's own is complex below 0."""
    return x.context.sign(x) * x.context.cbrt(abs(x))


def sigmoid(x: Any) -> Any:
    """Return 1 / (1 + e**-x)."""
    return 1 / (1 + x.context.exp(-x))


def softplus(x: Any) -> Any:
    """Return log(1 + e**x)."""
    return x.context.log1p(x.context.exp(x))


def gelu(x: Any) -> Any:
    """Return x * P(X <= x), X standard normal."""
    return x * x.context.ncdf(x)


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
    return 0 * x + (x > y)


def ge(x: Any, y: Any) -> Any:
    """Return 1 if x >= y, else 0."""
    return 0 * x + (x >= y)


def lt(x: Any, y: Any) -> Any:
    """Return 1 if x < y, else 0."""
    return 0 * x + (x < y)


def le(x: Any, y: Any) -> Any:
    """Return 1 if x <= y, else 0."""
    return 0 * x + (x <= y)


def eq(x: Any, y: Any) -> Any:
    """Return 1 if x and y are the same number, else 0."""
    return 0 * x + (x == y)


def ne(x: Any, y: Any) -> Any:
    """Return 1 if x and y are not the same number, else 0."""
    return 0 * x + (x != y)
