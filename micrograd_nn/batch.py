"""Pairs the scores of a batch with its targets, which losses and accuracies are computed from."""

from collections.abc import Iterable
from typing import Any

from micrograd_core import Value
from micrograd_core.errors import counted
from micrograd_nn.data import listed, number_or_value
from micrograd_nn.kinds import of_kind


def pairs(taker: str, scores: Any, targets: Any) -> list[tuple[Value, Any]]:
    """Return the score of each row, a Value, and its target: a float, unless it is a Value.

    taker: the name of what takes them.
    ValueError: different lengths, or nothing. TypeError: something that is no score or target.
    """
    both = _zipped(taker, scores, targets)
    for i, (score, _) in enumerate(both):
        wanted = f"a Value: {taker} takes one score a row (cross_entropy takes a list of them)"
        of_kind(Value, score, f"scores[{i}]", wanted)
    # Unsigned numbers of NumPy's would turn around where a loss takes their negative.
    return [(score, number_or_value(y, f"targets[{i}]")) for i, (score, y) in enumerate(both)]


def row_pairs(taker: str, scores: Any, targets: Any) -> list[tuple[list[Value], Any]]:
    """Return the scores of each row, a list of a Value a class, and its target; as pairs()."""
    both = _zipped(taker, scores, targets)
    return [(_row(taker, row, f"scores[{i}]"), y) for i, (row, y) in enumerate(both)]


def _row(taker: str, row: Any, what: str) -> list[Value]:
    wanted = f"a list of Values: {taker} takes one score a class (max_margin takes one a row)"
    of_kind(Iterable, row, what, wanted)
    scores = list(row)
    if not scores:
        raise ValueError(f"{what} is empty, and {taker} takes one score a class")
    for k, score in enumerate(scores):
        of_kind(Value, score, f"{what}[{k}]", "a Value")
    return scores


def _zipped(taker: str, scores: Any, targets: Any) -> list[tuple[Any, Any]]:
    scores, targets = listed(scores, "scores"), listed(targets, "targets")
    if len(scores) != len(targets) or not scores:
        raise ValueError(
            f"{taker} needs one target for each score, and one score at least; "
            f"it got {counted(len(scores), 'score')} and {counted(len(targets), 'target')}"
        )
    return list(zip(scores, targets, strict=True))
