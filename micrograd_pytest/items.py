"""A test for each property of each operator, as pytest collects, runs and reports it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from micrograd_core import MicrogradError, Op, PluginWarning
from micrograd_core.plugins.selection import selected
from micrograd_core.testing import judge, properties

ROOT = "micrograd-ops"


def collected(session: pytest.Session, names: Sequence[str]) -> Iterator[pytest.Item]:
    """Return the tests of the operators that `names` stand for; UsageError if one is unknown."""
    if not names:
        raise pytest.UsageError(f"{ROOT}: no operator was named; name some, or all")
    try:
        found, held = selected(names), properties()
    except (MicrogradError, PluginWarning) as error:
        raise pytest.UsageError(f"{ROOT}: {error}") from error
    count = Counter(op.name for _, op in found)
    rows = {
        op.name if count[op.name] == 1 else f"{op.name}[{plugin.name}]": op for plugin, op in found
    }
    root = Rows.from_parent(session, name=ROOT, nodeid=ROOT, rows=rows, held=held)
    return session.genitems(root)


class Rows(pytest.Collector):
    """All the operators asked for."""

    def __init__(self, *, rows: dict[str, Op], held: dict[str, Any], **node: Any) -> None:
        super().__init__(**node)
        self.rows, self.held = rows, held

    def collect(self) -> Iterator[pytest.Collector]:
        """Yield a collector for each operator."""
        for name, op in self.rows.items():
            yield Properties.from_parent(self, name=name, op=op, held=self.held)


class Properties(pytest.Collector):
    """One operator."""

    def __init__(self, *, op: Op, held: dict[str, Any], **node: Any) -> None:
        super().__init__(**node)
        self.op, self.held = op, held

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each property."""
        for title, check in self.held.items():
            yield PropertyTest.from_parent(self, name=title, op=self.op, check=check)


class PropertyTest(pytest.Item):
    """One property of one operator."""

    def __init__(self, *, op: Op, check: Any, **node: Any) -> None:
        super().__init__(**node)
        self.op, self.check = op, check

    def runtest(self) -> None:
        """Hold the operator to the property; skip what could not be checked."""
        verdict = judge(self.name, self.check, self.op)
        if verdict.failed:
            raise PropertyError(verdict)
        if not verdict.ok:
            pytest.skip(verdict.message)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return what is reported: the verdict's message, without a traceback of ours."""
        if isinstance(excinfo.value, PropertyError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return the heading of a report, in the place of a file."""
        return Path(ROOT), None, f"{self.parent.name if self.parent else ROOT}: {self.name}"


class PropertyError(AssertionError):
    """A property does not hold; its text is the verdict."""
