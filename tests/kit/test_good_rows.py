"""A good row has every property, with three fields or with all of them."""

import math
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd_core import Op, Registry, using
from micrograd_core.testing import (
    assert_op,
    cases,
    check_op,
    edges,
    numerical_derivative,
    points,
)
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU
from micrograd_ops.elementary import COS, LOG, ROWS

from .rows import FMA, judged

GOOD = [
    Op("double", lambda x: 2 * x, lambda out, x: (2.0,)),
    Op("cube", lambda x: x * x * x, lambda out, x: (3 * x * x,)),
    FMA,
    Op("atan", math.atan, lambda out, x: (1 / (x * x + 1),)),
    Op("total", lambda *xs: sum(xs), lambda out, *xs: (1.0,) * len(xs)),
    Op("scale", lambda x, *, k: k * x, lambda out, x, *, k: (k,), "x{k}", params=({"k": 2},)),
    Op(
        "everything",
        math.sinh,
        lambda out, x: ((1 + out * out) ** 0.5,),
        domain=((-3.0, 3.0),),
        points=((2.5,), (-0.25,)),
        reference="mpmath:sinh",
        singular={(0.0,): (0.0, 1.0)},
    ),
]
TITLES = [
    "first derivatives",
    "second derivatives",
    "third derivatives",
    "reference",
    "forward mode",
    "values and floats",
    "arrays",
    "edge values",
    "singular points",
    "arity",
    "call forms",
    "purity",
    "threads",
    "fresh process",
    "symbol",
    "pickling",
]


@pytest.mark.parametrize("row", GOOD[:6], ids=lambda row: row.name)
def test_a_good_row_fails_nothing(row: Op) -> None:
    assert_op(row)
    verdicts = check_op(row)
    assert [verdict.property for verdict in verdicts] == TITLES
    assert {verdict.operator for verdict in verdicts} == {row.name}
    assert {v.property for v in verdicts if v.outcome == "skipped"} == {
        "reference",
        "singular points",
        "fresh process",
    }
    assert all(v.ok or v.message for v in verdicts)


def test_an_operator_of_five_operands_fails_nothing() -> None:
    total = Op(
        "total", lambda a, b, c, d, e: a + b + c + d + e, lambda out, a, b, c, d, e: (1.0,) * 5
    )
    assert [*map(str, filter(lambda verdict: verdict.failed, check_op(total)))] == []


def test_sinh_overflows_and_says_so() -> None:
    """`math.sinh` raises where it should return an infinity; nothing else is wrong with it."""
    failures = [verdict for verdict in check_op(GOOD[6]) if verdict.failed]
    assert [verdict.property for verdict in failures] == ["edge values"]
    assert "OverflowError" in failures[0].message


@pytest.mark.parametrize("row", [ADD, MUL, POW, RELU, *ROWS], ids=lambda row: row.name)
def test_a_shipped_row_has_every_property_and_nothing_is_skipped(row: Op) -> None:
    assert [str(verdict) for verdict in check_op(row) if not verdict.ok] == []


def test_a_reference_may_be_a_function_and_takes_the_parameters_as_the_rules_do() -> None:
    """An operand that is given by name comes behind the others, a parameter by its name."""

    def exact(x: Any, n: Any, *, k: float = 1.0) -> Any:
        return k * x**n

    row = Op(
        "scaled_power",
        lambda x, n, *, k=1.0: k * POW(x, n),
        lambda out, x, n, *, k=1.0: (k * n * POW(x, n - 1), lambda: out * LOG(x)),
        domain=POW.domain,
        reference=exact,
        params=({"n": 2}, {"k": 3.0}, {"n": 3.0, "k": 0.5}),
    )
    verdict = judged("reference", row)
    assert verdict.ok, verdict.message
    assert 0 < verdict.worst < 1e-12


def test_a_check_needs_the_operators_of_arithmetic_only() -> None:
    with using(Registry([ADD, MUL, POW, RELU])):
        assert_op(GOOD[0])


