"""Checks what kind of thing was given, before anything is done with it."""

from collections.abc import Mapping
from reprlib import repr as short
from types import UnionType
from typing import Any

# What things of these kinds are called where another was given.
MODULE = "a Module, as MLP(2, [4, 1])"
OPTIMIZER = "an Optimizer, as SGD(model.parameters())"
PATH = "a path, as 'run.safetensors'"


def of_kind(kind: type | UnionType, given: Any, what: str, wanted: str) -> None:
    """Refuse what is no `kind`: TypeError, naming `what` it was meant for and what is `wanted`."""
    if not isinstance(given, kind):
        raise TypeError(f"{what} must be {wanted}, not {short(given)}")


def a_state(given: Any, what: str = "the state") -> Mapping[Any, Any]:
    """Return what is a mapping, as state_dict() gives; TypeError naming `what` it was meant for."""
    of_kind(Mapping, given, what, "a mapping, as state_dict() gives it")
    return given  # type: ignore[no-any-return]
