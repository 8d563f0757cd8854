"""Checks of an operator, for ``micrograd check`` and for the test suites of authors."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from micrograd_core.errors import MicrogradError
from micrograd_core.gradients import gradients
from micrograd_core.op import Interval, Op
from micrograd_core.value import Value

EDGES = (0.0, -0.0, 1.0, -1.0, 0.5, 1e-308, 5e-324, 1e308, -1e308, math.inf, -math.inf, math.nan)
POINTS = 40
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
    for xs in _edges(operands_of(op)):
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
    for xs in _points(op):
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


def operands_of(op: Op) -> int:
    """Return how many operands to check `op` with: its arity, or 2 if it takes any number."""
    return 2 if op.arity is None else op.arity


def numerical_derivative(f: Callable[[float], float], x: float, h: float) -> tuple[float, float]:
    """Return f'(x) and an estimate of its error, by Ridders' method (Ridders 1982).

    h: the first step; differences over ever smaller steps are extrapolated to step 0.
    """
    shrink, best, error = 1.4, math.nan, math.inf
    row: list[float] = []
    for k in range(10):
        step = h / shrink**k
        previous, row = row, [(f(x + step) - f(x - step)) / (2 * step)]
        factor = shrink**2
        for n, coarse in enumerate(previous):
            row.append((row[n] * factor - coarse) / (factor - 1))
            factor *= shrink**2
            change = max(abs(row[-1] - row[-2]), abs(row[-1] - coarse))
            if change <= error:
                best, error = row[-1], change
    return best, error


def _compare(
    op: Op,
    name: str,
    f: Callable[..., float],
    derivatives: Callable[..., Sequence[float]],
) -> Verdict:
    """Hold derivatives against differences of `f`; pass over points where those do not settle."""
    worst, where, found, settled = 0.0, "", "", 0
    for xs in _points(op):
        for n, claimed in enumerate(derivatives(*xs)):
            room = min(abs(xs[n] - end) for end in _interval(op, n))
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


def _interval(op: Op, n: int) -> Interval:
    return op.domain[n] if n < len(op.domain) else op.domain[-1]


def _points(op: Op) -> Iterator[tuple[float, ...]]:
    """Draw points over the domain, the same at every call, small and large ones alike."""
    draw = random.Random(op.name)
    for _ in range(POINTS):
        yield tuple(_draw(draw, *_interval(op, n)) for n in range(operands_of(op)))


def _draw(draw: random.Random, low: float, high: float) -> float:
    size = 10 ** draw.uniform(-2, 1.3)
    if math.isinf(low) and math.isinf(high):
        return draw.choice((-size, size))
    if math.isinf(high):
        return low + size
    if math.isinf(low):
        return high - size
    return draw.uniform(low, high)


def _edges(count: int) -> Iterator[tuple[float, ...]]:
    for x in EDGES:
        for other in EDGES[:: max(1, count - 1)] if count > 1 else EDGES[:1]:
            yield (x, *[other] * (count - 1))
            yield (*[other] * (count - 1), x)
