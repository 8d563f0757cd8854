"""Lets NumPy's functions and arrays work on Values, through the registry."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from micrograd_core.active import ACTIVE
from micrograd_core.arrays import is_array

if TYPE_CHECKING:
    from micrograd_core.value import Value

# What Python's own operators do, derived operators among them.
_ARITHMETIC: dict[str, Callable[..., Any]] = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y,
    "power": lambda x, y: x**y,
    "negative": lambda x: -x,
    "positive": lambda x: x,
    "square": lambda x: x**2,
    "reciprocal": lambda x: x**-1,
    "less": lambda x, y: x < y,
    "less_equal": lambda x, y: x <= y,
    "greater": lambda x, y: x > y,
    "greater_equal": lambda x, y: x >= y,
    "equal": lambda x, y: x is y,
    "not_equal": lambda x, y: x is not y,
}


def apply(value: "Value", ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
    """Answer ``np.exp(v)`` with the operator ``exp``; go through an array element by element.

    This is ``__array_ufunc__`` (NumPy enhancement proposal 13). A function that no active
    operator answers to raises UnknownOperatorError.
    """
    if method != "__call__" or kwargs:
        return NotImplemented
    if any(map(is_array, inputs)):
        return _elementwise(lambda *elements: _one(ufunc.__name__, elements), inputs)
    return _one(ufunc.__name__, [_scalar(x) for x in inputs])


def _one(name: str, operands: Any) -> Any:
    if name in _ARITHMETIC:
        return _ARITHMETIC[name](*operands)
    return ACTIVE.get().by_ufunc(name)(*operands)


def _scalar(x: Any) -> Any:
    # A NumPy scalar on the left of an operator would ask us again, and again.
    return x.item() if hasattr(x, "item") else x


def _elementwise(function: Any, inputs: Any) -> Any:
    numpy = sys.modules["numpy"]
    objects = [x if is_array(x) else _boxed(numpy, x) for x in inputs]
    broadcast = numpy.broadcast_arrays(*objects)
    out = numpy.empty(broadcast[0].shape, dtype=object)
    for position, elements in enumerate(zip(*(a.flat for a in broadcast), strict=True)):
        out.flat[position] = function(*map(_scalar, elements))
    return out


def _boxed(numpy: Any, x: Any) -> Any:
    box = numpy.empty((), dtype=object)
    box[()] = x
    return box
