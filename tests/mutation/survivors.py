"""Reads why a mutant may live: the explanations in survivors.toml."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from .mutants import Mutant

FILE = Path(__file__).with_name("survivors.toml")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the tests cannot notice a change, or need not.

    module: a path, in which a star stands for anything. change: the kind, or all if empty.
    was: the line before the change; or, for a family of lines, pattern: what is found in it.
    becomes: the line after the change, or any if empty.
    """

    why: str
    module: str = "*"
    change: str = ""
    was: str = ""
    pattern: str = ""
    becomes: str = ""

    def covers(self, mutant: Mutant) -> bool:
        """Return whether this is about `mutant`."""
        return (
            fnmatchcase(mutant.module, self.module)
            and self.change in {"", mutant.change}
            and self.becomes in {"", mutant.becomes}
            and self._fits(mutant.was)
        )

    def _fits(self, line: str) -> bool:
        return self.was == line if self.was else bool(re.search(self.pattern, line))


def explanations() -> list[Explanation]:
    """Return all that the file explains."""
    return [Explanation(**entry) for entry in tomllib.loads(FILE.read_text())["survivor"]]


def unexplained(survivors: Iterable[Mutant], known: list[Explanation]) -> list[Mutant]:
    """Return the survivors that nothing explains."""
    return [m for m in survivors if not any(e.covers(m) for e in known)]


def obsolete(survivors: Iterable[Mutant], known: list[Explanation]) -> list[Explanation]:
    """Return the explanations that fit no survivor."""
    alive = list(survivors)
    return [e for e in known if not any(e.covers(m) for m in alive)]
