"""Trains a model: forward, backward, update, over and over, shown, recorded, kept."""

import math
import random
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from micrograd_core import Value
from micrograd_core.errors import counted
from micrograd_core.number import require_real
from micrograd_nn.accuracy import Accuracy, accuracy_for
from micrograd_nn.checkpoint import PathLike, check_place, load_checkpoint, save_checkpoint
from micrograd_nn.data import Rows, number_or_value, training_data
from micrograd_nn.errors import TrainingError
from micrograd_nn.kinds import of_kind
from micrograd_nn.module import Module
from micrograd_nn.optimizer import Optimizer
from micrograd_nn.parts import check_parts
from micrograd_nn.progress import progress_bar
from micrograd_nn.ranges import at_least, whole_number
from micrograd_nn.schedules import Schedule

Loss = Callable[[list[Any], list[Any]], Value]
Penalty = Callable[[list[Value]], Value]


class Step(NamedTuple):
    """One step of a run: its number, and what the batch showed before the parameters changed."""

    step: int
    loss: float
    accuracy: float | None
    lr: float

    def __str__(self) -> str:
        accuracy = "" if self.accuracy is None else f", accuracy {self.accuracy:.0%}"
        return f"loss {self.loss:.4f}{accuracy}"


def fit(
    model: Module,
    X: Iterable[Any],  # noqa: N803 - the data's name in the whole field
    y: Iterable[Any],
    *,
    loss: Loss,
    optimizer: Optimizer,
    steps: int,
    schedule: Schedule | None = None,
    penalty: Penalty | None = None,
    accuracy: Accuracy | None = None,
    batch_size: int | None = None,
    callback: Callable[[Step], object] | None = None,
    progress: bool | None = None,
    checkpoint: PathLike | None = None,
    checkpoint_every: int = 10,
    resume: PathLike | None = None,
) -> list[Step]:
    """Train `model` on rows `X` of numbers with a target in `y` for each; return the steps made.

    loss: one Value from the scores and targets of a batch. penalty: one from the parameters, added
        to it. accuracy: a share from scores and targets; None: the one that goes with the loss.
    steps: the number of the last step and of all, those before `resume` included.
    schedule: the learning rate of each step, counted from 0; None: the optimiser's own.
    batch_size: rows drawn from ``random`` for each step; None: all, in order.
    callback: is given each step when it is made.
    progress: whether to show a bar; None: on a terminal.
    checkpoint: a file to keep the run in, each `checkpoint_every` steps and after the last.
    resume: such a file, to go on from to the bit.

    ValueError, TypeError: arguments with NaN, infinity, wrong lengths or types; no parameter has
    changed then.
    CheckpointError: as load_checkpoint() and save_checkpoint(). TrainingError: the loss is not
    finite. An interrupt or error leaves the parameters of the last step made, never half of one; an
    error in a function that was given leaves the learning rate of that step as well.
    """
    check_parts(
        model,
        optimizer,
        loss,
        schedule=schedule,
        penalty=penalty,
        accuracy=accuracy,
        callback=callback,
    )
    rows, targets = training_data(X, y)
    whole_number(0, steps, "steps")
    whole_number(1, checkpoint_every, "checkpoint_every")
    if batch_size is not None and whole_number(1, batch_size, "batch_size") > len(rows):
        raise ValueError(f"batch_size is {batch_size}, and X has only {counted(len(rows), 'row')}")
    if checkpoint is not None:
        check_place(checkpoint)
    forward = _Forward(model, loss, penalty, accuracy or accuracy_for(loss))
    start = 0 if resume is None else load_checkpoint(resume, model, optimizer)
    history: list[Step] = []
    bar = progress_bar(range(start, steps), progress)
    for k in bar:
        lr = optimizer.lr if schedule is None else at_least(0, schedule(k), "the learning rate")
        total, share = forward(*_batch(rows, targets, batch_size))
        history.append(Step(k, total.data, share, lr))
        _descend(total, optimizer, history[-1])
        bar.set_postfix_str(str(history[-1]), refresh=False)
        if checkpoint is not None and ((k + 1) % checkpoint_every == 0 or k + 1 == steps):
            save_checkpoint(checkpoint, model, optimizer, step=k + 1)
        if callback is not None:
            callback(history[-1])
    return history


class _Forward(NamedTuple):
    model: Module
    loss: Loss
    penalty: Penalty | None
    accuracy: Accuracy | None

    def __call__(self, xs: Rows, ys: list[float]) -> tuple[Value, float | None]:
        scores = [self.model(x) for x in xs]
        total = self.loss(scores, ys)
        of_kind(Value, total, "what the loss returns", "a Value, computed from the scores")
        if self.penalty is not None:
            penalty = self.penalty(self.model.parameters())
            total = total + number_or_value(penalty, "what the penalty returns")
        if self.accuracy is None:
            return total, None
        return total, require_real(self.accuracy(scores, ys), "what the accuracy returns")


def _batch(rows: Rows, targets: list[float], size: int | None) -> tuple[Rows, list[float]]:
    if size is None:
        return rows, targets
    chosen = random.sample(range(len(rows)), size)
    return [rows[i] for i in chosen], [targets[i] for i in chosen]


def _descend(total: Value, optimizer: Optimizer, step: Step) -> None:
    if not math.isfinite(step.loss):
        raise TrainingError(
            f"the loss is {step.loss} at step {step.step}, and the parameters are those before it; "
            "try a smaller learning rate, or detect_anomaly() to see where it comes from"
        )
    optimizer.zero_grad()
    total.backward()
    optimizer.lr = step.lr
    optimizer.step()