@pytest.mark.parametrize(("title", "module"), [("reference", "mpmath"), ("arrays", "numpy")])
def test_what_needs_a_module_that_is_not_installed_is_skipped_and_never_ok(
    title: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert judged(title, ROWS[0]).ok
    monkeypatch.setitem(sys.modules, module, None)
    verdict = judged(title, ROWS[0])
    assert (verdict.outcome, verdict.ok) == ("skipped", False)
    assert verdict.message == f"{module} is not installed; pip install {module}"


def test_checks_are_the_same_at_every_call() -> None:
    # NaN stands where a check was skipped, and is no number's equal.
    assert [*map(repr, check_op(GOOD[3]))] == [*map(repr, check_op(GOOD[3]))]


coefficients = st.lists(st.floats(-3, 3).filter(lambda c: abs(c) > 0.1), min_size=2, max_size=5)


def polynomial(coefficients: list[float], in_rule: list[float]) -> Op:
    def forward(x: float) -> float:
        return sum((c * x**n for n, c in enumerate(coefficients)), 0.0)

    def rule(out: Any, x: Any) -> Any:
        return (sum(n * c * x ** (n - 1) for n, c in enumerate(in_rule) if n),)

    return Op("polynomial", forward, rule, domain=((-2.0, 2.0),))


@pytest.mark.parametrize(
    "domain",
    [(1e-9, 2e-9), (1e9, 2e9), (-2e9, -1e9), (1e12, math.inf), (-math.inf, -1e12), (-1e-3, 1e3)],
)
def test_a_domain_of_any_size_can_be_checked(domain: tuple[float, float]) -> None:
    assert_op(Op("square", lambda x: x * x, lambda out, x: (2 * x,), domain=(domain,)))


@pytest.mark.parametrize(
    "row",
    [
        Op("frac", lambda x: x % 1, lambda out, x: (1.0,), domain=((-40.0, 40.0),)),
        Op("round", lambda x: float(round(x)), lambda out, x: (0.0,), domain=((-900.0, 900.0),)),
        Op("ripple", lambda x: math.sin(1000 * x), lambda out, x: (1000 * COS(1000 * x),)),
    ],
    ids=lambda row: row.name,
)
def test_jumps_and_ripples_are_no_wrong_derivatives(row: Op) -> None:
    for title in TITLES[:3]:
        verdict = judged(title, row)
        assert verdict.ok, verdict.message


@settings(max_examples=10, deadline=None)
@given(coefficients=coefficients, data=st.data())
def test_derivatives_of_a_polynomial_hold_and_one_changed_sign_in_the_rule_is_caught(
    coefficients: list[float], data: st.DataObject
) -> None:
    n = data.draw(st.integers(1, len(coefficients) - 1))
    mutated = [-c if k == n else c for k, c in enumerate(coefficients)]
    for title in TITLES[:3]:
        assert judged(title, polynomial(coefficients, coefficients)).ok
    assert judged(TITLES[0], polynomial(coefficients, mutated)).failed


@pytest.mark.parametrize("row", [*GOOD, POW, *ROWS], ids=lambda row: row.name)
def test_points_are_inside_the_domain_near_its_edges_and_the_authors_come_first(row: Op) -> None:
    for case in cases(row):
        drawn = [*points(case)]
        assert all(map(case.contains, drawn))
        assert len(drawn) > 40
        own = [xs for xs in row.points if len(xs) == case.count]
        assert drawn[: len(own)] == own
        low, high = case.interval(0)
        for end in filter(math.isfinite, (low, high)):
            width = min(high - low, max(1.0, abs(end)))
            assert min(abs(xs[0] - end) for xs in drawn) <= 1.01e-4 * width


def test_edges_are_every_kind_of_number_for_every_operand() -> None:
    for count in (1, 2, 3):
        for column in zip(*edges(count), strict=True):
            kinds = {"nan" if math.isnan(x) else x for x in column}
            assert {0.0, 1.0, math.inf, -math.inf, "nan", 1e308, 5e-324} <= kinds


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
