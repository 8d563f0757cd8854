"""Imports the packages that networks need only sometimes, when they need them."""

from importlib import import_module
from typing import Any


def optional(module: str, extra: str = "nn") -> Any:
    """Return the imported `module`; ModuleNotFoundError, with the extra that installs it."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        raise ModuleNotFoundError(
            f"{missing.name} is not installed, and this needs it: "
            f'pip install "micrograd-plugins[{extra}]"',
            name=missing.name,
        ) from missing
