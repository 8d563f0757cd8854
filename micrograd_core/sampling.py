"""Points to check an operator at, and derivatives measured there without its rule."""

import math
import random
from collections.abc import Callable, Iterator

from micrograd_core.op import Interval, Op

EDGES = (0.0, -0.0, 1.0, -1.0, 0.5, 1e-308, 5e-324, 1e308, -1e308, math.inf, -math.inf, math.nan)
POINTS = 40


def operands_of(op: Op) -> int:
    """Return how many operands to check `op` with: its arity, or 2 if it takes any number."""
    return 2 if op.arity is None else op.arity


def interval(op: Op, n: int) -> Interval:
    """Return the interval that operand `n` is drawn from."""
    return op.domain[n] if n < len(op.domain) else op.domain[-1]


def points(op: Op) -> Iterator[tuple[float, ...]]:
    """Draw points over the domain, the same at every call, small and large ones alike."""
    draw = random.Random(op.name)
    for _ in range(POINTS):
        yield tuple(_draw(draw, *interval(op, n)) for n in range(operands_of(op)))


def _draw(draw: random.Random, low: float, high: float) -> float:
    size = 10 ** draw.uniform(-2, 1.3)
    if math.isinf(low) and math.isinf(high):
        return draw.choice((-size, size))
    if math.isinf(high):
        return low + size
    if math.isinf(low):
        return high - size
    return draw.uniform(low, high)


def edges(count: int) -> Iterator[tuple[float, ...]]:
    """Give points where rules break: `count` operands, each of EDGES beside some of them."""
    for x in EDGES:
        for other in EDGES[:: max(1, count - 1)] if count > 1 else EDGES[:1]:
            yield (x, *[other] * (count - 1))
            yield (*[other] * (count - 1), x)


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
