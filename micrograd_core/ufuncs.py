"""Lets NumPy's functions of a Value, and of a Value and arrays, work through the registry."""

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
    operator answers to raises UnknownOperatorError, and ``out=`` TypeError.
    """
    if "out" in kwargs:
        raise TypeError(_not_in_place(ufunc.__name__))
    if method != "__call__" or kwargs:
        return NotImplemented
    name = ufunc.__name__
    function = _ARITHMETIC.get(name) or ACTIVE.get().by_ufunc(name)
    if any(map(is_array, inputs)):
        return elementwise(function, inputs, {})
    return function(*map(plain, inputs))


def call(value: "Value", function: Any, types: Any, args: Any, kwargs: Any) -> Any:
    """Answer ``np.clip(v, low, high)`` with `maximum` and `minimum`.

    This is ``__array_function__`` (NumPy enhancement proposal 18). Left to NumPy, as all other
    functions are, it would give a bound as the number that it is, without the graph.
    """
    if function.__name__ == "clip":
        return _clip(*args, **kwargs)
    return function._implementation(*args, **kwargs)


def _clip(x: Any, a_min: Any = None, a_max: Any = None, out: Any = None, **others: Any) -> Any:
    if out is not None:
        raise TypeError(_not_in_place("clip"))
    low, high = others.pop("min", a_min), others.pop("max", a_max)
    if others:
        raise TypeError(f"np.clip of a Value takes no {', '.join(others)}")
    for bound, name in ((low, "maximum"), (high, "minimum")):
        if bound is not None:
            x = ACTIVE.get().by_ufunc(name)(x, bound)
    return x


def _not_in_place(name: str) -> str:
    return (
        f"np.{name} puts no Value into an array that is there, by out= or in place as += does; "
        "make a new array, as in a = a + v"
    )
