"""At zeros, infinities, NaN and documented points: what a rule may not do there is found."""

import math
from typing import Any

import pytest

from micrograd_core import Op, Value

from .rows import judged


def failing_on(*kinds: type) -> Op:
    """Return x * x whose partials raise at infinity, on these kinds of numbers."""

    def partials(out: Any, x: Any) -> Any:
        if type(x) in kinds and getattr(x, "data", x) == math.inf:
            raise ZeroDivisionError("division by zero")
        return (2 * x,)

    return Op("bad", lambda x: x * x, partials)


def test_a_rule_may_fail_on_floats_at_an_edge_and_not_on_values() -> None:
    assert judged("edge values", failing_on(float)).ok
    verdict = judged("edge values", failing_on(Value))
    assert verdict.where == "bad(inf)"
    assert verdict.message.startswith("at bad(inf) the partials rule of operator 'bad' ")
    assert "raised ZeroDivisionError: division by zero" in verdict.message


def test_the_partials_of_the_partials_are_numbers_at_an_edge_too() -> None:
    slope = failing_on(float, Value)
    row = Op("cubic", lambda x: x * x * x / 3, lambda out, x: (slope(x),))
    assert judged("edge values", row).where == "cubic(inf)"


@pytest.mark.parametrize(
    ("forward", "text"),
    [
        (lambda x: 1 / x, "forward raises ZeroDivisionError: "),
        (lambda x: x**0.5 if x < 0 else x, "it should be a float, NaN where there is no real"),
        (lambda x: None if x == math.inf else x, "forward gives None; it should be a float"),
    ],
)
def test_a_forward_rule_that_gives_no_number_at_an_edge_is_told(forward: Any, text: str) -> None:
    verdict = judged("edge values", Op("bad", forward, lambda out, x: (0.0,)))
    assert verdict.failed
    assert verdict.message.startswith(f"at {verdict.where} ")
    assert text in verdict.message


def test_the_end_of_a_domain_is_an_edge() -> None:
    row = Op(
        "bad",
        lambda x: x if x != 2.5 else "end",  # type: ignore[arg-type, return-value]
        lambda out, x: (1.0,),
        domain=((2.5, 9.0),),
    )
    assert judged("edge values", row).where == "bad(2.5)"


@pytest.mark.parametrize(
    ("documented", "text"),
    [
        ((1.0, 0.0, 0.0), "the value is 0.0, where the row documents 1.0; correct the rule"),
        ((0.0, 1.0, 0.0), "partial 0 is 0.0, where the row documents 1.0"),
        ((0.0, 0.0, math.nan), "partial 1 is 0.0, where the row documents nan"),
        ((0.0, 0.0, 0.0), ""),
    ],
)
def test_what_is_documented_is_held_number_by_number(
    documented: tuple[float, ...], text: str
) -> None:
    row = Op("bad", lambda x, y: x * y, lambda out, x, y: (y, x), singular={(0.0, 0.0): documented})
    verdict = judged("singular points", row)
    assert verdict.ok == (not text)
    assert text in verdict.message


def test_a_documented_point_of_another_number_of_operands_is_told() -> None:
    row = Op("bad", lambda x, y: x * y, lambda out, x, y: (y, x), singular={(0.0,): (0.0, 0.0)})
    verdict = judged("singular points", row)
    assert "singular= has (0.0,), of another number of operands; correct it" in verdict.message
