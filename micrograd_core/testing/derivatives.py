"""First, second and third derivatives agree with differences of the order below."""

import math
from collections.abc import Mapping, Sequence

from micrograd_core.op import Op
from micrograd_core.testing.case import Case, cases
from micrograd_core.testing.differences import SETTLED, Measured, numerical_derivatives
from micrograd_core.testing.points import points
from micrograd_core.testing.tower import Index, derivatives, size
from micrograd_core.testing.verdict import Verdict, Worst, fails

# A longer first step passes over the steps of a floor without noticing; far from 0 a shorter one
# would be lost in rounding.
LONGEST = 0.5
# Higher orders cost more at each point.
DRAWN = {1: 40, 2: 24, 3: 12}


def first(op: Op) -> Verdict:
    """The partials agree with differences of the forward rule."""
    return _compared(op, 1)


def second(op: Op) -> Verdict:
    """The partials of the partials agree with differences of the partials."""
    return _compared(op, 2)


def third(op: Op) -> Verdict:
    """The third derivatives agree with differences of the second."""
    return _compared(op, 3)


def _compared(op: Op, order: int) -> Verdict:
    worst = Worst()
    for case in cases(op):
        checked: set[int] = set()
        for xs in points(case, DRAWN[order]):
            checked |= _met(worst, case, xs, order)
        for n in range(case.count):
            if n not in checked:
                call = case.at([f"x{k}" for k in range(case.count)])
                text = f"at no point of the domain of {call} could x{n} be checked by differences"
                return fails(f"{text}; declare a domain= where it is smooth", math.nan)
    advice = (
        "correct that partial, or document the point in singular="
        if order == 1
        else "write that partial in arithmetic and other rows, so that Values carry its derivative"
    )
    return worst.verdict(SETTLED, advice)


def _met(worst: Worst, case: Case, xs: Sequence[float], order: int) -> set[int]:
    """Take in the errors at a point; return the operands by which differences settle there."""
    settled = set()
    claimed = derivatives(case, xs, order)
    known = {index: d for m in range(order) for index, d in derivatives(case, xs, m).items()}
    sizes = {index: size(xs, index, known, 0) for index in known if len(index) == order - 1}
    for n in range(case.count):
        for index, measured in zip(sizes, _measured(case, xs, n, sizes), strict=True):
            if measured.settled:
                settled.add(n)
                rule = claimed[(*index, n)]
                error = abs(rule - measured.found) / measured.scale
                worst.meet(error, case.at(xs), _told((*index, n), rule, measured.found))
    return settled


def _measured(
    case: Case, xs: Sequence[float], n: int, sizes: Mapping[Index, float]
) -> list[Measured]:
    """Return differences, over operand `n`, of the derivatives with the indices of `sizes`."""
    order = len(next(iter(sizes)))

    def below(x: float) -> list[float]:
        return [*derivatives(case, (*xs[:n], x, *xs[n + 1 :]), order).values()]

    low, high = case.interval(n)
    room = min(xs[n] - low, high - xs[n])
    far = abs(xs[n])
    h = min(0.1 * max(far, 0.1), max(LONGEST, 1e-4 * far), room / 2)
    return numerical_derivatives(below, xs[n], h, [*sizes.values()])


def _told(index: Index, rule: float, found: float) -> str:
    n, *then = index
    if not then:
        return f"partial {n} is {rule!r}, where differences of forward give {found!r}"
    by = ", then ".join(f"by operand {m}" for m in then)
    return f"partial {n}, differentiated {by}, is {rule!r}, where differences give {found!r}"
