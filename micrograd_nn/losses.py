"""Losses: one Value out of the scores of a batch and what they should have been; less is better.

All are means over the batch. Targets are plain numbers.

ValueError: different lengths, no scores, or a target that the loss has no use for. TypeError: a
score that is no Value, or a target that is no number.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import mul
from typing import Any

from micrograd_core import Op, UnknownOperatorError, Value, operator
from micrograd_core.errors import counted
from micrograd_nn.batch import pairs, row_pairs


def max_margin(scores: Iterable[Value], targets: Iterable[float]) -> Value:
    """Return the mean hinge max(0, 1 - y s) for targets y of -1 and 1 (Cortes and Vapnik 1995)."""
    batch = pairs("max_margin", scores, targets)
    wanted = "max_margin takes -1 and 1; for 0 and 1 there is binary_cross_entropy_with_logits"
    _check_targets(batch, lambda y: abs(y) == 1, wanted)
    return _mean([(1 + -y * s).relu() for s, y in batch])


def mse_loss(scores: Iterable[Value], targets: Iterable[float]) -> Value:
    """Return the mean square of the differences."""
    return _mean([(s - y) ** 2 for s, y in pairs("mse_loss", scores, targets)])


def binary_cross_entropy_with_logits(scores: Iterable[Value], targets: Iterable[float]) -> Value:
    """Return the mean of -y log p - (1 - y) log(1 - p), for p = sigmoid(s) and y from 0 to 1.

    By softplus(-s) = -log p, which neither overflows nor cancels, however large s is.
    """
    softplus = _softplus()
    batch = pairs("binary_cross_entropy_with_logits", scores, targets)
    wanted = "binary_cross_entropy_with_logits takes 0 to 1; for -1 and 1 there is max_margin"
    _check_targets(batch, lambda y: 0 <= y <= 1, wanted)
    return _mean([y * softplus(-s) + (1 - y) * softplus(s) for s, y in batch])


def cross_entropy(scores: Iterable[Sequence[Value]], targets: Iterable[int]) -> Value:
    """Return the mean of -log softmax(row)[y] over rows of one score a class; y counts from 0."""
    softplus = _softplus()
    batch = row_pairs("cross_entropy", scores, targets)
    return _mean([_surprise(softplus, row, y) for row, y in batch])


def l2_penalty(parameters: Iterable[Value], alpha: float = 1e-4) -> Value:
    """Return alpha times the sum of the squares of the parameters."""
    parameters = list(parameters)
    squares: Any = sum(map(mul, parameters, parameters))
    return alpha * squares  # type: ignore[no-any-return]


def _surprise(softplus: Op, row: Sequence[Value], y: Any) -> Any:
    # log(sum(exp(row))) - row[y], one class at a time, by log(e**a + e**b) = a + softplus(b - a).
    # Differences to row[y] come first, so that a small loss is not lost beside large scores.
    if y not in range(len(row)) or len(row) == 1:
        scores = counted(len(row), "score")
        raise ValueError(f"target {y!r} is no class: its row has {scores}, counted from 0")
    label = int(y)
    first, *others = (score - row[label] for k, score in enumerate(row) if k != label)
    total = softplus(first)
    for difference in others:
        total = total + softplus(difference - total)
    return total


def _mean(losses: list[Any]) -> Value:
    total: Any = sum(losses) * (1.0 / len(losses))
    return total  # type: ignore[no-any-return]


def _check_targets(
    batch: list[tuple[Value, Any]], fits: Callable[[float], bool], wanted: str
) -> None:
    for i, (_, y) in enumerate(batch):
        if not isinstance(y, Value) and not fits(y):
            raise ValueError(f"targets[{i}] is {y}, and {wanted}")


def _softplus() -> Op:
    try:
        return operator("softplus")
    except UnknownOperatorError as missing:
        raise UnknownOperatorError(
            "this loss needs the operator 'softplus', which the plugin 'elementary' brings: "
            'call micrograd.enable("elementary") first',
            name="softplus",
        ) from missing
