"""Accuracies: the share of a batch, 0 to 1, that scores put on the right side.

ValueError: different lengths, or no scores. TypeError: a score that is no Value.
"""

from collections.abc import Callable, Sequence
from typing import Any

from micrograd_nn import losses
from micrograd_nn.batch import pairs, row_pairs

Accuracy = Callable[[Sequence[Any], Sequence[float]], float]


def binary_accuracy(scores: Sequence[Any], targets: Sequence[float]) -> float:
    """Return the share of scores that are positive just where the target is; two classes."""
    return _share([(y > 0) == (s.data > 0) for s, y in pairs("binary_accuracy", scores, targets)])


def class_accuracy(scores: Sequence[Any], targets: Sequence[float]) -> float:
    """Return the share of rows of scores whose largest is that of the target; many classes."""
    batch = row_pairs("class_accuracy", scores, targets)
    return _share([_largest(row) == y for row, y in batch])


def accuracy_for(loss: Callable[..., Any]) -> Accuracy | None:
    """Return the accuracy that goes with a loss; None for a loss that knows no classes."""
    if loss in (losses.max_margin, losses.binary_cross_entropy_with_logits):
        return binary_accuracy
    return class_accuracy if loss is losses.cross_entropy else None


def _largest(row: Sequence[Any]) -> int:
    return max(range(len(row)), key=lambda k: row[k].data)


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)
