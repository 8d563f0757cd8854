"""Where a training run stands: its optimiser, and Python's random numbers."""

import math
import random
from collections.abc import Callable
from typing import Any

from micrograd_core.number import require_real
from micrograd_nn.optimizer import Optimizer

Arrays = dict[str, Any]
Notes = dict[str, Any]


def standing(optimizer: Optimizer) -> tuple[Arrays, Notes]:
    """Return where a run stands, as lists of numbers and as JSON."""
    state = optimizer.state_dict()
    slots = state.pop("slots")
    version, words, gauss = random.getstate()
    arrays = {f"optimizer.{name}": numbers for name, numbers in slots.items()}
    arrays["random.words"] = list(words)
    notes = {"optimizer": state, "random": {"version": version, "gauss": gauss}}
    return arrays, notes


def return_to(arrays: Arrays, notes: Notes | None, optimizer: Optimizer) -> Callable[[], None]:
    """Return the change that puts `optimizer` and ``random`` where the run stood.

    ValueError, TypeError, LookupError: they cannot be put there.
    """
    if notes is None:
        raise ValueError("it holds parameters only, and no training to go on with")
    prefix = "optimizer."
    slots = {name.removeprefix(prefix): x for name, x in arrays.items() if name.startswith(prefix)}
    change_optimizer = optimizer.change_to({**notes["optimizer"], "slots": slots})
    numbers = _random_state(arrays["random.words"], **notes["random"])

    def change() -> None:
        change_optimizer()
        random.setstate(numbers)

    return change


def _random_state(words: list[int], version: int, gauss: float | None) -> tuple[Any, ...]:
    if gauss is not None:
        gauss = require_real(gauss, "the state of random")
        if not math.isfinite(gauss):
            raise ValueError(f"the state of random is {gauss}")
    state = (version, tuple(words), gauss)
    random.Random().setstate(state)  # Says whether it is one.
    return state
