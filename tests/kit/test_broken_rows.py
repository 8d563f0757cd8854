"""Each property fails the row that lacks it, for that and nothing else, and says what to change."""

import itertools
import math
import time
from typing import Any

import pytest

from micrograd_core import Op
from micrograd_core.testing import assert_op, check_op
from micrograd_ops.hyperbolic import SECH
from micrograd_ops.trigonometric import SIN

from .rows import waiting

counter = itertools.count()
scratch: dict[str, float] = {}

# Right in their numbers, wrong in the derivatives of these.
SLOPE = Op("slope", lambda x: 3 * x * x, lambda out, x: (5 * x,))
CURVE = Op("curve", lambda x: 6 * x, lambda out, x: (5.0,))
SMOOTH = Op("smooth", lambda x: 3 * x * x, lambda out, x: (CURVE(x),))


def doubling(out: Any, x: Any) -> Any:
    d = x
    d += x
    return (d,)


def clearing(out: Any, x: Any) -> Any:
    if hasattr(x, "grad"):
        x.grad = 0.0
    return (2 * x,)


def scratching(x: float) -> float:
    scratch["x"] = x
    time.sleep(1e-5)
    return 2 * scratch["x"]


class Unprintable:
    def __format__(self, spec: str) -> str:
        raise LookupError("no words")


class Unpicklable(Op):
    def __reduce__(self) -> Any:
        raise LookupError("no way")


class Changeling(Op):
    def __reduce__(self) -> Any:
        return float, (1.0,)


def square(x: float) -> float:
    return x * x


# The properties for which partials meet the graph's own Values, where the engine itself refuses a
# rule that writes to them.
ON_VALUES = {"second derivatives", "third derivatives", "values and floats", "edge values"}

