"""Forward mode and reverse mode, floats and Values: what differs between them is found."""

import math
from typing import Any

import pytest

from micrograd_core import Op, Value

from .rows import FMA, judged, waiting

LARGE = Op("large", lambda x, y: x * y, lambda out, x, y: (y, x), domain=((1e9, 2e9), (-2e9, -1e9)))


def root(x: float, y: float) -> float:
    return math.sqrt(x) * y if x >= 0 else math.nan


def root_partials(out: Any, x: Any, y: Any) -> Any:
    return (math.inf if x == 0 else 0.5 * y * x**-0.5, lambda: x**0.5)


@pytest.mark.parametrize("row", [FMA, LARGE], ids=lambda row: row.name)
@pytest.mark.parametrize("title", ["forward mode", "values and floats"])
def test_a_good_row_of_several_operands_is_good(title: str, row: Op) -> None:
    verdict = judged(title, row)
    assert verdict.ok, verdict.message
    assert verdict.worst < 1e-15


def test_a_partial_that_waits_for_another_is_found_and_its_operand_named() -> None:
    row = Op("bad", lambda x, y: x * y, waiting)
    verdict = judged("forward mode", row)
    assert verdict.failed
    assert " by operand 1 forward mode gives " in verdict.message
    assert verdict.message.endswith("a partial must not depend on which others are evaluated")


def test_where_a_partial_is_infinite_each_operand_is_looked_at_alone() -> None:
    row = Op(
        "root",
        root,
        root_partials,
        points=((0.0, 1.0),),
        domain=((-1.0, math.inf), (-math.inf, math.inf)),
    )
    verdict = judged("forward mode", row)
    assert verdict.ok, verdict.message


def test_another_number_on_values_is_found_at_a_documented_point_too() -> None:
    def partials(out: Any, x: Any) -> Any:
        return (2 * x if not isinstance(x, Value) or x.data != 7.25 else 1.0,)

    plain = Op("bad", lambda x: x * x, partials)
    documented = Op("bad", lambda x: x * x, partials, singular={(7.25,): (52.5625, 14.5)})
    assert judged("values and floats", plain).ok
    verdict = judged("values and floats", documented)
    assert verdict.where == "bad(7.25)"
    assert "partial 0 is 14.5 on floats and 1.0 on Values" in verdict.message
