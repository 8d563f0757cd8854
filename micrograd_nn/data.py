"""Training data as plain finite floats, checked before anything is done with it."""

import math
from collections.abc import Iterable
from typing import Any

from micrograd_core.number import require_real

Rows = list[list[float]]


def training_data(X: Iterable[Any], y: Iterable[Any]) -> tuple[Rows, list[float]]:  # noqa: N803
    """Return `X`, rows of numbers, and `y`, a number a row, as floats.

    ValueError: no rows, different lengths, NaN or infinity. TypeError: something that is no number.
    """
    rows = [_row(row, i) for i, row in enumerate(_listed(X, "X"))]
    targets = [_finite(target, f"y[{i}]") for i, target in enumerate(_listed(y, "y"))]
    if not rows or len(rows) != len(targets):
        raise ValueError(
            "training needs one target for each row, and one row at least; "
            f"there are {len(rows)} rows and {len(targets)} targets"
        )
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise ValueError(f"X[{i}] has {len(row)} numbers, and X[0] has {len(rows[0])}")
    return rows, targets


def _row(row: Any, i: int) -> list[float]:
    return [_finite(x, f"X[{i}][{j}]") for j, x in enumerate(_listed(row, f"X[{i}]"))]


def _listed(numbers: Any, what: str) -> list[Any]:
    if hasattr(numbers, "tolist"):
        numbers = numbers.tolist()
    if isinstance(numbers, str | bytes) or not isinstance(numbers, Iterable):
        raise TypeError(f"{what} must be a sequence, not {numbers!r}")
    return list(numbers)


def _finite(number: Any, what: str) -> float:
    x = require_real(number, what)
    if not math.isfinite(x):
        raise ValueError(f"{what} is {x}; training needs finite numbers, so leave that row out")
    return x
