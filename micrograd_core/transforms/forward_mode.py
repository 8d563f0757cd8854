"""Forward mode: a function's derivative in one direction, with JAX's name and meaning."""

from collections.abc import Callable, Sequence
from typing import Any

from micrograd_core.errors import counted
from micrograd_core.number import require_real
from micrograd_core.observe import check_step, sweeping
from micrograd_core.partials import partial_numbers, partial_values
from micrograd_core.transforms.arguments import require_function
from micrograd_core.transforms.functions import Call
from micrograd_core.transforms.tree import arranged, flatten, structure
from micrograd_core.value import Value
from micrograd_core.walk import walk


def jvp(fn: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """Return ``fn(*primals)`` and its derivative in the direction `tangents`, in forward mode.

    primals and tangents: lists or tuples of as many arguments each, of the same shapes. The result
    of `fn` may be a number or a nest of them.

    TypeError or ValueError: shapes that differ, or something that is not a real number.
    """
    require_function(fn)
    directions = _directions(primals, tangents)
    call = Call(fn, tuple(primals), {}, tuple(range(len(primals))), scalar=False)
    graph = call.graph or any(isinstance(d, Value) for d in directions)
    results, shaped = flatten(call.result)
    results = [result if isinstance(result, Value) else Value(result) for result in results]
    known = dict(zip(call.inputs, directions, strict=True))
    moved = sweeping(_pushed_forward, results, known, graph)
    return shaped([r if graph else r.data for r in results]), shaped(moved)


def _directions(primals: Any, tangents: Any) -> list[Any]:
    """Return the tangent of each number of the primals, a Value or a double."""
    for name, given in (("primals", primals), ("tangents", tangents)):
        if not isinstance(given, list | tuple):
            raise TypeError(
                f"jvp() takes a list or tuple of {name}, one for each argument of the function; "
                f"it was given {given!r} of type {type(given).__name__}: write ({given!r},)"
            )
    if len(primals) != len(tangents):
        text = f"{counted(len(primals), 'primal')} and {counted(len(tangents), 'tangent')}"
        raise ValueError(f"jvp() takes a tangent for each primal; it was given {text}")
    if structure(list(primals)) != structure(list(tangents)):
        raise ValueError(
            f"the tangents {tangents!r} are not of the shape of the primals {primals!r}; "
            "give a direction for each number"
        )
    leaves, _ = flatten(arranged(tangents, primals))
    return [d if isinstance(d, Value) else require_real(d, "a tangent") for d in leaves]


def _pushed_forward(
    results: list[Value], tangents: dict[Value, Any], graph: bool, watched: bool
) -> list[Any]:
    """Carry tangents from the inputs to the results, through each operator's partials."""
    rule = partial_values if graph else partial_numbers
    for node in walk(*results):
        if node in tangents:
            continue
        operands = node._raw_operands()
        moving = [x for x in operands if x in tangents]
        if moving:
            partials = zip(operands, rule(node, tangents.__contains__), strict=True)
            tangents[node] = sum(d * tangents[x] for x, d in partials if x in tangents)
            if watched:
                given = [tangents[x] for x in moving]
                check_step(node, "forward-mode", given, [(node, tangents[node])])
    found = [tangents.get(result, 0.0) for result in results]
    if graph:
        return [d if isinstance(d, Value) else Value(d) for d in found]
    return [float(d) for d in found]
