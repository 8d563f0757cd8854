"""Lets operators meet NumPy arrays without importing NumPy: whoever has an array has loaded it."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def is_array(x: Any) -> bool:
    """Return whether `x` is a NumPy array of at least one dimension."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(x, numpy.ndarray) and x.ndim > 0


def elementwise(
    function: Callable[..., Any], operands: Sequence[Any], params: Mapping[str, Any]
) -> Any:
    """Apply `function` to every element of the broadcast operands.

    The result is an array of float64 where it gives floats, of bools where it gives bools, and of
    objects where it gives others.
    """
    numpy = sys.modules["numpy"]
    boxes = [x if is_array(x) else _boxed(numpy, x) for x in operands]
    shape = numpy.broadcast_shapes(*(box.shape for box in boxes))
    out = numpy.empty(shape, dtype=object)
    columns = (numpy.broadcast_to(box, shape).flat for box in boxes)
    for position, elements in enumerate(zip(*columns, strict=True)):
        out.flat[position] = function(*map(plain, elements), **params)
    kinds = {type(x) for x in out.flat}
    if kinds == {bool}:
        return out.astype(bool)
    return out.astype(float) if kinds <= {float} else out


def plain(x: Any) -> Any:
    """Return a NumPy scalar as Python's own; NumPy's would ask us back, and again."""
    return x.item() if hasattr(x, "item") else x


def _boxed(numpy: Any, x: Any) -> Any:
    box = numpy.empty((), dtype=object)
    box[()] = x
    return box
