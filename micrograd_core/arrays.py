"""Lets operators meet NumPy arrays without importing NumPy: whoever has an array has loaded it."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def is_array(x: Any) -> bool:
    """Return whether `x` is a NumPy array of at least one dimension."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(x, numpy.ndarray) and x.ndim > 0


def elementwise(
    forward: Callable[..., float], operands: Sequence[Any], params: Mapping[str, Any]
) -> Any:
    """Apply `forward` to every element of the broadcast operands; return a float64 array."""
    numpy = sys.modules["numpy"]
    results = [
        forward(*map(float, elements), **params)
        for elements in zip(*(a.flat for a in numpy.broadcast_arrays(*operands)), strict=True)
    ]
    shape = numpy.broadcast_shapes(*map(numpy.shape, operands))
    return numpy.array(results, dtype=float).reshape(shape)
