"""Training data as plain finite floats, checked before anything is done with it."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from micrograd_core import Value
from micrograd_core.errors import counted
from micrograd_core.number import require_real

Rows = list[list[float]]


def training_data(X: Iterable[Any], y: Iterable[Any]) -> tuple[Rows, list[float]]:  # noqa: N803
    """Return `X`, rows of numbers, and `y`, a number a row, as floats.

    ValueError: no rows, different lengths, NaN or infinity. TypeError: something that is no number.
    """
    rows = [_row(row, i) for i, row in enumerate(listed(X, "X"))]
    targets = [_finite(target, f"y[{i}]") for i, target in enumerate(listed(y, "y"))]
    if not rows or len(rows) != len(targets):
        raise ValueError(
            "training needs one target for each row, and one row at least; "
            f"it got {counted(len(rows), 'row')} and {counted(len(targets), 'target')}"
        )
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise ValueError(
                f"X[{i}] has {counted(len(row), 'number')}, and X[0] has {len(rows[0])}"
            )
    return rows, targets


def listed(numbers: Any, what: str) -> list[Any]:
    """Return a list of `numbers`, NumPy's as Python's; TypeError, naming `what`, if it is none."""
    if hasattr(numbers, "tolist"):
        numbers = numbers.tolist()
    if isinstance(numbers, str | bytes | Mapping) or not isinstance(numbers, Iterable):
        raise TypeError(f"{what} must be a sequence, not {numbers!r}")
    return list(numbers)


def number_or_value(x: Any, what: str) -> Any:
    """Return a Value as it is, and a real number as a float; TypeError naming `what`."""
    return x if isinstance(x, Value) else require_real(x, what)


def _row(row: Any, i: int) -> list[float]:
    return [_finite(x, f"X[{i}][{j}]") for j, x in enumerate(listed(row, f"X[{i}]"))]


def _finite(number: Any, what: str) -> float:
    x = require_real(number, what)
    if not math.isfinite(x):
        raise ValueError(f"{what} is {x}; training needs finite numbers, so leave that row out")
    return x
