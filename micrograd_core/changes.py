"""Counts the changes made to ``Value.data``, so that a graph older than its operands is noticed."""

from itertools import count as _counter

_next = _counter(1).__next__
count = 0


def change() -> int:
    """Count one more change, and return its number; numbers only grow, in every thread."""
    global count
    count = _next()
    return count
