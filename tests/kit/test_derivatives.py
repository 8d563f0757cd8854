"""Differences of the order below find a wrong derivative of any order, and name it."""

import math
from typing import Any

import pytest

from micrograd_core import Op
from micrograd_ops.elementary import ABS, COS, WHERE

from .rows import judged

# x itself, with a wrong derivative.
SLIP = Op("slip", lambda x: x, lambda out, x: (2.0,))
# x * x, with a right derivative that has a wrong one.
BEND = Op("bend", lambda x: x * x, lambda out, x: (2 * SLIP(x),))


def with_partials(*partials: Any) -> Op:
    """Return x * x * y with these partials, functions of x and y."""
    return Op("product", lambda x, y: x * x * y, lambda out, x, y: [d(x, y) for d in partials])


def by_x(x: Any, y: Any) -> Any:
    return 2 * x * y


def by_y(x: Any, y: Any) -> Any:
    return x * x


FAULTS = [
    ("first", with_partials(lambda x, y: x * y, by_y), "partial 0 is "),
    ("first", with_partials(by_x, lambda x, y: x * y), "partial 1 is "),
    (
        "second",
        with_partials(by_x, lambda x, y: x * SLIP(x)),
        "partial 1, differentiated by operand 0, is ",
    ),
    (
        "second",
        with_partials(lambda x, y: 2 * SLIP(x) * y, by_y),
        "partial 0, differentiated by operand 0, is ",
    ),
    (
        "third",
        with_partials(by_x, lambda x, y: BEND(x)),
        "partial 1, differentiated by operand 0, then by operand 0, is ",
    ),
]


@pytest.mark.parametrize(("order", "row", "text"), FAULTS, ids=range(len(FAULTS)))
def test_a_wrong_derivative_is_named(order: str, row: Op, text: str) -> None:
    verdict = judged(f"{order} derivatives", row)
    assert verdict.failed
    assert f" {text}" in verdict.message
    assert ("write that partial in arithmetic" in verdict.message) == (order != "first")
    assert verdict.where.startswith("product(")
    assert verdict.worst > 0.01


@pytest.mark.parametrize("order", ["first", "second", "third"])
def test_three_operands_are_moved_one_by_one(order: str) -> None:
    row = Op(
        "fma",
        lambda x, y, z: x * y + z * z * z,
        lambda out, x, y, z: (y, x, 3 * z * z),
    )
    verdict = judged(f"{order} derivatives", row)
    assert verdict.ok, verdict.message
    assert verdict.worst < 1e-7


def test_an_operator_without_a_smooth_point_is_told_to_declare_a_domain() -> None:
    rough = Op("rough", lambda x: 1e6 * math.sin(1e12 * x), lambda out, x: (0.0,))
    verdict = judged("first derivatives", rough)
    text = "at no point of the domain of rough('x0') could x0 be checked by differences"
    assert verdict.message == f"{text}; declare a domain= where it is smooth"
    assert math.isnan(verdict.worst)


def test_no_step_leaves_the_domain() -> None:
    low, high = 2.0, 3.0
    asked: list[float] = []

    def forward(x: float) -> float:
        asked.append(x)
        return x * x

    row = Op("square", forward, lambda out, x: (2 * x,), domain=((low, high),))
    assert judged("first derivatives", row).ok
    assert low < min(asked) < low + 1e-3
    assert high > max(asked) > high - 1e-3


def same(rule: Any, **more: Any) -> Op:
    """Return x with this partial."""
    return Op("same", lambda x: x, lambda out, x: (rule(x),), **more)


def sinc(x: float) -> float:
    if not math.isfinite(x):
        return 0.0 if x == x else x
    return math.sin(x) / x if x else 1.0


def series(x: Any) -> Any:
    """Return the derivative of sinc, of a wrong sign near 0."""
    return WHERE(ABS(x) < 5e-3, x / 3, (COS(x) - sinc(float(x))) / WHERE(x * 1.0, x, 1.0))


@pytest.mark.parametrize(
    ("row", "where"),
    [
        (Op("sinc", sinc, lambda out, x: ((COS(x) - out) / x,)), "sinc(0.0)"),
        (Op("sinc", sinc, lambda out, x: (series(x),)), "sinc(0.001)"),
        (same(lambda x: 1.0 + (-0.009 < x < 0.009)), "same(0.0)"),
        (same(lambda x: 5.0 if x == 0 else 1.0), "same(0.0)"),
        (same(lambda x: 2.0 if x > 400 else 1.0), "same(1234567.8)"),
        (same(lambda x: 2.0 if x < 9e-5 else 1.0, domain=((0.0, 1.0),)), "same(1e-08)"),
        (Op("tiny", lambda x: 1e-23 * x, lambda out, x: (-5e-8,)), "tiny(0.0)"),
        (Op("tiny", lambda x: 1e-23 * x, lambda out, x: (1.001e-23,)), "tiny(0.0)"),
    ],
    ids=range(8),
)
def test_a_wrong_derivative_is_found_at_0_near_an_edge_far_out_and_however_small(
    row: Op, where: str
) -> None:
    verdict = judged("first derivatives", row)
    assert verdict.failed
    assert verdict.where == where


def finite(f: Any) -> Any:
    """Return `f`, which is NaN at infinity."""
    return lambda x: f(x) if math.isfinite(x) else math.nan


GOOD = [
    Op("kink", lambda x: max(x, 0.0), lambda out, x: ((x > 0) * 1.0,), points=((0.0,),)),
    Op("cusp", lambda x: abs(x) ** 0.5, lambda out, x: (0.5 * out / x,)),
    Op("shift", lambda x: x + 1e9, lambda out, x: (1.0,)),
    Op("lifted", finite(lambda x: 1e8 + math.sin(x)), lambda out, x: (COS(x),)),
    Op("bowl", lambda x: 1e12 + x * x, lambda out, x: (2 * x,)),
    Op(
        "ripple",
        finite(lambda x: math.sin(2000 * x)),
        lambda out, x: (2000 * COS(2000 * x),),
        domain=((-3.0, 3.0),),
    ),
    Op("saw", finite(lambda x: math.fmod(x, 0.1)), lambda out, x: (1.0,)),
    Op("lossy", math.tanh, lambda out, x: (1 - out**2,)),
    Op("log", math.log, lambda out, x: (1 / x,), domain=((0.0, math.inf),), points=((5e-324,),)),
    same(lambda x: 1.0, domain=((0.0, 1.0),), points=((1 - 2**-53,),)),
]


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row.name)
@pytest.mark.parametrize("order", ["first", "second", "third"])
def test_a_right_derivative_is_not_blamed_for_kinks_rounding_ripples_or_no_room(
    order: str, row: Op
) -> None:
    verdict = judged(f"{order} derivatives", row)
    assert verdict.ok, verdict.message


def test_each_operand_has_to_settle_somewhere() -> None:
    row = Op("noise", lambda x, y: x + math.sin(1e9 * y), lambda out, x, y: (1.0, 77.0))
    verdict = judged("first derivatives", row)
    text = "at no point of the domain of noise('x0', 'x1') could x1 be checked by differences"
    assert verdict.message.startswith(text)


def test_a_documented_point_is_left_to_the_document() -> None:
    wrong = same(lambda x: 5.0 if x == 0 else 1.0, singular={(0.0,): (0.0, 5.0)})
    assert judged("first derivatives", wrong).ok
    assert judged("singular points", wrong).ok
