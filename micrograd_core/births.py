"""Remembers how Values came to be, for as long as somebody holds the trace that recorded them."""

import linecache
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from micrograd_core.op import Op
    from micrograd_core.value import Value

_HERE = __file__.rpartition("births")[0]


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


@dataclass(slots=True, eq=False, weakref_slot=True)
class Trace:
    """The births seen by one ``with tracing() as trace:``, in order."""

    births: list[Birth] = field(default_factory=list)
    _by_value: "dict[Value, Birth]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        _traces[id(self)] = self

    def birth_of(self, value: "Value") -> Birth | None:
        """Return how `value` came to be; None for a leaf, or for what was born elsewhere."""
        return self._by_value.get(value)

    def _record(self, value: "Value") -> None:
        assert value.op is not None
        birth = Birth(value, value.op, value.operands, *asking_line())
        self.births.append(birth)
        self._by_value[value] = birth


_traces: "WeakValueDictionary[int, Trace]" = WeakValueDictionary()


def recorded_birth(value: "Value") -> Birth | None:
    """Return how `value` came to be, if a trace that is still held has recorded it."""
    # A list of references is made in one step; the dictionary may change in another thread.
    for reference in _traces.valuerefs():
        trace = reference()
        birth = None if trace is None else trace.birth_of(value)
        if birth is not None:
            return birth
    return None


def asking_line() -> tuple[str, int]:
    """Return the file and the number of the line, outside the core, that is being carried out."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_HERE):
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno
