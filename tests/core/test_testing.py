"""The checks of an operator: a good row passes them all, a bad one is told what to change."""

import math
from typing import Any

import pytest

from micrograd_core import Op, Registry, using
from micrograd_core.testing import PROPERTIES, assert_op, check_op, numerical_derivative
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU

GOOD = [
    Op("double", lambda x: 2 * x, lambda out, x: (2.0,)),
    Op("cube", lambda x: x * x * x, lambda out, x: (3 * x * x,)),
    Op("fma", lambda x, y, z: x * y + z, lambda out, x, y, z: (y, x, 1.0)),
    Op("atan", math.atan, lambda out, x: (1 / (x * x + 1),)),
    Op("total", lambda *xs: sum(xs), lambda out, *xs: (1.0,) * len(xs)),
]
BAD: dict[str, tuple[Op, str]] = {
    "a wrong derivative": (
        Op("bad", lambda x: x * x, lambda out, x: (x,)), "first derivatives: partials are wrong at"
    ),
    "a wrong second operand": (
        Op("bad", lambda x, y: x * y, lambda out, x, y: (y, y)), "operand 1"
    ),
    "the wrong sign": (Op("bad", math.sin, lambda out, x: (-1.0 * out,)), "first derivatives"),
    "a second derivative of plain floats": (
        Op("bad", lambda x: x**3, lambda out, x: (3 * float(getattr(x, "data", x)) ** 2,)),
        "second derivatives: partials are wrong at",
    ),
    "a forward rule that raises at 0": (
        Op("bad", lambda x: 1 / x, lambda out, x: (-out * out,)), "ZeroDivisionError"
    ),
    "a complex number": (
        Op("bad", lambda x: x**0.5, lambda out, x: (0.5 / out,), domain=((0.1, 9.0),)),
        "it should be a float",
    ),
    "too few partials": (Op("bad", lambda x, y: x + y, lambda out, x, y: (1.0,)), "1 derivatives"),
}  # fmt: skip


@pytest.mark.parametrize("row", [*GOOD, ADD, MUL, RELU], ids=lambda row: row.name)
def test_a_good_row_has_every_property(row: Op) -> None:
    assert_op(row)
    assert [verdict.ok for verdict in check_op(row)] == [True] * len(PROPERTIES)
    assert {verdict.operator for verdict in check_op(row)} == {row.name}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_row_is_told_what_to_change(fault: str) -> None:
    row, text = BAD[fault]
    with pytest.raises(AssertionError) as caught:
        assert_op(row)
    assert text in str(caught.value)


@pytest.mark.parametrize("fault", BAD)
def test_checking_a_bad_row_gives_verdicts_and_never_raises(fault: str) -> None:
    verdicts = check_op(BAD[fault][0])
    assert len(verdicts) == len(PROPERTIES)
    assert not all(verdict.ok for verdict in verdicts)


def test_a_check_needs_the_operators_of_arithmetic_only() -> None:
    with using(Registry([ADD, MUL, POW, RELU])):
        assert_op(GOOD[0])


def test_checks_are_the_same_at_every_call() -> None:
    assert check_op(GOOD[3]) == check_op(GOOD[3])


@pytest.mark.parametrize(
    ("f", "x", "slope"),
    [(math.sin, 1.0, math.cos(1.0)), (math.exp, 0.0, 1.0), (lambda x: x**4, 2.0, 32.0)],
)
def test_differences_agree_with_calculus_within_their_own_doubt(
    f: Any, x: float, slope: float
) -> None:
    found, doubt = numerical_derivative(f, x, 0.1)
    assert abs(found - slope) <= 1e-8
    assert doubt <= 1e-8
