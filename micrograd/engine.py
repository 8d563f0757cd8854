"""micrograd's module of the engine: ``from micrograd.engine import Value``."""

from micrograd_core import Value

__all__ = ["Value"]
