"""Gradients as results: of any Value, with respect to any others, to any order."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from micrograd_core.observe import check_step, sweeping
from micrograd_core.partials import partial_numbers, partial_values
from micrograd_core.walk import walk

if TYPE_CHECKING:
    from micrograd_core.value import Value


def gradients(
    output: "Value", inputs: "Value | Sequence[Value]", create_graph: bool = False
) -> Any:
    """Return d output / d input for one input, or the list of them for several.

    They are floats, or with `create_graph` Values that can be differentiated in their turn. No
    ``.grad`` is touched; an input that `output` does not depend on has the gradient 0.

    TypeError: something that is not a Value. GraphError: data has changed since the forward pass.
    """
    from micrograd_core.value import Value

    several: list[Any] = list(inputs) if isinstance(inputs, list | tuple) else [inputs]
    for x in (output, *several):
        if not isinstance(x, Value):
            raise TypeError(f"gradients() is for Values; {x!r} is of type {type(x).__name__}")
    zero, one = (Value(0.0), Value(1.0)) if create_graph else (0.0, 1.0)
    rule = partial_values if create_graph else partial_numbers
    adjoints = sweeping(_adjoints, output, several, one, rule)
    found = [adjoints.get(x, zero) for x in several]
    if create_graph:
        found = [d if isinstance(d, Value) else Value(d) for d in found]
    return found if isinstance(inputs, list | tuple) else found[0]


def _adjoints(
    output: "Value", inputs: "list[Value]", one: Any, rule: Any, watched: bool
) -> "dict[Value, Any]":
    """Return the derivative of `output` by every Value on the way to an input."""
    order = walk(output)
    on_the_way = set(inputs)
    steps: list[tuple[Value, tuple[Any, ...]]] = []
    for node in order:
        operands = node._raw_operands()
        if not on_the_way.isdisjoint(operands):
            on_the_way.add(node)
            steps.append((node, operands))
    wanted = on_the_way.__contains__
    adjoints: dict[Value, Any] = {output: one}
    for node, operands in reversed(steps):
        adjoint = adjoints[node]
        for operand, d in zip(operands, rule(node, wanted), strict=True):
            if operand in on_the_way:
                share = adjoint * d
                adjoints[operand] = adjoints[operand] + share if operand in adjoints else share
        if watched:
            _check(node, adjoints)
    return adjoints


def _check(node: "Value", adjoints: "dict[Value, Any]") -> None:
    made = [(x, adjoints[x]) for x in node._raw_operands() if x in adjoints]
    check_step(node, "backward", [adjoints[node]], made)
