"""Forward mode: a function's derivative in one direction, with JAX's name and meaning."""

from collections.abc import Callable, Sequence
from typing import Any

from micrograd_core.number import require_real
from micrograd_core.partials import partial_numbers, partial_values
from micrograd_core.transforms.functions import Call
from micrograd_core.transforms.tree import flatten, structure
from micrograd_core.value import Value
from micrograd_core.walk import walk


def jvp(fn: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """Return ``fn(*primals)`` and its derivative in the direction `tangents`, in forward mode.

    primals and tangents: as many arguments each, of the same shapes. The result of `fn` may be
    a number or a nest of them.

    TypeError or ValueError: shapes that differ, or something that is not a real number.
    """
    if len(primals) != len(tangents):
        text = f"{len(primals)} primals and {len(tangents)} tangents"
        raise ValueError(f"jvp() takes a tangent for each primal; it was given {text}")
    call = Call(fn, tuple(primals), {}, range(len(primals)), scalar=False)
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
        if node in tangents:
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
