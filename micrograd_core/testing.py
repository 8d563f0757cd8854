"""Checks of an operator, for ``micrograd check`` and for the test suites of authors."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from micrograd_core.errors import MicrogradError
from micrograd_core.gradients import gradients
from micrograd_core.op import Op
from micrograd_core.sampling import (
    edges,
    interval,
    numerical_derivative,
    operands_of,
    points,
)
from micrograd_core.value import Value

TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check found: the worst error, where it was, and what to change if it is too big."""

    operator: str
    property: str
    ok: bool
    worst: float = 0.0
    where: str = ""
    message: str = ""


def check_op(op: Op) -> list[Verdict]:
    """Return a verdict on each property of `op`, which the active registry need not hold."""
    return [_judged(check, op) for check in PROPERTIES]


def assert_op(op: Op) -> None:
    """Raise AssertionError, with what to change, unless `op` has every property."""
    failures = [verdict for verdict in check_op(op) if not verdict.ok]
    assert not failures, "; ".join(f"{v.operator}: {v.property}: {v.message}" for v in failures)


def first_derivatives(op: Op) -> Verdict:
    """The partials agree with differences of the forward rule, over the operator's domain."""
    return _compare(op, "first derivatives", op.forward, lambda *xs: _partials(op, xs))


def second_derivatives(op: Op) -> Verdict:
    """The partials of the partials agree with differences of the partials."""
    worst = Verdict(op.name, "second derivatives", True)
    for n in range(operands_of(op)):
        found = _compare(
            op,
            "second derivatives",
            lambda *xs, n=n: _partials(op, xs)[n],
            lambda *xs, n=n: _second_partials(op, xs, n),
        )
        worst = max(worst, found, key=lambda verdict: (not verdict.ok, verdict.worst))
    return worst


def edge_values(op: Op) -> Verdict:
    """Zeros, infinities, NaN and huge numbers give a real number and real derivatives."""
    for xs in edges(operands_of(op)):
        try:
            data = op.forward(*xs)
            if type(data) not in (float, int):
                text = f"forward{xs} is {data!r}; it should be a float"
                return Verdict(op.name, "edge values", False, math.inf, str(xs), text)
            _partials(op, xs)
        except Exception as error:
            text = f"at {xs}: {type(error).__name__}: {error}"
            return Verdict(op.name, "edge values", False, math.inf, str(xs), text)
    return Verdict(op.name, "edge values", True)


def reflected_forms(op: Op) -> Verdict:
    """An operand gives the same result and derivatives as a plain number and as a Value."""
    for xs in points(op):
        expected, value = _partials(op, xs), op.forward(*xs)
        for kept in range(len(xs)):
            operand = Value(xs[kept])
            mixed = op(*(operand if n == kept else x for n, x in enumerate(xs)))
            pairs = ((mixed.data, value), (gradients(mixed, operand), expected[kept]))
            if not all(a == b or (math.isnan(a) and math.isnan(b)) for a, b in pairs):
                text = f"with numbers beside operand {kept} it gives {pairs[0]} and {pairs[1]}"
                return Verdict(op.name, "reflected forms", False, math.inf, str(xs), text)
    return Verdict(op.name, "reflected forms", True)


def _judged(check: Callable[[Op], Verdict], op: Op) -> Verdict:
    try:
        return check(op)
    except Exception as error:
        name = check.__name__.replace("_", " ")
        kind = "" if isinstance(error, MicrogradError) else f"{type(error).__name__}: "
        return Verdict(op.name, name, False, math.nan, "", f"{kind}{error}")


PROPERTIES = (first_derivatives, second_derivatives, edge_values, reflected_forms)


def _compare(
    op: Op,
    name: str,
    f: Callable[..., float],
    derivatives: Callable[..., Sequence[float]],
) -> Verdict:
    """Hold derivatives against differences of `f`; pass over points where those do not settle."""
    worst, where, found, settled = 0.0, "", "", 0
    for xs in points(op):
        for n, claimed in enumerate(derivatives(*xs)):
            room = min(abs(xs[n] - end) for end in interval(op, n))
            h = min(0.1 * max(abs(xs[n]), 0.1), room / 2)
            moved = lambda x, n=n, xs=xs: f(*xs[:n], x, *xs[n + 1 :])  # noqa: E731
            measured, doubt = numerical_derivative(moved, xs[n], h)
            scale = max(1.0, abs(measured))
            if not doubt < TOLERANCE * scale:
                continue
            settled += 1
            error = abs(claimed - measured) / scale
            if not error <= worst:
                worst, where = error, f"operand {n} of {xs}"
                found = f"{claimed!r}, not {measured!r}"
    if not settled:
        text = "no point of its domain could be checked; declare a domain where it is smooth"
        return Verdict(op.name, name, False, math.nan, "", text)
    text = "" if worst <= TOLERANCE else f"partials are wrong at {where}: {found}"
    return Verdict(op.name, name, worst <= TOLERANCE, worst, where, text)


def _partials(op: Op, xs: Sequence[float]) -> list[float]:
    operands = [Value(x) for x in xs]
    found: list[float] = gradients(op(*operands), operands)
    return found


def _second_partials(op: Op, xs: Sequence[float], n: int) -> list[float]:
    operands = [Value(x) for x in xs]
    first = gradients(op(*operands), operands, create_graph=True)
    found: list[float] = gradients(first[n], operands)
    return found
