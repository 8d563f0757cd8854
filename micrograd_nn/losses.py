"""Losses: one Value out of the scores of a batch and what they should have been; less is better.

All are means over the batch. Targets are plain numbers.
"""

from collections.abc import Iterable, Sequence
from operator import mul
from typing import Any

from micrograd_core import Op, UnknownOperatorError, Value, operator


def max_margin(scores: Iterable[Value], targets: Iterable[float]) -> Value:
    """Return the mean hinge max(0, 1 - y s) for targets y of -1 and 1 (Cortes and Vapnik 1995)."""
    return _mean([(1 + -y * s).relu() for s, y in _pairs(scores, targets)])


def mse_loss(scores: Iterable[Value], targets: Iterable[float]) -> Value:
    """Return the mean square of the differences."""
    return _mean([(s - y) ** 2 for s, y in _pairs(scores, targets)])


def binary_cross_entropy_with_logits(scores: Iterable[Value], targets: Iterable[float]) -> Value:
    """Return the mean of -y log p - (1 - y) log(1 - p), for p = sigmoid(s) and y from 0 to 1.

    By softplus(-s) = -log p, which neither overflows nor cancels, however large s is.
    """
    softplus = _softplus()
    pairs = _pairs(scores, targets)
    return _mean([y * softplus(-s) + (1 - y) * softplus(s) for s, y in pairs])


def cross_entropy(scores: Iterable[Sequence[Value]], targets: Iterable[int]) -> Value:
    """Return the mean of -log softmax(row)[y] over rows of one score a class; y counts from 0."""
    softplus = _softplus()
    return _mean([_surprise(softplus, row, y) for row, y in _pairs(scores, targets)])


def l2_penalty(parameters: Iterable[Value], alpha: float = 1e-4) -> Value:
    """Return alpha times the sum of the squares of the parameters."""
    parameters = list(parameters)
    squares: Any = sum(map(mul, parameters, parameters))
    return alpha * squares  # type: ignore[no-any-return]


def _surprise(softplus: Op, row: Sequence[Value], y: Any) -> Any:
    # log(sum(exp(row))) - row[y], one class at a time, by log(e**a + e**b) = a + softplus(b - a).
    # Differences to row[y] come first, so that a small loss is not lost beside large scores.
    if y not in range(len(row)) or len(row) == 1:
        raise ValueError(f"target {y!r} is no class: there are {len(row)} scores, counted from 0")
    label = int(y)
    first, *others = (score - row[label] for k, score in enumerate(row) if k != label)
    total = softplus(first)
    for difference in others:
        total = total + softplus(difference - total)
    return total


def _mean(losses: list[Any]) -> Value:
    total: Any = sum(losses) * (1.0 / len(losses))
    return total  # type: ignore[no-any-return]


def _pairs(scores: Iterable[Any], targets: Any) -> list[tuple[Any, Any]]:
    scores = list(scores)
    # NumPy's own numbers on the left of an operator are slow, and unsigned ones turn around.
    targets = targets.tolist() if hasattr(targets, "tolist") else list(targets)
    if len(scores) != len(targets) or not scores:
        raise ValueError(
            "a loss needs one target for each score, and one score at least; "
            f"there are {len(scores)} scores and {len(targets)} targets"
        )
    return list(zip(scores, targets, strict=True))


def _softplus() -> Op:
    try:
        return operator("softplus")
    except UnknownOperatorError as missing:
        raise UnknownOperatorError(
            "this loss needs the operator 'softplus', which the plugin 'elementary' brings: "
            'call micrograd.enable("elementary") first',
            name="softplus",
        ) from missing
