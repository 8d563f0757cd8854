"""Every way to call an operator, and what the rules are told about the operands they take."""

import math
import operator
from typing import Any

import pytest

from micrograd_core import Op, Value
from micrograd_core.testing import cases
from micrograd_core.testing.forms import _forms
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU
from micrograd_ops.elementary import COS

from .rows import FMA, judged, waiting

# Of two operands, which nobody can take for each other.
CONE = Op("cone", lambda x, y: x * x * y, lambda out, x, y: (2 * x * y, x * x))
MIXED = Op("mixed", lambda x, y: x * y, waiting)

BESIDE = [f"fma(2.0, 3.0, 5.0) with numbers beside operand {n}" for n in range(3)]
FORMS: list[tuple[Op, list[list[str]]]] = [
    (RELU, [["relu(2.0) with numbers beside operand 0", "the method relu()"]]),
    (FMA, [[*BESIDE, "the method fma()"]]),
    (
        POW,
        [
            [
                "pow(2.0, 3.0) with numbers beside operand 0",
                "pow(2.0, 3.0) with numbers beside operand 1",
                "the method pow()",
                "Value(2.0) ** 3.0",
                "2.0 ** Value(3.0)",
            ],
            [
                "pow(2.0, n=2) with numbers beside operand 0",
                "the method pow()",
                "pow(2.0, n=2) without names",
            ],
        ],
    ),
]


@pytest.mark.parametrize(("row", "expected"), FORMS, ids=lambda x: getattr(x, "name", ""))
def test_the_forms_of_a_call_are_these(row: Op, expected: list[list[str]]) -> None:
    xs = (2.0, 3.0, 5.0)
    for case, texts in zip(cases(row), expected, strict=False):
        found = [*_forms(case, xs[: case.count])]
        assert [text for text, *_ in found] == texts
        wanted = case.forward(*xs[: case.count])
        for text, n, operand, out in found:
            assert out.data == wanted, text
            assert type(operand) is Value
            assert operand.data == xs[n], text


@pytest.mark.parametrize("row", [ADD, MUL, POW, RELU, CONE, FMA], ids=lambda row: row.name)
@pytest.mark.parametrize("title", ["call forms", "arity"])
def test_a_good_row_may_be_called_in_every_form(title: str, row: Op) -> None:
    verdict = judged(title, row)
    assert verdict.ok, verdict.message


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (MIXED, "partial 1 of mixed(-61.7, {}) with numbers beside operand 1 is "),
        (Op("mul", lambda x, y: x * y + x, lambda out, x, y: (y + 1.0, x)), " * Value("),
        (Op("add", lambda x, y: x + 2 * y, lambda out, x, y: (1.0, 2.0)), " + Value("),
    ],
    ids=["beside", "mul", "add"],
)
def test_a_form_that_gives_something_else_is_named(row: Op, text: str) -> None:
    verdict = judged("call forms", row)
    assert verdict.failed
    y = verdict.where.removeprefix("mixed(-61.7, ").removesuffix(")")
    assert text.format(y) in verdict.message
    assert verdict.message.endswith("take every operand in the same way")


def test_a_partials_rule_that_fails_on_floats_is_counted_on_values() -> None:
    row = Op("bad", lambda x: x * x, lambda out, x: (x.relu(), 1.0))
    verdict = judged("arity", row)
    assert verdict.message == "the partials gave 2 derivatives for 1 operand; return one for each"


@pytest.mark.parametrize(
    ("partials", "text"),
    [
        (lambda out, x: (1.0, 2.0), "2 derivatives for 1 operand; return one for each"),
        (lambda out, x: (), "0 derivatives for 1 operand; return one for each"),
        (lambda out, x: 1.0, "gave 1.0; they should give a tuple, with a comma: (dx,)"),
        (lambda out, x: operator.index(x), "the partials rule of operator 'bad'"),
    ],
)
def test_a_partials_rule_of_another_number_is_told(partials: Any, text: str) -> None:
    verdict = judged("arity", Op("bad", lambda x: x, partials))
    assert verdict.failed
    assert text in verdict.message


def test_a_parameter_that_forward_alone_takes_is_told() -> None:
    def partials(out: Any, x: Any, *, b: float = 1.0) -> Any:
        return (1.0,)

    row = Op("bad", lambda x, *, a=1.0, b=1.0, c=1.0: x, partials)
    verdict = judged("arity", row)
    assert verdict.message.startswith("forward takes a=, c= which the partials do not; both rules")
    assert judged("arity", Op("all", lambda x, *, a=1.0: x, lambda out, x, **k: (1.0,))).ok
    assert judged("arity", Op("sin", math.sin, lambda out, x: (COS(x),))).ok


def test_a_forward_rule_of_other_operands_is_told() -> None:
    verdict = judged("arity", Op("bad", lambda x: x, lambda out, x, y: (1.0, 1.0)))
    assert verdict.message.startswith(
        "forward does not take what the partials take, 2 operands and {}: "
    )
    assert verdict.where.startswith("bad(")
