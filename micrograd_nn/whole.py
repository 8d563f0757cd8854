"""Makes a change of many things whole: interrupted anywhere, it is done entirely or not begun."""

from collections.abc import Callable


def complete(change: Callable[[], None]) -> None:
    """Carry out `change`, which can be repeated; an interrupt in the middle waits until it is done.

    Whatever can fail belongs before the call. Ctrl-C is what is left to come between.
    """
    try:
        change()
    except BaseException:
        change()
        raise
