"""Watches Values as they are born: to record where each came from, or to stop at the first NaN."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from micrograd_core.active import ACTIVE, active
from micrograd_core.births import Trace
from micrograd_core.errors import AnomalyError
from micrograd_core.failure import described, noted
from micrograd_core.partials import is_value

if TYPE_CHECKING:
    from micrograd_core.value import Value


@contextmanager
def tracing() -> "Iterator[Trace]":
    """Record every Value that an operator makes inside the block, in this thread and task."""
    trace = Trace()
    with active(ACTIVE.get().observed(trace._record)):
        yield trace


@contextmanager
def detect_anomaly() -> "Iterator[None]":
    """Raise AnomalyError at the operator that first makes a NaN or an infinity.

    It is noticed inside the block, forward and in ``backward()``, as in PyTorch's of that name.
    """
    with active(ACTIVE.get().observed(_refuse_anomaly, watched=True)):
        yield


def _refuse_anomaly(value: "Value") -> None:
    assert value.op is not None
    numbers = [x._data if is_value(x) else x for x in value._raw_operands()]
    if all(map(math.isfinite, numbers)) and not math.isfinite(value.data):
        given = ", ".join(map(repr, numbers))
        text = f"{described(value.op)} made {value.data} out of ({given})"
        raise noted(AnomalyError(text), value, newborn=True)
