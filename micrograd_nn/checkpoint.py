"""Checkpoints: a model, and where its training stands, kept in a file and taken up again."""

import os
from collections.abc import Callable
from pathlib import Path

from micrograd_core.saving.atomic import sweep, write_whole
from micrograd_nn.container import decode, encode
from micrograd_nn.errors import CheckpointError
from micrograd_nn.module import Module
from micrograd_nn.optimizer import Optimizer
from micrograd_nn.ranges import whole_number
from micrograd_nn.standing import Arrays, Notes, return_to, standing
from micrograd_nn.whole import complete

FORMAT = 1
PathLike = str | os.PathLike[str]


def save_checkpoint(
    path: PathLike, model: Module, optimizer: Optimizer | None = None, *, step: int = 0
) -> None:
    """Write the parameters of `model` to the file `path`, which is replaced whole or not at all.

    step: the number of steps made. With an optimiser the file also holds what training needs to
    go on to the bit: the optimiser's state, and that of Python's ``random``.
    CheckpointError: the file cannot be written.
    """
    step = whole_number(0, step, "step")
    arrays: Arrays = {f"model.{name}": number for name, number in model.state_dict().items()}
    notes: Notes | None = None
    if optimizer is not None:
        more, notes = standing(optimizer)
        arrays |= more
    content = encode(arrays, {"format": FORMAT, "step": step, "training": notes})
    try:
        write_whole(path, content)
    except OSError as error:
        raise CheckpointError(
            f"the checkpoint {os.fspath(path)!r} was not written ({error}); "
            "what was there before still is"
        ) from error


def load_checkpoint(path: PathLike, model: Module, optimizer: Optimizer | None = None) -> int:
    """Set the parameters of `model` to those in the file; return the number of steps made.

    With an optimiser, it and Python's ``random`` are also set to where they stood.
    CheckpointError: there is no such file, it is damaged or foreign, or made of another model or
    optimiser. Nothing has changed then.
    """
    try:
        sweep(path)
        with Path(path).open("rb") as file:
            arrays, metadata = decode(file)
        step, change = _checked(arrays, metadata, model, optimizer)
    except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError) as error:
        reason = f"{error!r}" if isinstance(error, LookupError) else f"{error}"
        raise CheckpointError(
            f"the checkpoint {os.fspath(path)!r} cannot be used: {reason}"
        ) from error
    complete(change)
    return step


def _checked(
    arrays: Arrays, metadata: Notes, model: Module, optimizer: Optimizer | None
) -> tuple[int, Callable[[], None]]:
    if metadata["format"] != FORMAT:
        raise ValueError(f"it has format {metadata['format']!r}, and this version reads {FORMAT}")
    prefix = "model."
    state = {name.removeprefix(prefix): x for name, x in arrays.items() if name.startswith(prefix)}
    step = whole_number(0, metadata["step"], "its step")
    change_model = model.change_to(state)
    if optimizer is None:
        return step, change_model
    change_standing = return_to(arrays, metadata["training"], optimizer)

    def change() -> None:
        change_model()
        change_standing()

    return step, change
