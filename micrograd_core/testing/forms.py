"""Every form of a call agrees: how many operands, which are numbers, which are given by name."""

from collections.abc import Iterator
from typing import Any

from micrograd_core.active import ACTIVE, using
from micrograd_core.op import Op
from micrograd_core.registry import Registry
from micrograd_core.testing.case import Case, cases
from micrograd_core.testing.points import Point, points
from micrograd_core.testing.tower import gradient
from micrograd_core.testing.verdict import Verdict, apart, fails, holds
from micrograd_core.transforms.gradients import gradients
from micrograd_core.value import Value


def arity(op: Op) -> Verdict:
    """Forward takes the operands that the partials take, which give one derivative for each."""
    for case in cases(op):
        for xs in points(case, 2):
            fault = _miscounted(case, xs)
            if fault:
                return fails(fault, where=case.at(xs))
    return holds()


def _miscounted(case: Case, xs: Point) -> str:
    try:
        out = case.forward(*xs)
    except TypeError as error:
        return (
            f"forward does not take what the partials take, {len(xs)} operands and "
            f"{dict(case.params)}: {error}; give both rules the same operands"
        )
    everything, _ = case.positionally(xs)
    for make in (float, Value):
        try:
            found: Any = case.rule(make(out), *map(make, xs))
        except ArithmeticError:
            continue  # on floats that may be; Values come next
        if not isinstance(found, tuple | list):
            return f"the partials gave {found!r}; they should give a tuple, with a comma: (dx,)"
        if len(found) not in {len(xs), len(everything)}:
            return (
                f"the partials gave {len(found)} derivatives for {len(xs)} operands; "
                "return one for each"
            )
    return ""


def call_forms(op: Op) -> Verdict:
    """Numbers beside Values, on either side, methods and operands by name all give the same."""
    for case in cases(op):
        for xs in points(case, 6):
            value, partials = case.apply(*map(Value, xs)).data, gradient(case, xs)
            for form, n, operand, out in _forms(case, xs):
                for what, found, wanted in (
                    ("the result", out.data, value),
                    (f"partial {n}", gradients(out, operand), partials[n]),
                ):
                    error = apart(found, wanted)
                    if error:
                        text = f"{what} of {form} is {found!r}, where on Values alone it is"
                        advice = "take every operand in the same way"
                        return fails(f"{text} {wanted!r}; {advice}", error, case.at(xs))
    return holds()


def _forms(case: Case, xs: Point) -> Iterator[tuple[str, int, Value, Value]]:
    """Yield ways to call the operator: which, the operand that is a Value, that, the result."""
    for n, x in enumerate(xs):
        value = Value(x)
        mixed = case.apply(*xs[:n], value, *xs[n + 1 :])
        yield f"{case.at(xs)} with numbers beside operand {n}", n, value, mixed
    first, *others = Value(xs[0]), *xs[1:]
    with using(_with(case.op)):
        result = getattr(first, case.op.name)(*others, **case.params)
    yield f"the method {case.op.name}()", 0, first, result
    (_, *everything), params = case.positionally(xs)
    if len(everything) > len(others):
        yield f"{case.at(xs)} without names", 0, first, case.op(first, *everything, **params)


def _with(op: Op) -> Registry:
    active = ACTIVE.get()
    return Registry([op, *(row for row in active.values() if row.name != op.name)])
