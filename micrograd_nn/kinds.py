"""Checks what kind of thing was given, before anything is done with it."""

from reprlib import repr as short
from types import UnionType
from typing import Any


def of_kind(kind: type | UnionType, given: Any, what: str, wanted: str) -> None:
    """Refuse what is no `kind`: TypeError, naming `what` it was meant for and what is `wanted`."""
    if not isinstance(given, kind):
        raise TypeError(f"{what} must be {wanted}, not {short(given)}")
