"""Checks the parts that a training run is made of, before any of them is changed or called."""

from collections.abc import Callable
from typing import Any

from micrograd_nn.kinds import MODULE, OPTIMIZER, of_kind
from micrograd_nn.module import Module
from micrograd_nn.optimizer import Optimizer


def check_parts(model: Any, optimizer: Any, loss: Any, **others: Any) -> None:
    """Refuse parts that cannot work together; `others` are functions, or None.

    TypeError: one of the wrong kind. ValueError: an optimiser of another model's parameters.
    """
    of_kind(Module, model, "model", MODULE)
    of_kind(Optimizer, optimizer, "optimizer", OPTIMIZER)
    of_kind(Callable, loss, "loss", "a function, as max_margin")  # type: ignore[arg-type]
    for name, function in others.items():
        of_kind(Callable | None, function, name, "a function or None")  # type: ignore[arg-type]
    if set(optimizer.parameters).isdisjoint(model.parameters()):
        raise ValueError(
            "the optimizer changes no parameter of the model; make it of model.parameters()"
        )
