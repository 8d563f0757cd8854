"""Reads why a mutant may live: the explanations in survivors.toml."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .mutants import Mutant

FILE = Path(__file__).with_name("survivors.toml")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the change of a line, or any change of it where `becomes` is empty, goes unnoticed."""

    module: str
    was: str
    becomes: str
    why: str

    def covers(self, mutant: Mutant) -> bool:
        """Return whether this is about `mutant`."""
        same = (self.module, self.was) == (mutant.module, mutant.was)
        return same and self.becomes in {"", mutant.becomes}


def explanations() -> list[Explanation]:
    """Return all that the file explains."""
    found = tomllib.loads(FILE.read_text())
    return [
        Explanation(
            entry["module"], line["was"].strip(), line.get("becomes", "").strip(), entry["why"]
        )
        for entry in found.get("survivor", [])
        for line in entry["lines"]
    ]


def unexplained(survivors: Iterable[Mutant], known: list[Explanation]) -> list[Mutant]:
    """Return the survivors that nothing explains."""
    return [m for m in survivors if not any(e.covers(m) for e in known)]


def obsolete(survivors: Iterable[Mutant], known: list[Explanation]) -> list[Explanation]:
    """Return the explanations that fit no survivor."""
    alive = list(survivors)
    return [e for e in known if not any(e.covers(m) for m in alive)]
