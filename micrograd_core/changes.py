"""Counts the changes made to ``Value.data``, so that a graph older than its operands is noticed."""

from threading import Lock

_lock = Lock()
count = 0


def change() -> int:
    """Count one more change, and return its number."""
    global count
    with _lock:
        count += 1
        return count
