"""Functions into their derivatives, with JAX's names and meanings."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from micrograd_core.number import real, require_real
from micrograd_core.op import ALIAS
from micrograd_core.transforms.arguments import Argnums, among, positions, require_function
from micrograd_core.transforms.gradients import gradients
from micrograd_core.transforms.tree import flatten, squared
from micrograd_core.value import Value, birth

# Inside a function that is being differentiated, derivatives are Values themselves.
_nested: ContextVar[bool] = ContextVar("inside a transform", default=False)


def grad(fn: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """Return the function that gives the gradient of `fn` at its arguments.

    fn: takes numbers, or nested lists, tuples, dicts and arrays of them; returns one number.
    argnums: which argument, or a sequence of them for a tuple of gradients. A gradient has the
    shape of its argument; it is made of floats, or of Values where an argument is one already.

    TypeError: `fn` is no function; an argument to differentiate by that has no real numbers, a
    result that is none.
    """
    both = value_and_grad(fn, argnums)
    return wraps(fn)(lambda *args, **kwargs: both(*args, **kwargs)[1])


def value_and_grad(fn: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """Return the function that gives ``(fn(...), gradient)``; the rest is as for grad()."""
    require_function(fn)
    chosen = positions(argnums)

    @wraps(fn)
    def both(*args: Any, **kwargs: Any) -> tuple[Any, Any]:
        call = Call(fn, args, kwargs, chosen)
        found = gradients(call.result, call.inputs, create_graph=call.graph)
        value = call.result if call.graph else call.result.data
        return value, call.shaped(found)

    return both


def hessian(fn: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """Return the function that gives the second derivatives of `fn`: the gradient's gradients.

    For one number a number; for a list of n numbers a list of n lists of n; for an array one of
    its shape twice. In general the argument's shape, with the argument's shape in place of each
    number and each array; an array by an array has the dimensions of both.
    """
    require_function(fn)
    chosen = positions(argnums)

    @wraps(fn)
    def second(*args: Any, **kwargs: Any) -> Any:
        call = Call(fn, args, kwargs, chosen)
        first = gradients(call.result, call.inputs, create_graph=True)
        rows = [gradients(d, call.inputs, call.graph) for d in first]
        return squared(call.given, rows)

    return second


class Call:
    """One call of a function on Values: its inputs, its result, the shape of its derivative."""

    def __init__(
        self,
        fn: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        argnums: int | tuple[int, ...],
        scalar: bool = True,
    ) -> None:
        one = isinstance(argnums, int)
        chosen = among((argnums,) if isinstance(argnums, int) else argnums, len(args))
        by = [args[n] for n in chosen]
        self.given = by[0] if one else tuple(by)
        leaves, self.shaped = flatten(self.given)
        self.graph = _nested.get() or any(isinstance(leaf, Value) for leaf in leaves)
        self.inputs = [_input(leaf) for leaf in leaves]
        moving = self.shaped(self.inputs)
        given = list(args)
        for n, argument in zip(chosen, [moving] if one else moving, strict=True):
            given[n] = argument
        with _inside():
            self.result = fn(*given, **kwargs)
        if scalar:
            self.result = _scalar(fn, self.result)


@contextmanager
def _inside() -> Iterator[None]:
    token = _nested.set(True)
    try:
        yield
    finally:
        _nested.reset(token)


def _input(leaf: Any) -> Value:
    if isinstance(leaf, Value):
        return birth(ALIAS, (leaf,), {})
    return Value(require_real(leaf, "an argument to differentiate by"))


def _scalar(fn: Callable[..., Any], result: Any) -> Value:
    if isinstance(result, Value):
        return result
    number = real(result)
    if number is None:
        name = getattr(fn, "__name__", repr(fn))
        raise TypeError(
            f"{name} returned {result!r} of type {type(result).__name__}; "
            "a function to differentiate returns one number"
        )
    return Value(number)
