"""Imports what a plugin names by a string, once somebody uses it."""

from importlib import import_module
from typing import Any


def imported(found: Any) -> Any:
    """Return the object that ``"module:attribute"`` names; anything but a string, as it is."""
    if not isinstance(found, str):
        return found
    module, _, attribute = found.partition(":")
    return getattr(import_module(module), attribute)
