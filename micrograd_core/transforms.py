"""Functions into their derivatives, with JAX's names and meanings."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from micrograd_core.gradients import gradients
from micrograd_core.number import real, require_real
from micrograd_core.op import ALIAS
from micrograd_core.partials import partial_numbers, partial_values
from micrograd_core.tree import flatten, structure
from micrograd_core.value import Value, birth
from micrograd_core.walk import walk

Argnums = int | Sequence[int]

# Inside a function that is being differentiated, derivatives are Values themselves.
_nested: ContextVar[bool] = ContextVar("inside a transform", default=False)


def grad(fn: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """Return the function that gives the gradient of `fn` at its arguments.

    fn: takes numbers, or nested lists, tuples, dicts and arrays of them; returns one number.
    argnums: which argument, or a sequence of them for a tuple of gradients. A gradient has the
    shape of its argument; it is made of floats, or of Values where an argument is one already.

    TypeError: an argument to differentiate by that has no real numbers, a result that is none.
    """
    both = value_and_grad(fn, argnums)
    return wraps(fn)(lambda *args, **kwargs: both(*args, **kwargs)[1])


def value_and_grad(fn: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """Return the function that gives ``(fn(...), gradient)``; the rest is as for grad()."""

    @wraps(fn)
    def both(*args: Any, **kwargs: Any) -> tuple[Any, Any]:
        call = _Call(fn, args, kwargs, argnums)
        found = gradients(call.result, call.inputs, create_graph=call.graph)
        value = call.result if call.graph else call.result.data
        return value, call.shaped(found)

    return both


def hessian(fn: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """Return the function that gives the second derivatives of `fn`: the gradient's gradients.

    For one number a number; for a list of n numbers a list of n lists of n; in general the
    argument's shape, with the argument's shape in place of each number.
    """

    @wraps(fn)
    def second(*args: Any, **kwargs: Any) -> Any:
        call = _Call(fn, args, kwargs, argnums)
        first = gradients(call.result, call.inputs, create_graph=True)
        rows = [call.shaped(gradients(d, call.inputs, call.graph)) for d in first]
        return call.shaped(rows)

    return second


def jvp(fn: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """Return ``fn(*primals)`` and its derivative in the direction `tangents`, in forward mode.

    primals and tangents: as many arguments each, of the same shapes. The result of `fn` may be
    a number or a nest of them.

    TypeError or ValueError: shapes that differ, or something that is not a real number.
    """
    if len(primals) != len(tangents):
        text = f"{len(primals)} primals and {len(tangents)} tangents"
        raise ValueError(f"jvp() takes a tangent for each primal; it was given {text}")
    call = _Call(fn, tuple(primals), {}, range(len(primals)), scalar=False)
    if structure(list(primals)) != structure(list(tangents)):
        raise ValueError(
            f"the tangents {tangents!r} are not of the shape of the primals {primals!r}; "
            "give a direction for each number"
        )
    directions, _ = flatten(list(tangents))
    for d in directions:
        if not isinstance(d, Value):
            require_real(d, "a tangent")
    graph = call.graph or any(isinstance(d, Value) for d in directions)
    results, shaped = flatten(call.result)
    results = [result if isinstance(result, Value) else Value(result) for result in results]
    known = dict(zip(call.inputs, directions, strict=True))
    moved = _pushed_forward(results, known, graph)
    return shaped([r if graph else r.data for r in results]), shaped(moved)


def _pushed_forward(results: list[Value], tangents: dict[Value, Any], graph: bool) -> list[Any]:
    """Carry tangents from the inputs to the results, through each operator's partials."""
    rule = partial_values if graph else partial_numbers
    for node in walk(*results):
        if node in tangents or node.op is None:
            continue
        operands = node._raw_operands()
        moving = [x for x in operands if x in tangents]
        if moving:
            partials = zip(operands, rule(node, tangents.__contains__), strict=True)
            tangents[node] = sum(d * tangents[x] for x, d in partials if x in tangents)
    found = [tangents.get(result, 0.0) for result in results]
    if graph:
        return [d if isinstance(d, Value) else Value(d) for d in found]
    return [float(d) for d in found]


class _Call:
    """One call of a function on Values: its inputs, its result, the shape of its derivative."""

    def __init__(
        self,
        fn: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        argnums: Argnums,
        scalar: bool = True,
    ) -> None:
        chosen = _chosen(argnums, len(args))
        leaves, rebuild = flatten([args[n] for n in chosen])
        self.graph = _nested.get() or any(isinstance(leaf, Value) for leaf in leaves)
        self.inputs = [_input(leaf) for leaf in leaves]
        self._one = isinstance(argnums, int)
        self._rebuild = rebuild
        given = list(args)
        for n, argument in zip(chosen, rebuild(self.inputs), strict=True):
            given[n] = argument
        with _inside():
            self.result = fn(*given, **kwargs)
        if scalar:
            self.result = _scalar(fn, self.result)

    def shaped(self, found: list[Any]) -> Any:
        """Return derivatives, one an input, in the shape of the argument or arguments."""
        arguments = self._rebuild(found)
        return arguments[0] if self._one else tuple(arguments)


def _chosen(argnums: Argnums, count: int) -> list[int]:
    """Return the positions that `argnums` names among `count` arguments."""
    named = [argnums] if isinstance(argnums, int) else list(argnums)
    for n in named:
        if not -count <= n < count:
            raise ValueError(f"argnums names argument {n}, but there are {count}")
    chosen = [n % count for n in named]
    if len({*chosen}) < len(chosen):
        raise ValueError(f"argnums names an argument twice: {argnums!r}; name it once")
    return chosen


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
