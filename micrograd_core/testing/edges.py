"""At zeros, poles, infinities and NaN: real numbers, no exception, and what is documented."""

from typing import Any

from micrograd_core.errors import OperatorError
from micrograd_core.number import real
from micrograd_core.op import Op
from micrograd_core.testing.case import Case, cases
from micrograd_core.testing.points import Point, edges, ends
from micrograd_core.testing.tower import derivatives, gradient
from micrograd_core.testing.verdict import Verdict, Worst, apart, fails, holds, skipped

TOLERANCE = 1e-12


def edge_values(op: Op) -> Verdict:
    """Zeros, infinities, NaN, huge numbers and the ends of the domain give real numbers."""
    for case in cases(op):
        for xs in (*edges(case.count), *ends(case)):
            fault = _fault(case, xs)
            if fault:
                return fails(f"at {case.at(xs)} {fault}", where=case.at(xs))
    return holds()


def _fault(case: Case, xs: Point) -> str:
    try:
        data: Any = case.forward(*xs)
    except Exception as error:
        text = f"forward raises {type(error).__name__}: {error}"
        return f"{text}; it should return an infinity or a NaN there"
    if real(data) is None:
        return f"forward gives {data!r}; it should be a float, NaN where there is no real result"
    try:
        derivatives(case, xs, 2)  # on Values, which floats give way to where they fail
    except OperatorError as error:
        return str(error)
    return ""


def singular_points(op: Op) -> Verdict:
    """Value and partials are those that the row documents in ``singular``."""
    if not op.singular:
        return skipped("the row documents no singular points; list them in singular=")
    worst = Worst()
    for xs, documented in op.singular.items():
        fitting = [case for case in cases(op) if case.count == len(xs)]
        if not fitting:
            text = f"singular= has {xs}, of another number of operands; correct it"
            return fails(text, where=op.name)
        case = fitting[0]
        found = [float(case.forward(*xs)), *gradient(case, xs)]
        names = ["the value", *(f"partial {n}" for n in range(case.count))]
        for name, actual, wanted in zip(names, found, documented, strict=True):
            text = f"{name} is {actual!r}, where the row documents {float(wanted)!r}"
            worst.meet(apart(actual, wanted), case.at(xs), text)
    return worst.verdict(TOLERANCE, "correct the rule, or singular=")
