"""Points to check an operator at: drawn over its domain, near its edges, the author's own."""

import math
import random
from collections.abc import Iterator
from itertools import product

from micrograd_core.testing.case import Case

Point = tuple[float, ...]

EDGES = (0.0, -0.0, 1.0, -1.0, 0.5, 1e-308, 5e-324, 1e308, -1e308, math.inf, -math.inf, math.nan)
DRAWN = 40
# How near an edge, as a part of the domain's width, or of the edge or 1 where that is less; how far
# out where there is no edge.
NEAR = (1e-2, 1e-4, 1e-8)
FAR = (61.7, 313.3, 1234567.8)
# Where formulas change over to a series, and where they divide by zero.
ZEROS = (0.0, 1e-3, -1e-3, 1e-8)


def points(case: Case, drawn: int = DRAWN) -> Iterator[Point]:
    """Give the author's points, some at 0 and near the domain's edges, and `drawn` ones between.

    They are the same at every call and in every process, small and large ones alike. What the row
    documents in ``singular`` is not among them.
    """
    yield from (xs for xs in _all(case, drawn) if xs not in case.op.singular)


def _all(case: Case, drawn: int) -> Iterator[Point]:
    yield from (xs for xs in case.op.points if len(xs) == case.count)
    draw = random.Random(case.op.name)
    spread = _drawn(draw, case)
    for n in range(case.count):
        low, high = case.interval(n)
        for x in (*near_edges(low, high), *(x for x in ZEROS if low < x < high)):
            yield (*spread[:n], x, *spread[n + 1 :])
    for _ in range(drawn):
        yield _drawn(draw, case)


def ends(case: Case) -> Iterator[Point]:
    """Give the very ends of the domain, where it has some, each beside operands drawn inside."""
    spread = _drawn(random.Random(case.op.name), case)
    for n in range(case.count):
        for x in filter(math.isfinite, map(float, case.interval(n))):
            yield (*spread[:n], x, *spread[n + 1 :])


def near_edges(low: float, high: float) -> Iterator[float]:
    """Give numbers close inside both ends of an interval, or far out where it has no end."""
    for near, far in zip(NEAR, FAR, strict=True):
        yield low + near * _width(low, high, low) if math.isfinite(low) else _outwards(high, -far)
        yield high - near * _width(low, high, high) if math.isfinite(high) else _outwards(low, far)


def _width(low: float, high: float, end: float) -> float:
    return min(high - low, max(1.0, abs(end)))


def _outwards(end: float, distance: float) -> float:
    """Return a number at a distance, in units of its size, from an end; from 0 if it is none."""
    start = end if math.isfinite(end) else 0.0
    return start + distance * max(1.0, abs(start))


def _drawn(draw: random.Random, case: Case) -> Point:
    return tuple(_draw(draw, *case.interval(n)) for n in range(case.count))


def _draw(draw: random.Random, low: float, high: float) -> float:
    size = 10 ** draw.uniform(-2, 1.3)
    if math.isinf(low) and math.isinf(high):
        return draw.choice((-size, size))
    if math.isinf(high):
        return _outwards(low, size)
    if math.isinf(low):
        return _outwards(high, -size)
    return draw.uniform(low, high)


def edges(count: int) -> Iterator[Point]:
    """Give points where rules break: each of EDGES as each operand, beside some of them."""
    others = EDGES[:: max(1, count - 1)] if count > 1 else EDGES[:1]
    for x, other, n in product(EDGES, others, range(count)):
        yield (*[other] * n, x, *[other] * (count - 1 - n))
