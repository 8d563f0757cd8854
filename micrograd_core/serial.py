"""Numbers births and changes of Values, so that order and staleness can be told from them."""

from itertools import count

# The next number; they only grow, in every thread.
next_serial = count(1).__next__
last_change = 0


def change() -> int:
    """Return the number of one more change of data."""
    global last_change
    last_change = next_serial()
    return last_change