BROKEN: dict[str, tuple[Op, set[str], str]] = {
    "a wrong derivative": (
        Op("bad", square, lambda out, x: (3 * x,)),
        {"first derivatives"},
        "correct that partial",
    ),
    "a wrong sign": (
        Op("bad", math.atan, lambda out, x: (1 / (1 - x * x),)),
        {"first derivatives"},
        "partial 0 is",
    ),
    "a wrong second operand": (
        Op("bad", lambda x, y: x * y, lambda out, x, y: (y, y)),
        {"first derivatives"},
        "partial 1 is",
    ),
    "a row within a rule with a wrong rule": (
        Op("bad", lambda x: x * x * x, lambda out, x: (SLOPE(x),)),
        {"second derivatives"},
        "write that partial in arithmetic and other rows",
    ),
    "a row within a row within a rule with a wrong rule": (
        Op("bad", lambda x: x * x * x, lambda out, x: (SMOOTH(x),)),
        {"third derivatives"},
        "partial 0, differentiated by operand 0, then by operand 0, is 5.0",
    ),
    "a wrong point of the author's alone": (
        Op(
            "bad",
            lambda x: x + max(1.0 - abs(x - 2000.0), 0.0),
            lambda out, x: (1.0,),
            points=((2000.5,),),
        ),
        {"first derivatives"},
        "at bad(2000.5)",
    ),
    "no smooth point": (
        Op("bad", lambda x: 1e6 * SIN(1e12 * x), lambda out, x: (0.0,)),
        {"first derivatives"},
        "declare a domain=",
    ),
    "lost digits": (
        Op("bad", math.tanh, lambda out, x: (1 - out**2,), reference="mpmath:tanh"),
        {"reference"},
        "choose a form that keeps the digits",
    ),
    "another function than the reference": (
        Op("bad", math.tanh, lambda out, x: (SECH(x) ** 2,), reference="mpmath:sin"),
        {"reference"},
        "mend reference=, or document",
    ),
    "a partial that waits for another": (
        Op("bad", lambda x, y: x * y, waiting),
        {"forward mode", "call forms"},
        "must not depend on which others are evaluated",
    ),
    "another formula for Values": (
        Op("bad", square, lambda out, x: (2 * x + 1e-9 * hasattr(x, "backward"),)),
        {"values and floats"},
        "write one formula for both",
    ),
    "a branch on an operand": (
        Op("bad", lambda x: max(x, 0.0), lambda out, x: (1.0 if x > 0 else 0.0,)),
        {"arrays"},
        "write no `if`",
    ),
    "an array written into": (Op("bad", square, doubling), {"arrays"}, "in place of `x += ...`"),
    "a sum over an array": (
        Op("bad", square, lambda out, x: (2 * (x.max() if hasattr(x, "max") else x),)),
        {"arrays"},
        "element by element",
    ),
    "a forward rule that raises at 0": (
        Op("bad", lambda x: 1 / x, lambda out, x: (-out * out,), domain=((0.0, 9.0),)),
        {"edge values"},
        "it should return an infinity or a NaN there",
    ),
    "a forward rule that raises at the end of its domain": (
        Op(
            "bad",
            lambda x: math.log(x - 3) if x >= 3 else math.nan,
            lambda out, x: (1 / (x - 3),),
            domain=((3.0, math.inf),),
        ),
        {"edge values"},
        "at bad(3.0) forward raises ValueError",
    ),
    "a complex number": (
        Op("bad", lambda x: x**0.5, lambda out, x: (0.5 / out,), domain=((0.1, 9.0),)),
        {"edge values"},
        "NaN where there is no real result",
    ),
    "a singular value that is documented otherwise": (
        Op("bad", lambda x: max(x, 0.0), lambda out, x: (out > 0,), singular={(0,): (0, 1)}),
        {"singular points"},
        "partial 0 is 0.0, where the row documents 1.0; correct the rule, or singular=",
    ),
    "one derivative too many on floats": (
        Op("bad", square, lambda out, x: (2 * x, *[0.0] * isinstance(x, float))),
        {"arity", "arrays"},
        "2 derivatives for 1 operand; return one for each",
    ),
    "an operand by name that is another": (
        Op(
            "bad",
            lambda x, k: x * k if isinstance(k, int) else 3 * x * k,
            lambda out, x, k: (k if isinstance(k, int) else 3 * k, 3 * x),
            params=({"k": 2},),
        ),
        {"call forms"},
        "take every operand in the same way",
    ),
    "a sign whose reflected form is another": (
        Op("mul", lambda x, y: x * y + x, lambda out, x, y: (y + 1.0, x)),
        {"call forms"},
        "* Value(",
    ),
    "a state": (
        Op("bad", lambda x: x * (1 + 1e-15 * next(counter)), lambda out, x: (1.0,)),
        {"purity", "threads", "call forms"},
        "keep no state between calls",
    ),
    "a gradient put out": (
        Op("bad", square, clearing),
        {"purity", *ON_VALUES},
        "leave operands alone",
    ),
    "a place that threads share": (
        Op("bad", scratching, lambda out, x: (2.0,)),
        {"threads"},
        "let the rules write to nothing outside themselves",
    ),
    "a symbol with a parameter that is none": (
        Op("bad", lambda x, *, k=2: k * x, lambda out, x, *, k=2: (k,), "x{m}"),
        {"symbol"},
        "names 'm', which is no parameter",
    ),
    "a symbol that can be blank": (
        Op("bad", lambda x, *, k=2: k * x, lambda out, x, *, k=2: (k,), "{k}"),
        {"symbol"},
        "add a text that is always there",
    ),
    "a parameter that cannot be pickled": (
        Op(
            "bad",
            lambda x, *, k=float: 2 * k(x),
            lambda out, x, *, k=float: (2.0,),
            params=({"k": lambda x: x},),
        ),
        {"pickling"},
        "let static parameters be plain data",
    ),
    "a parameter that is another after a pickle": (
        Op(
            "bad",
            lambda x, *, k=None: 2 * x,
            lambda out, x, *, k=None: (2.0,),
            params=({"k": object()},),
        ),
        {"pickling"},
        "comes back with",
    ),
    "a row that cannot be pickled": (
        Unpicklable("bad", square, lambda out, x: (2 * x,)),
        {"pickling"},
        "does not go through pickle: LookupError: no way; make it a plain Op",
    ),
    "a row that is another after a pickle": (
        Changeling("bad", square, lambda out, x: (2 * x,)),
        {"pickling"},
        "comes back from a pickle as 1.0; make it a plain Op",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_row_with_one_fault_lacks_that_property_alone(fault: str) -> None:
    row, lacking, text = BROKEN[fault]
    failures = {v.property: v for v in check_op(row) if v.failed}
    assert failures.keys() == lacking, [*map(str, failures.values())]
    assert any(text in verdict.message for verdict in failures.values()), [
        verdict.message for verdict in failures.values()
    ]
    assert all(verdict.worst > 0 or math.isnan(verdict.worst) for verdict in failures.values())


def test_every_property_has_a_row_that_lacks_it() -> None:
    """The fresh process has one among the tests of the process."""
    lacking = set().union(*(faults for _, faults, _ in BROKEN.values()))
    properties = {verdict.property for verdict in check_op(SIN)}
    assert properties - lacking == {"fresh process"}


def test_one_fault_of_many_properties_is_told_once_with_the_line_of_the_rule() -> None:
    row = Op("bad", math.sin, lambda out, x: (math.cos(x),))
    with pytest.raises(AssertionError) as caught:
        assert_op(row)
    several = (
        "bad: second derivatives, third derivatives, values and floats, arrays, arity, purity: the"
    )
    told = [line for line in str(caught.value).splitlines() if line.startswith(several)]
    assert len(told) == 1
    assert "; raised at " in told[0]
    assert told[0].endswith('row = Op("bad", math.sin, lambda out, x: (math.cos(x),))')


def test_asserting_a_broken_row_raises_with_the_name_the_property_and_the_message() -> None:
    row, _, text = BROKEN["a wrong derivative"]
    with pytest.raises(AssertionError, match=f"bad: first derivatives: .*{text}"):
        assert_op(row)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (
            Op("bad", lambda x, y: x + y, lambda out, x, y: (1.0,)),
            "1 derivative for 2 operands",
        ),
        (Op("bad", square, lambda out, x: 2 * x), "with a comma"),
        (
            Op("bad", square, lambda out, x: (2 * x,), reference="mpmath:no_such"),
            "the reference 'mpmath:no_such' cannot be imported: module 'mpmath' has no attribute",
        ),
        (
            Op(
                "bad",
                lambda x, *, k=1: x,
                lambda out, x, *, k=1: (1.0,),
                "x{k}",
                params=({"k": Unprintable()},),
            ),
            "no words; change symbol=",
        ),
        (
            Op("bad", lambda x, y: x * y, lambda out, x, y: (y, x), singular={(0,): (0, 0)}),
            "singular= has (0,), of another number of operands; correct it",
        ),
        (Op("bad", lambda x: x, lambda out, x, y: (1.0, 1.0)), "give both rules the same operands"),
        (Op("bad", lambda x: "1", lambda out, x: (1.0,)), "it should give a real number"),
        (Op("bad", math.sin, lambda out, x: (math.cos(x),)), "write it in arithmetic"),
        (
            Op("bad", lambda x, *, k: k * x, lambda out, x, *, k: (k,)),
            "add params=({'k': ...},)",
        ),
        (
            Op("bad", math.sqrt, lambda out, x: (0.5 / out,), domain=((0, 9),), points=((-1,),)),
            "widen domain=, or document",
        ),
        (
            Op("bad", lambda x, y: x + y, lambda out, x, y: (1.0, 1.0), points=((1,),)),
            "another number of operands",
        ),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_told_what_to_change_and_checking_it_never_raises(
    row: Op, text: str
) -> None:
    failures = [verdict for verdict in check_op(row) if verdict.failed]
    assert text in " ".join(verdict.message for verdict in failures)
