"""Every form of a call agrees: how many operands, which are numbers, which are given by name."""

import operator
from collections.abc import Callable, Iterator
from contextlib import suppress
from inspect import Parameter, signature
from typing import Any

from micrograd_core.active import using
from micrograd_core.errors import OperatorError, counted
from micrograd_core.failure import not_a_number
from micrograd_core.number import real
from micrograd_core.op import Op
from micrograd_core.testing.case import Case, cases, parameter_names, registry_with
from micrograd_core.testing.points import Point, points
from micrograd_core.testing.tower import gradient
from micrograd_core.testing.verdict import Verdict, apart, fails, holds
from micrograd_core.transforms.gradients import gradients
from micrograd_core.value import Value

# The rows that Python's own signs apply, on whichever side the Value stands.
SIGNS = {"add": ("+", operator.add), "mul": ("*", operator.mul), "pow": ("**", operator.pow)}


def arity(op: Op) -> Verdict:
    """Forward takes the operands that the partials take, which give one derivative for each."""
    extra = sorted(_named(op.forward) - _named(op.partials))
    if extra and parameter_names(op) is not None:
        text = f"forward takes {', '.join(f'{name}=' for name in extra)} which the partials do not"
        return fails(f"{text}; both rules are given every parameter, so take it in both")
    for case in cases(op):
        for xs in points(case, 2):
            fault = miscounted(case, xs)
            if fault:
                return fails(fault, where=case.at(xs))
    return holds()


def _named(rule: Callable[..., Any]) -> set[str]:
    """Return the names that a rule takes by name alone; none where it does not tell."""
    with suppress(ValueError):  # a builtin need not say what it takes
        parameters = signature(rule).parameters.values()
        return {p.name for p in parameters if p.kind is Parameter.KEYWORD_ONLY}
    return set()


def miscounted(case: Case, xs: Point) -> str:
    """Say what is wrong with the number of operands or of derivatives; nothing if nothing is.

    OperatorError: a rule raises, or gives no number.
    """
    try:
        out = case.forward(*xs)
    except TypeError as error:
        return (
            f"forward does not take what the partials take, {counted(len(xs), 'operand')} and "
            f"{dict(case.params)}: {error}; give both rules the same operands"
        )
    if real(out) is None:
        raise not_a_number(case.op, "forward", xs, out)
    everything, _ = case.positionally(xs)
    for make in (float, Value):
        try:
            found: Any = case.partials(make(out), *map(make, xs))
        except OperatorError:
            if make is float:
                continue  # there it may fail; Values come next
            raise
        if not isinstance(found, tuple | list):
            return f"the partials gave {found!r}; they should give a tuple, with a comma: (dx,)"
        if len(found) not in {len(xs), len(everything)}:
            return (
                f"the partials gave {counted(len(found), 'derivative')} for "
                f"{counted(len(xs), 'operand')}; return one for each"
            )
    return ""


def call_forms(op: Op) -> Verdict:
    """Numbers on either side of a Value, signs, methods and operands by name give the same."""
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
    with using(registry_with(case.op)):
        result = getattr(first, case.op.name)(*others, **case.params)
        signed = [*_signed(case, xs)]
    yield f"the method {case.op.name}()", 0, first, result
    yield from signed
    (_, *everything), params = case.positionally(xs)
    if len(everything) > len(others):
        yield f"{case.at(xs)} without names", 0, first, case.op(first, *everything, **params)


def _signed(case: Case, xs: Point) -> Iterator[tuple[str, int, Value, Value]]:
    """Yield what Python makes of ``x * y`` with a number on the one side or on the other."""
    if case.op.name in SIGNS and case.count > 1:
        sign, apply = SIGNS[case.op.name]
        x, y, *_ = map(Value, xs)
        yield f"Value({xs[0]!r}) {sign} {xs[1]!r}", 0, x, apply(x, xs[1])
        yield f"{xs[0]!r} {sign} Value({xs[1]!r})", 1, y, apply(xs[0], y)
