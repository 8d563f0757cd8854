"""Lets NumPy's functions and arrays work on Values, through the registry."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from micrograd_core.active import ACTIVE
from micrograd_core.arrays import elementwise, is_array, plain

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
    name = ufunc.__name__
    function = _ARITHMETIC.get(name) or ACTIVE.get().by_ufunc(name)
    if any(map(is_array, inputs)):
        return elementwise(function, inputs, {})
    return function(*map(plain, inputs))
