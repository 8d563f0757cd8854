"""Checks what is to be differentiated, and by which of its arguments."""

from collections.abc import Sequence
from contextlib import suppress
from operator import index
from typing import Any

from micrograd_core.errors import counted

Argnums = int | Sequence[int]


def require_function(fn: Any) -> None:
    """TypeError if `fn` cannot be called."""
    if not callable(fn):
        raise TypeError(
            f"what to differentiate must be a function, not {fn!r} of type {type(fn).__name__}; "
            "give the function itself, as in grad(f)(x)"
        )


def positions(argnums: Any) -> int | tuple[int, ...]:
    """Return `argnums` as an int or a tuple of them; TypeError if it is neither."""
    with suppress(TypeError):
        return index(argnums)
    with suppress(TypeError):
        return tuple(map(index, argnums))
    raise TypeError(
        "argnums must be the position of an argument, as in argnums=0, or a sequence of positions, "
        f"not {argnums!r} of type {type(argnums).__name__}"
    )


def among(argnums: tuple[int, ...], count: int) -> list[int]:
    """Return the positions that `argnums` names among `count` arguments."""
    for n in argnums:
        if not -count <= n < count:
            raise ValueError(
                f"argnums names argument {n}, counted from 0, but the function was given "
                f"{counted(count, 'argument')} by position; pass it by position, or name another"
            )
    chosen = [n % count for n in argnums]
    if len({*chosen}) < len(chosen):
        raise ValueError(f"argnums names an argument twice: {argnums!r}; name it once")
    return chosen
