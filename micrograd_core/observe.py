"""Watches Values as they are born: to record where each came from, or to stop at the first NaN."""

import linecache
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from micrograd_core.active import ACTIVE, active
from micrograd_core.errors import AnomalyError
from micrograd_core.failure import described
from micrograd_core.partials import is_value

if TYPE_CHECKING:
    from micrograd_core.op import Op
    from micrograd_core.value import Value

_HERE = __file__.rpartition("observe")[0]


@dataclass(frozen=True, slots=True)
class Birth:
    """How a Value came to be: the operator, its operands, and the line that asked for it."""

    value: "Value"
    op: "Op"
    operands: "tuple[Value, ...]"
    filename: str
    lineno: int

    @property
    def source(self) -> str:
        """The text of the line, stripped; empty where the file cannot be read."""
        return linecache.getline(self.filename, self.lineno).strip()


@dataclass(slots=True)
class Trace:
    """The births seen by one ``with tracing() as trace:``, in order."""

    births: list[Birth] = field(default_factory=list)
    _by_value: "dict[Value, Birth]" = field(default_factory=dict)

    def birth_of(self, value: "Value") -> Birth | None:
        """Return how `value` came to be; None for a leaf, or for what was born elsewhere."""
        return self._by_value.get(value)

    def _record(self, value: "Value") -> None:
        assert value.op is not None
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_code.co_filename.startswith(_HERE):
            frame = frame.f_back
        line = frame.f_code.co_filename, frame.f_lineno
        birth = Birth(value, value.op, value.operands, *line)
        self.births.append(birth)
        self._by_value[value] = birth


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
        raise AnomalyError(f"{described(value.op)} made {value.data} out of ({given})")
