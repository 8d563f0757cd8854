"""What a check found: a property holds, fails, or could not be checked, and why."""

import builtins
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

OK, FAILED, SKIPPED = "ok", "FAILED", "skipped"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one property's check found of one operator.

    outcome: "ok", "FAILED" or "skipped". worst: the largest error seen; where: the call it was at.
    message: what to change where it failed, the reason where it was skipped.
    operator, property: filled in by whoever runs the check.
    """

    outcome: str
    worst: float = 0.0
    where: str = ""
    message: str = ""
    operator: str = ""
    property: str = ""

    @builtins.property
    def ok(self) -> bool:
        """Whether the property was checked, and holds."""
        return self.outcome == OK

    @builtins.property
    def failed(self) -> bool:
        """Whether the property was checked, and does not hold."""
        return self.outcome == FAILED

    def __str__(self) -> str:
        return f"{self.operator}: {self.property}: {self.message or self.outcome}"


def holds(worst: float = 0.0, where: str = "") -> Verdict:
    """Return the verdict on a property that holds."""
    return Verdict(OK, worst, where)


def fails(message: str, worst: float = math.inf, where: str = "") -> Verdict:
    """Return the verdict on a property that does not hold; the message says what to change."""
    return Verdict(FAILED, worst, where, message)


def skipped(reason: str) -> Verdict:
    """Return the verdict on a property that could not be checked, and why."""
    return Verdict(SKIPPED, math.nan, "", reason)


def faults(verdicts: Iterable[Verdict]) -> list[str]:
    """Return a sentence for each fault among `verdicts`, with every property that it breaks."""
    broken: dict[tuple[str, str], list[str]] = {}
    for verdict in verdicts:
        if verdict.failed:
            broken.setdefault((verdict.operator, verdict.message), []).append(verdict.property)
    return [f"{name}: {', '.join(found)}: {text}" for (name, text), found in broken.items()]


@dataclass(slots=True)
class Worst:
    """The largest error that a check has met, where that was, and what it was of."""

    error: float = 0.0
    where: str = ""
    what: str = ""

    def meet(self, error: float, where: str, what: Any) -> None:
        """Take in one more error; NaN is the largest of all."""
        if not (error <= self.error or math.isnan(self.error)):
            self.error, self.where, self.what = error, where, str(what)

    def verdict(self, tolerance: float, advice: str) -> Verdict:
        """Return the verdict: holds, up to the tolerance; or fails, with advice on what to do."""
        if self.error <= tolerance:
            return holds(self.error, self.where)
        return fails(f"at {self.where} {self.what}; {advice}", self.error, self.where)


def apart(x: float, y: float) -> float:
    """Return how far two numbers are from each other, as a part of the larger; NaN equals NaN."""
    if x == y or (math.isnan(x) and math.isnan(y)):
        return 0.0
    if not (math.isfinite(x) and math.isfinite(y)):
        return math.inf
    return abs(x - y) / max(abs(x), abs(y))
