"""Rows that several tests of the kit judge, and how they do."""

from typing import Any

from micrograd_core import Op
from micrograd_core.testing import Verdict, judge, properties

HALF = Op("half", lambda x: x / 2, lambda out, x: (0.5,))
FMA = Op("fma", lambda x, y, z: x * y + z, lambda out, x, y, z: (y, x, 1.0))


def waiting(out: Any, x: Any, y: Any) -> Any:
    """Give the partials of x * y; the second is right only after the first."""
    done = []

    def by_x() -> Any:
        done.append(True)
        return y

    return by_x, lambda: x if done else 2 * x


def judged(title: str, row: Op) -> Verdict:
    """Return the verdict of one property, by its title, on a row."""
    return judge(title, properties()[title], row)
