"""One rule, several interpreters: forward and reverse mode, floats and Values, agree."""

import math
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import cycle, islice
from typing import Any

from micrograd_core.op import Op
from micrograd_core.testing.case import Case, cases
from micrograd_core.testing.points import Point, points
from micrograd_core.testing.tower import gradient
from micrograd_core.testing.verdict import Verdict, Worst, apart
from micrograd_core.transforms.forward_mode import jvp
from micrograd_core.transforms.gradients import gradients
from micrograd_core.value import Value

# The same rule on the same numbers: what is not rounding is a fault.
TOLERANCE = 1e-12
DIRECTION = (1.0, -0.5, 0.25, 0.75)


def forward_mode(op: Op) -> Verdict:
    """The derivative in the direction of an operand is the partial that reverse mode uses."""
    worst = Worst()
    for case, xs in _calls(op):
        reverse = gradient(case, xs)
        for n, expected in enumerate(reverse):
            _, alone = jvp(partial(_moved, case, xs, n), (xs[n],), (1.0,))
            text = f"by operand {n} forward mode gives {alone!r}, reverse mode {expected!r}"
            worst.meet(apart(alone, expected), case.at(xs), text)
        # Where a partial is infinite, the zeros of a direction make NaN of it.
        if all(map(math.isfinite, reverse)):
            direction = [*islice(cycle(DIRECTION), case.count)]
            _, along = jvp(case.apply, xs, direction)
            steps = [t * d for t, d in zip(direction, reverse, strict=True)]
            text = f"forward mode gives {along!r}, reverse mode {sum(steps)!r}"
            error = abs(along - sum(steps)) / (sum(map(abs, steps)) or 1.0)
            worst.meet(error, case.at(xs), text)
    return worst.verdict(TOLERANCE, "a partial must not depend on which others are evaluated")


def values_and_floats(op: Op) -> Verdict:
    """The partials are the same numbers whether the rule runs on floats or on Values."""
    worst = Worst()
    documented = ((case, xs) for case in cases(op) for xs in op.singular if len(xs) == case.count)
    for case, xs in (*_calls(op), *documented):
        for n, (on_floats, on_values) in enumerate(
            zip(gradient(case, xs), _on_values(case, xs), strict=True)
        ):
            text = f"partial {n} is {on_floats!r} on floats and {on_values!r} on Values"
            worst.meet(apart(on_floats, on_values), case.at(xs), text)
    advice = "write one formula for both, without asking for types, and EQ(x, y) for x == y"
    return worst.verdict(TOLERANCE, advice)


def _moved(case: Case, xs: Sequence[float], n: int, x: Any) -> Any:
    """Apply the operator with `x` in the place of operand `n`."""
    return case.apply(*xs[:n], x, *xs[n + 1 :])


def _calls(op: Op) -> Iterator[tuple[Case, Point]]:
    for case in cases(op):
        for xs in points(case, 6):
            yield case, xs


def _on_values(case: Case, xs: Sequence[float]) -> list[float]:
    operands = [Value(x) for x in xs]
    found: list[Any] = gradients(case.apply(*operands), operands, create_graph=True)
    return [d.data for d in found]
