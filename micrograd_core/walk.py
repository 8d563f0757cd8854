"""Walks a graph once: backward, drawing, copying and pickling all follow this order."""

from typing import TYPE_CHECKING

from micrograd_core.errors import GraphError

if TYPE_CHECKING:
    from micrograd_core.value import Value


def walk(*roots: "Value") -> list["Value"]:
    """Return every Value the roots were computed from, each once, operands before their results.

    The depth-first topological order (Tarjan 1976), with a stack of its own: a graph a million
    deep is no deeper for Python. The same graph always gives the same order. GraphError: a cycle.
    """
    done: dict[Value, None] = {}
    entered: set[Value] = set()
    stack: list[Value | None] = [*reversed(roots)]
    pop, push, enter = stack.pop, stack.append, entered.add
    while True:
        if not stack:
            return list(done)
        node = pop()
        if node is None:  # all the operands of the node below are done
            node = pop()
            done[node] = None  # type: ignore[index]
        elif node not in done:
            if node in entered:
                raise GraphError(f"{node!r} is computed from itself: its graph has a cycle")
            if node._row is None:
                done[node] = None
                continue
            enter(node)
            push(node)
            push(None)
            if node._extra is not None:
                stack.extend(x for x in node._extra.rest if type(x) is not float)
            operand = node._y
            if operand is not None and type(operand) is not float:
                push(operand)
            operand = node._x
            if type(operand) is not float:
                push(operand)
