"""Differences of the order below find a wrong derivative of any order, and name it."""

import math
from typing import Any

import pytest

from micrograd_core import Op

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
    text = "no point of the domain of rough('x') could be checked"
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
