"""An operator is a pure function: the same bits at every call, and nothing else changed."""

from collections.abc import Iterator

from micrograd_core.op import Op
from micrograd_core.testing.case import Case, cases
from micrograd_core.testing.points import Point, points
from micrograd_core.testing.verdict import Verdict, fails, holds
from micrograd_core.transforms.gradients import gradients
from micrograd_core.value import Value

Call = tuple[Case, Point]


def calls(op: Op) -> list[Call]:
    """Return the calls that are repeated: in another order, in threads, in another process."""
    return [(case, xs) for case in cases(op) for xs in points(case, 6)]


def bits(case: Case, xs: Point) -> str:
    """Return the result and the partials of a call, every bit of them."""
    operands = [Value(x) for x in xs]
    out = case.apply(*operands)
    return " ".join(x.hex() for x in (out.data, *gradients(out, operands)))


def pure(op: Op) -> Verdict:
    """The same calls give the same bits again, backwards as well, and leave operands alone."""
    given = calls(op)
    once = [bits(*call) for call in given]
    again = [bits(*call) for call in reversed(given)][::-1]
    for (case, xs), first, second in zip(given, once, again, strict=True):
        if first != second:
            text = f"{case.at(xs)} gave {_shown(first)}, and {_shown(second)} when it came again"
            advice = "keep no state between calls, and draw no random numbers"
            return fails(f"{text}; {advice}", where=case.at(xs))
        for change in _changes(case, xs):
            return fails(f"{case.at(xs)} {change}; leave operands alone", where=case.at(xs))
    return holds()


def _changes(case: Case, xs: Point) -> Iterator[str]:
    operands = [Value(x) for x in xs]
    for value in operands:
        value.grad = 3.0
    case.partials(case.apply(*operands), *operands)
    for n, (value, x) in enumerate(zip(operands, xs, strict=True)):
        if (value.data, value.grad, value.op) != (x, 3.0, None):
            yield f"made operand {n}, {x!r} with gradient 3.0, into {value!r}"


def _shown(text: str) -> str:
    return str(tuple(map(float.fromhex, text.split())))
