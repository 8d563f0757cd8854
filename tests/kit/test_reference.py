"""The reference in arbitrary precision finds what is wrong, of every order, and by how much."""

import math
from typing import Any

import pytest

from micrograd_core import Op
from micrograd_core.testing.reference import DIGITS, _scale, reference
from micrograd_ops.arithmetic import POW

from .rows import judged

# x ** 3 whose second, and whose third derivative alone is wrong.
SLOPE = Op("slope", lambda x: 3 * x * x, lambda out, x: (6 * x + 1,))
CURVE = Op("curve", lambda x: 6 * x, lambda out, x: (5.0,))
SMOOTH = Op("smooth", lambda x: 3 * x * x, lambda out, x: (CURVE(x),))


def cube(x: Any) -> Any:
    return x * x * x


def product(x: Any, y: Any) -> Any:
    return x * x * y


FAULTS = [
    (Op("a", cube, lambda out, x: (3 * x * x,), reference=lambda x: cube(x) + 1), "forward gives"),
    (Op("a", cube, lambda out, x: (3 * x * x + 1,), reference=cube), "derivative by operand 0 is"),
    (
        Op("a", cube, lambda out, x: (SLOPE(x),), reference=cube),
        "the derivative by operand 0, then by operand 0 is",
    ),
    (
        Op("a", cube, lambda out, x: (SMOOTH(x),), reference=cube),
        "then by operand 0, then by operand 0 is 5.0, that of the reference 6.0",
    ),
    (
        Op("a", product, lambda out, x, y: (2 * x * y, 2 * x * x), reference=product),
        "the derivative by operand 1, then by operand 0 is",
    ),
    (
        Op("a", product, lambda out, x, y: (2 * x * y, x * x + 0.5), reference=product),
        "the derivative by operand 1 is",
    ),
    (
        Op("a", product, lambda out, x, y: (2 * x * y, SLOPE(x) / 3), reference=product),
        "the derivative by operand 1, then by operand 0 is",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "text"), FAULTS, ids=range(len(FAULTS)))
def test_a_derivative_of_any_order_that_is_wrong_is_told(row: Op, text: str) -> None:
    verdict = judged("reference", row)
    assert verdict.failed
    assert text in verdict.message
    assert verdict.worst > 1e-5


@pytest.mark.parametrize(
    ("x", "told"), [(1e-70, False), (1e-25, True), (1e35, True), (1e120, False)]
)
def test_numbers_so_small_or_large_that_others_overflow_are_left_to_other_checks(
    x: float, told: bool
) -> None:
    def forward(y: float) -> float:
        return y * y * (1.001 if y == x else 1.0)

    row = Op("a", forward, lambda out, x: (2 * x,), points=((x,),), reference=lambda x: x * x)
    assert judged("reference", row).failed == told


@pytest.mark.parametrize("x", [5e-324, 1e-200, 1e-61, 1e-40, 1e40, 1e99, 1e101, 1e199, 1e308])
def test_a_good_row_is_good_at_every_size(x: float) -> None:
    """A step that is too long for a small number, or lost beside a large one, finds faults."""
    root = Op(
        "a",
        lambda x: x**0.5 if x >= 0 else math.nan,
        lambda out, x: (0.5 * POW(x, -0.5),),
        domain=((0.0, math.inf),),
        points=((x,),),
        reference="mpmath:sqrt",
    )
    verdict = judged("reference", root)
    assert verdict.ok, verdict.message


def test_an_error_is_a_part_of_the_number_and_of_what_rounding_the_operands_changes() -> None:
    exact = {(): 8.0, (0,): 12.0, (1,): 4.0, (0, 0): 12.0, (0, 1): -6.0, (0, 0, 0): 6.0}
    assert _scale((2.0, -3.0), (), exact) == 8 + 2 * 12 + 3 * 4
    assert _scale((2.0, -3.0), (0,), exact) == 12 + 8 / 2
    assert _scale((2.0, -3.0), (1,), exact) == 4 + 8 / 3
    assert _scale((2.0, -4.0), (1, 0), exact) == 6 + 12 / 4
    assert _scale((2.0, -3.0), (0, 1), exact) == 6 + 12 / 3
    assert _scale((2.0, -3.0), (0, 0, 0), exact) == 6 + 12 / 2 + 12 / 2**2
    assert _scale((0.0, -3.0), (0,), exact) == 12 + 8


def test_the_reference_is_asked_in_ninety_digits() -> None:
    mpmath = pytest.importorskip("mpmath")
    asked, before = set(), mpmath.mp.dps

    def noting(x: Any) -> Any:
        asked.add(mpmath.mp.dps)
        return x * x

    row = Op("a", lambda x: x * x, lambda out, x: (2 * x,), reference=noting)
    assert reference(row).ok
    assert min(asked) >= DIGITS >= 90
    assert mpmath.mp.dps == before


def test_a_reference_that_is_complex_where_the_row_is_nan_asks_for_a_domain() -> None:
    row = Op(
        "a",
        lambda x: x**0.5 if x > 0 else math.nan,
        lambda out, x: (0.5 / out,),
        reference="mpmath:sqrt",
    )
    verdict = judged("reference", row)
    assert "the reference of operator 'a' (this program) is complex at a(" in verdict.message
    assert verdict.message.endswith("; declare a domain= where it is real")


@pytest.mark.parametrize("name", ["nowhere:f", "mpmath:nope"])
def test_a_reference_that_is_not_there_is_told(name: str) -> None:
    verdict = judged("reference", Op("a", cube, lambda out, x: (3 * x * x,), reference=name))
    assert verdict.message.startswith(f"the reference {name!r} cannot be imported: ")
    assert verdict.message.endswith("; mend reference=")


def test_digits_lost_near_the_root_of_a_sum_are_rounding_and_those_of_a_bad_formula_are_not() -> (
    None
):
    far = 1e8

    def exact(x: Any) -> Any:
        return x * x + 2 * x * far

    good = Op("a", lambda x: x * (x + 2 * far), lambda out, x: (2 * x + 2 * far,), reference=exact)
    bad = Op(
        "a",
        lambda x: math.fsum([(x + far) * (x + far), -far * far]),
        lambda out, x: (2 * x + 2 * far,),
        reference=exact,
    )
    assert judged("reference", good).ok
    verdict = judged("reference", bad)
    assert verdict.failed
    assert 1e-10 < verdict.worst < 1e-3
    assert POW.name not in verdict.message
