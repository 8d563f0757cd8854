"""What rows say of themselves for the checks: references in any precision, and domains."""

import itertools
import math
from typing import Any

import mpmath
import pytest

from micrograd_core import Op
from micrograd_core.plugins.lazy import imported
from micrograd_ops import micrograd_register_ops
from micrograd_ops.elementary import ROWS

ALL = (*micrograd_register_ops(), *ROWS)
RAY, UNIT = (0.0, math.inf), (-1.0, 1.0)
DOMAINS = {
    "pow": (RAY, (-math.inf, math.inf)), "log": (RAY,), "log2": (RAY,), "sqrt": (RAY,),
    "log1p": ((-1.0, math.inf),), "acosh": ((1.0, math.inf),),
    "asin": (UNIT,), "acos": (UNIT,), "atanh": (UNIT,),
}  # fmt: skip


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.name)
def test_a_reference_gives_the_row_s_own_value_in_more_digits(row: Op) -> None:
    inside = [1.25, 2.0] if row.name == "acosh" else [0.25, 0.75]
    below = [] if row.name in DOMAINS and row.name != "asin" else [-0.5, 0.0]
    reference: Any = imported(row.reference)
    for xs in itertools.product((*below, *inside), repeat=row.arity or 1):
        found = reference(*map(mpmath.mpf, xs))
        assert float(found) == pytest.approx(row.forward(*xs), rel=1e-14, abs=1e-300)


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.name)
def test_a_domain_is_where_the_function_has_derivatives(row: Op) -> None:
    assert row.domain == DOMAINS.get(row.name, ((-math.inf, math.inf),))
