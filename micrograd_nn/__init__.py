"""Neural networks of Values: micrograd's own, and what trains, keeps and measures them."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from micrograd_core import hookimpl
from micrograd_nn.mlp import MLP, Layer, Neuron
from micrograd_nn.module import Module

if TYPE_CHECKING:
    from micrograd_nn.accuracy import binary_accuracy, class_accuracy
    from micrograd_nn.adam import Adam
    from micrograd_nn.checkpoint import load_checkpoint, save_checkpoint
    from micrograd_nn.errors import CheckpointError, TrainingError
    from micrograd_nn.losses import (
        binary_cross_entropy_with_logits,
        cross_entropy,
        l2_penalty,
        max_margin,
        mse_loss,
    )
    from micrograd_nn.moons import make_moons_data, train_moons
    from micrograd_nn.optimizer import Optimizer
    from micrograd_nn.schedules import (
        ConstantLR,
        CosineAnnealingLR,
        ExponentialLR,
        LinearLR,
        StepLR,
    )
    from micrograd_nn.sgd import SGD
    from micrograd_nn.training import Step, fit

__all__ = [
    "MLP",
    "SGD",
    "Adam",
    "CheckpointError",
    "ConstantLR",
    "CosineAnnealingLR",
    "ExponentialLR",
    "Layer",
    "LinearLR",
    "Module",
    "Neuron",
    "Optimizer",
    "Step",
    "StepLR",
    "TrainingError",
    "binary_accuracy",
    "binary_cross_entropy_with_logits",
    "class_accuracy",
    "cross_entropy",
    "fit",
    "l2_penalty",
    "load_checkpoint",
    "make_moons_data",
    "max_margin",
    "mse_loss",
    "save_checkpoint",
    "train_moons",
]

# The modules that are imported when a name of theirs is first used: a forward pass needs none.
_MODULES = {
    "accuracy": "binary_accuracy class_accuracy",
    "adam": "Adam",
    "checkpoint": "load_checkpoint save_checkpoint",
    "errors": "CheckpointError TrainingError",
    "losses": "binary_cross_entropy_with_logits cross_entropy l2_penalty max_margin mse_loss",
    "moons": "make_moons_data train_moons",
    "optimizer": "Optimizer",
    "schedules": "ConstantLR CosineAnnealingLR ExponentialLR LinearLR StepLR",
    "sgd": "SGD",
    "training": "Step fit",
}


@hookimpl
def micrograd_register_names() -> Mapping[str, object]:
    """Bring everything above to ``import micrograd as mg``."""
    there = {name: globals()[name] for name in __all__ if name in globals()}
    return there | {name: f"{__name__}.{module}:{name}" for name, module in _module_of().items()}


def __getattr__(name: str) -> Any:
    """Return a public name from its module."""
    module = _module_of().get(name)
    if module is None:
        raise AttributeError(f"micrograd_nn has no {name!r}; it has {', '.join(__all__)}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
    return found


def _module_of() -> dict[str, str]:
    return {name: module for module, names in _MODULES.items() for name in names.split()}
