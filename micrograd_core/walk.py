"""Walks a graph once: backward, drawing, copying and pickling all follow this order."""

from typing import TYPE_CHECKING, Any

from micrograd_core.errors import GraphError

if TYPE_CHECKING:
    from micrograd_core.value import Value


def walk(*roots: "Value") -> list["Value"]:
    """Return every Value the roots were computed from, each once, operands before their results.

    The topological order of a depth-first search (Tarjan 1976), with a stack of its own: a graph
    a million deep is no deeper for Python. The same graph always gives the same order.
    GraphError: the graph has a cycle. TypeError: a root that is no Value.
    """
    for root in roots:
        if not hasattr(type(root), "_row"):
            text = f"not {root!r} of type {type(root).__name__}"
            raise TypeError(f"walk takes Values, as in walk(y) or walk(y, z), {text}")
    value = type(roots[0]) if roots else None
    this_walk = object()
    order: list[Value] = []
    seen: set[Value] = set()
    stack: list[Any] = [*reversed(roots)]
    pop, push, add, see = stack.pop, stack.append, order.append, seen.add
    while stack:
        node = pop()
        if node is None:  # all the operands of the node below are in order
            node = pop()
            node._walk = None
            add(node)
            continue  # CPython 3.11 specialises a loop only once it has jumped back explicitly
        if node in seen:
            continue
        see(node)
        if node._row is None:
            add(node)
            continue
        node._walk = this_walk
        push(node)
        push(None)
        x, y, extra = node._x, node._y, node._extra
        if extra is not None:
            for operand in reversed(extra[0]):
                if type(operand) is value:
                    if operand._walk is this_walk:
                        raise _cycle(operand)
                    push(operand)
        if type(y) is value:
            if y not in seen:
                push(y)
            elif y._walk is this_walk:
                raise _cycle(y)
        if type(x) is value:
            if x not in seen:
                push(x)
            elif x._walk is this_walk:
                raise _cycle(x)
    return order


def _cycle(value: "Value") -> GraphError:
    return GraphError(f"{value!r} is computed from itself: its graph has a cycle")
