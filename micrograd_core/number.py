"""Decides what counts as a real number, and turns it into a double."""

from numbers import Rational
from typing import Any

_REAL = (int, float, Rational)  # a Fraction is a Rational


def real(x: Any) -> float | None:
    """Return `x` as a double if it is a real scalar, else None.

    Real scalars are int, bool, float, Fraction and NumPy's real scalars (arrays of no dimensions
    among them). OverflowError: an integer or Fraction beyond the range of a double.
    """
    if isinstance(x, _REAL) or _is_numpy_scalar(x):
        try:
            return float(x)
        except OverflowError:
            text = f"a number of {int(x).bit_length()} bits is beyond the range of a double"
            raise OverflowError(f"{text}; scale the problem down") from None
    return None


def require_real(x: Any, what: str) -> float:
    """Return `x` as a double; TypeError, naming `what` it was meant for, if it is not a number."""
    number = real(x)
    if number is None:
        raise TypeError(
            f"{what} must be a real number (int, float, Fraction or a NumPy scalar), "
            f"not {x!r} of type {type(x).__name__}"
        )
    return number


def _is_numpy_scalar(x: Any) -> bool:
    # NumPy is never imported for this: an object that is none of its own lacks these attributes.
    kind = getattr(getattr(x, "dtype", None), "kind", "")
    return kind in {"b", "i", "u", "f"} and getattr(x, "shape", None) == ()
