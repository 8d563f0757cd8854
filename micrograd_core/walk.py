"""Walks a graph once: backward, drawing, copying and pickling all follow this order."""

from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from micrograd_core.value import Value

_by_birth = attrgetter("_serial")


def walk(*roots: "Value") -> list["Value"]:
    """Return every Value the roots were computed from, each once, operands before their results.

    That is the order of their births, which is a topological order because a Value is born after
    its operands. The search is breadth-first (Moore 1959), with a list of its own: a graph a
    million deep is no deeper for Python. Leaves come first.
    """
    seen = set(roots)
    see = seen.add
    results = [root for root in seen if root._row is not None]
    leaves = [root for root in seen if root._row is None]
    found = results.append
    for node in results:
        x, y, extra = node._x, node._y, node._extra
        if type(x) is not float and x not in seen:
            see(x)
            leaves.append(x) if x._row is None else found(x)
        if y is not None and type(y) is not float and y not in seen:
            see(y)
            leaves.append(y) if y._row is None else found(y)
        if extra is not None:
            for x in extra[0]:
                if type(x) is not float and x not in seen:
                    see(x)
                    leaves.append(x) if x._row is None else found(x)
    leaves.sort(key=_by_birth)
    results.sort(key=_by_birth)
    return leaves + results
