"""What a check found: the largest error, where it was, how it is told."""

import math

import pytest

from micrograd_core.testing import Verdict, faults
from micrograd_core.testing.verdict import FAILED, OK, SKIPPED, Worst, apart, fails, holds, skipped

INF, NAN = math.inf, math.nan


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (0.0, -0.0, 0.0),
        (1.0, 1.0, 0.0),
        (NAN, NAN, 0.0),
        (INF, INF, 0.0),
        (1.0, 2.0, 0.5),
        (-4.0, 1.0, 1.25),
        (1e-3, 0.0, 1.0),
        (1.0, NAN, INF),
        (1.0, INF, INF),
        (-INF, INF, INF),
        (INF, NAN, INF),
        (1e308, -1e308, INF),
    ],
)
def test_how_far_two_numbers_are_apart_is_a_part_of_the_larger(
    x: float, y: float, expected: float
) -> None:
    assert apart(x, y) == expected
    assert apart(y, x) == expected


def test_the_largest_error_is_kept_the_first_of_equals_and_nan_above_all() -> None:
    worst = Worst()
    assert (worst.error, worst.where, worst.what) == (0.0, "", "")
    for error, where in ((0.0, "none"), (0.5, "half"), (0.25, "less"), (0.5, "again")):
        worst.meet(error, where, where)
    assert (worst.error, worst.where, worst.what) == (0.5, "half", "half")
    worst.meet(NAN, "nan", 3)
    assert math.isnan(worst.error)
    assert (worst.where, worst.what) == ("nan", "3")
    worst.meet(INF, "later", "later")
    assert worst.where == "nan"


def test_an_error_up_to_the_tolerance_holds_and_one_beyond_is_told_with_advice() -> None:
    worst = Worst(0.5, "f(1)", "the result is 3")
    assert worst.verdict(0.5, "mend it") == Verdict(OK, 0.5, "f(1)")
    message = "at f(1) the result is 3; mend it"
    assert worst.verdict(0.25, "mend it") == Verdict(FAILED, 0.5, "f(1)", message)
    assert Worst(NAN, "f(1)", "no number").verdict(0.5, "mend it").failed


def test_what_holds_fails_or_is_skipped_says_so_with_its_error() -> None:
    assert holds() == Verdict(OK, 0.0, "", "") == Verdict(OK)
    assert holds(0.5, "f(1)") == Verdict(OK, 0.5, "f(1)", "")
    assert fails("mend it") == Verdict(FAILED, INF, "", "mend it")
    assert fails("mend it", 0.5, "f(1)") == Verdict(FAILED, 0.5, "f(1)", "mend it")
    left_out = skipped("no numpy")
    assert (left_out.outcome, left_out.where, left_out.message) == (SKIPPED, "", "no numpy")
    assert math.isnan(left_out.worst)
    assert [(v.ok, v.failed) for v in (holds(), fails(""), left_out)] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip


def test_a_fault_is_told_once_with_every_property_that_it_breaks() -> None:
    told = [
        Verdict(FAILED, 1.0, "", "mend it", "f", "arity"),
        Verdict(FAILED, 1.0, "", "mend that", "f", "purity"),
        Verdict(FAILED, 1.0, "", "mend it", "f", "threads"),
        Verdict(FAILED, 1.0, "", "mend it", "g", "arity"),
        Verdict(OK, 1.0, "", "", "h", "arity"),
        Verdict(SKIPPED, NAN, "", "no numpy", "h", "arrays"),
    ]
    assert faults(told) == [
        "f: arity, threads: mend it",
        "f: purity: mend that",
        "g: arity: mend it",
    ]
    assert str(told[0]) == "f: arity: mend it"
    assert str(told[4]) == "h: arity: ok"
