"""What is rounding passes; what is a little more than rounding does not."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from micrograd_core import Op, Value
from micrograd_core.testing import check_op


def off(where: Callable[[Any], bool], part: float) -> Op:
    """Return x * x whose partial is off by a part of it, for the operands that `where` picks."""
    return Op("off", lambda x: x * x, lambda out, x: (2 * x * (1 + part * where(x)),))


def documented(part: float) -> Op:
    """Return x * x that documents another value at 1."""
    return Op("off", lambda x: x * x, lambda out, x: (2 * x,), singular={(1.0,): (1 + part, 2.0)})


def referred(part: float) -> Op:
    """Return x * x with another reference."""
    return Op(
        "off", lambda x: x * x, lambda out, x: (2 * x,), reference=lambda x: x * x * (1 + part)
    )


ROWS: dict[str, tuple[Callable[[float], Op], float, float]] = {
    "first derivatives": (lambda part: off(lambda x: True, part), 1e-8, 1e-5),
    "values and floats": (lambda part: off(lambda x: type(x) is Value, part), 1e-15, 1e-10),
    "arrays": (lambda part: off(lambda x: isinstance(x, np.ndarray), part), 1e-15, 1e-10),
    "singular points": (documented, 1e-15, 1e-10),
    "reference": (referred, 1e-13, 1e-8),
}


@pytest.mark.parametrize("title", ROWS)
def test_a_row_may_be_off_by_rounding_and_no_more(title: str) -> None:
    make, rounding, fault = ROWS[title]
    for part, outcome in ((rounding, "ok"), (fault, "FAILED")):
        (verdict,) = (v for v in check_op(make(part)) if v.property == title)
        assert verdict.outcome == outcome, verdict
        assert verdict.worst == pytest.approx(part, rel=3, abs=1e-9 if outcome == "ok" else 0)
