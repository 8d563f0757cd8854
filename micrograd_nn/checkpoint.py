"""Checkpoints: a model, and where its training stands, kept in a file and taken up again."""

import os
from collections.abc import Callable
from pathlib import Path
from stat import S_ISREG
from typing import Any

from micrograd_core.saving.atomic import sweep, write_whole
from micrograd_nn.container import decode, encode
from micrograd_nn.errors import CheckpointError
from micrograd_nn.extras import optional
from micrograd_nn.kinds import MODULE, OPTIMIZER, PATH, of_kind
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
    CheckpointError: the file cannot be written. TypeError: an argument of the wrong kind.
    """
    _check_kinds(path, model, optimizer)
    step = whole_number(0, step, "step")
    arrays: Arrays = {f"model.{name}": number for name, number in model.state_dict().items()}
    notes: Notes | None = None
    if optimizer is not None:
        more, notes = standing(optimizer)
        arrays |= more
    content = encode(arrays, {"format": FORMAT, "step": step, "training": notes})
    try:
        write_whole(path, content)
    except (OSError, ValueError) as error:
        raise CheckpointError(
            f"the checkpoint {os.fspath(path)!r} was not written ({error}); "
            "what was there before still is"
        ) from error


def load_checkpoint(path: PathLike, model: Module, optimizer: Optimizer | None = None) -> int:
    """Set the parameters of `model` to those in the file; return the number of steps made.

    With an optimiser, it and Python's ``random`` are also set to where they stood.
    CheckpointError: there is no such file, it is damaged or foreign, or made of another model or
    optimiser. TypeError: an argument of the wrong kind. Nothing has changed then.
    """
    _check_kinds(path, model, optimizer)
    try:
        sweep(path)
        arrays, metadata = _read(path)
        step, change = _checked(arrays, metadata, model, optimizer)
    except (ArithmeticError, LookupError, OSError, TypeError, ValueError) as error:
        reason = f"{error!r}" if isinstance(error, LookupError) else f"{error}"
        raise CheckpointError(
            f"the checkpoint {os.fspath(path)!r} cannot be used: {reason}"
        ) from error
    complete(change)
    return step


def check_place(path: PathLike) -> None:
    """Refuse a path where no checkpoint could be kept: CheckpointError; TypeError if it is none.

    ModuleNotFoundError: what writes checkpoints is not installed.
    """
    of_kind(str | os.PathLike, path, "checkpoint", PATH)
    optional("safetensors.numpy")
    refused = f"no checkpoint can be written to {os.fspath(path)!r}: "
    try:
        target = Path(os.path.realpath(path))
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{refused}{error}") from error
    if not target.parent.is_dir():
        raise CheckpointError(f"{refused}there is no folder {str(target.parent)!r}; make it first")
    if target.exists() and not target.is_file():
        raise CheckpointError(f"{refused}it is no ordinary file; name another")


def _check_kinds(path: Any, model: Any, optimizer: Any) -> None:
    of_kind(str | os.PathLike, path, "path", f"{PATH}, which comes before the model")
    of_kind(Module, model, "model", MODULE)
    of_kind(Optimizer | None, optimizer, "optimizer", f"None or {OPTIMIZER}")


def _read(path: PathLike) -> tuple[Arrays, Notes]:
    # Opening a pipe would wait for somebody to write into it.
    if not S_ISREG(Path(path).stat().st_mode):
        raise ValueError("it is no ordinary file")
    with Path(path).open("rb") as file:
        return decode(file)


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
