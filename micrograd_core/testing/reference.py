"""An operator agrees with a reference in arbitrary precision, to nearly all digits of a double."""

import math
from collections.abc import Sequence
from importlib import import_module
from itertools import product
from typing import Any

from micrograd_core.errors import OperatorError
from micrograd_core.failure import described
from micrograd_core.op import Op
from micrograd_core.plugins.lazy import imported
from micrograd_core.testing.case import Case, cases
from micrograd_core.testing.points import points
from micrograd_core.testing.tower import Index, derivatives, size
from micrograd_core.testing.verdict import Verdict, Worst, fails, skipped

# More than there are between 1 and the smallest scale: of tanh(60) every derivative is left.
# At a jump, differences are larger than the largest.
SMALLEST, LARGEST = 1e-60, 1e80
DIGITS = 90
ORDERS = 3
DRAWN = 4
ADVICE = "choose a form that keeps the digits, mend reference=, or document the point in singular="
# Of the scale of each number: see _scale().
TOLERANCE = 1e-10


def reference(op: Op) -> Verdict:
    """Value, first, second and third derivatives are those of the row's reference."""
    if not op.reference:
        return skipped("the row has no reference; give it one, like reference='mpmath:tanh'")
    # The core depends on nothing: who gives a reference brings mpmath.
    try:
        mpmath = import_module("mpmath")
    except ModuleNotFoundError:
        return skipped("mpmath is not installed; pip install mpmath")
    try:
        exact = imported(op.reference)
    except (ImportError, AttributeError) as error:
        return fails(f"the reference {op.reference!r} cannot be imported: {error}; mend reference=")
    worst = Worst()
    for case in cases(op):
        for xs in points(case, DRAWN):
            with mpmath.workdps(_digits(xs)):
                _meet(worst, case, xs, _exact_derivatives(mpmath, exact, case, xs))
    return worst.verdict(TOLERANCE, ADVICE)


def _digits(xs: Sequence[float]) -> int:
    """Return how many digits to compute with, since mpmath's step of differences follows those.

    A step larger than a small x would reach past 0; one that is taken beside a large x, as often
    as the order says, would be lost.
    """
    magnitude = max(abs(math.frexp(x)[1]) for x in xs) * 3 // 10
    return DIGITS + ORDERS * magnitude


def _exact_derivatives(
    mpmath: Any, exact: Any, case: Case, xs: Sequence[float]
) -> dict[Index, Any]:
    """Return the reference and its derivatives, the order of operands in an index sorted."""
    operands, params = case.positionally(xs)
    given = [mpmath.mpf(x) for x in operands[: len(xs)]]

    def f(*numbers: Any) -> Any:
        return exact(*numbers, *operands[len(xs) :], **params)

    found: dict[Index, Any] = {(): f(*given)}
    if mpmath.im(found[()]) != 0:
        text = f"the reference of {described(case.op)} is complex at {case.at(xs)}"
        raise OperatorError(f"{text}; declare a domain= where it is real")
    for order in range(1, ORDERS + 1):
        for index in product(range(len(xs)), repeat=order):
            if list(index) == sorted(index):
                by = tuple(index.count(n) for n in range(len(xs)))
                found[index] = mpmath.diff(f, tuple(given), by)
    return found


def _meet(worst: Worst, case: Case, xs: Sequence[float], exact: dict[Index, Any]) -> None:
    for order in range(ORDERS + 1):
        for index, actual in derivatives(case, xs, order).items():
            wanted = exact[tuple(sorted(index))]
            scale = _scale(xs, index, exact)
            if SMALLEST < scale < LARGEST:  # so that nothing on the way there over- or underflows
                error = float(abs(actual - wanted) / scale)
                worst.meet(error, case.at(xs), _told(index, actual, wanted))


def _scale(xs: Sequence[float], index: Index, exact: dict[Index, Any]) -> Any:
    """Return what an error is a part of: the number, and what the rounding of operands changes.

    For a derivative, that is what size() says, or of the first the value over the distance to 0.
    """
    here = abs(exact[tuple(sorted(index))])
    if not index:
        return here + sum(abs(x * exact[(n,)]) for n, x in enumerate(xs))
    if len(index) == 1:
        return here + abs(exact[()] / (xs[index[0]] or 1.0))
    return here + size(xs, tuple(sorted(index)), exact)


def _told(index: Index, actual: float, wanted: Any) -> str:
    if not index:
        return f"forward gives {actual!r}, the reference {float(wanted)!r}"
    by = ", then ".join(f"by operand {n}" for n in index)
    return f"the derivative {by} is {actual!r}, that of the reference {float(wanted)!r}"
