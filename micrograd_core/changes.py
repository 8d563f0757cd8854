"""Counts the changes made to ``Value.data``, so that a graph older than its operands is noticed."""

from itertools import count as _counter

_ticks = _counter(1)
count = 0


def tick() -> int:
    """Note one more change, and return its number (they only grow, in every thread)."""
    global count
    count = next(_ticks)
    return count
