"""Counts the changes made to ``Value.data``, so that a graph older than its operands is noticed."""

from itertools import count as _counter

_next = _counter(1).__next__
count = 0


def change() -> int:
    """Count one more change, and return its number.

    There is no lock to be left held by an interrupt or a fork. None is needed: CPython switches
    threads at calls and at jumps back, so nothing comes between the comparison and the assignment.
    """
    global count
    number = _next()
    if number > count:  # noqa: PLR1730 -- max() is a call, and a call is where threads switch
        count = number
    return number
