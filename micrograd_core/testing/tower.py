"""Derivatives of an operator at a point by its own rule, to any order."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import truediv
from typing import Any

from micrograd_core.testing.case import Case
from micrograd_core.transforms.gradients import gradients
from micrograd_core.value import Value

# Which operands are differentiated by, in turn: (0, 1) is the derivative by operand 1 of the
# partial of operand 0.
Index = tuple[int, ...]

# Nearer to 0, numbers are of no size of their own.
CLOSE = 0.1


def derivatives(case: Case, xs: Sequence[float], order: int) -> dict[Index, float]:
    """Return every derivative of the given order at `xs`; of order 0, the number itself."""
    operands = [Value(x) for x in xs]
    level: dict[Index, Any] = {(): case.apply(*operands)}
    for depth in range(order):
        graph = depth + 1 < order
        level = {
            (*index, n): d
            for index, value in level.items()
            for n, d in enumerate(gradients(value, operands, create_graph=graph))
        }
    return {index: value if order else value.data for index, value in level.items()}


def size(xs: Sequence[float], index: Index, known: Mapping[Index, Any], least: int = 1) -> Any:
    """Return the size of a derivative where nothing cancels: those below it, over distances to 0.

    A derivative that is a difference of larger terms is as inexact as those. least: the lowest
    order of the derivatives below.
    """
    distances = [max(abs(xs[n]), CLOSE) for n in index]
    return sum(
        reduce(truediv, distances[k:], abs(known[index[:k]])) for k in range(least, len(index))
    )


def gradient(case: Case, xs: Sequence[float]) -> list[float]:
    """Return the first derivatives at `xs`, one for each operand."""
    return list(derivatives(case, xs, 1).values())
