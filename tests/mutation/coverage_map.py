"""Knows which tests enter which line, and how long each takes: a mutant meets those alone."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from coverage import CoverageData

from .mutants import ROOMS

ENOUGH = 15.0  # seconds of tests for one mutant; the quick ones notice most
FEW, MANY = 5, 60
TESTS = tuple(f"tests/{room}" for room in ("core", "ops", "kit", "pytest_plugin", "bundle"))


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """For each module and line the tests that enter it; for each test its seconds."""

    entered: dict[str, dict[int, set[str]]]
    seconds: dict[str, float]

    def tests(self, module: str, lines: Iterable[int]) -> list[str]:
        """Return the tests to hold a change of `lines` against, as many as run in ENOUGH seconds.

        Without lines, what is changed runs while the module is imported, and is held against all
        tests that enter it. Those of a file that is called after the module come first, then the
        quick ones.
        """
        by_line = self.entered.get(module, {})
        entering = [by_line.get(line, set()) for line in lines] or by_line.values()
        found = set().union(*entering) & self.seconds.keys()
        chosen = sorted(
            found, key=lambda test: (_stem(module) not in file_of(test), self.seconds[test])
        )
        times = accumulate(self.seconds[test] for test in chosen)
        return [test for test, until in zip(chosen, times, strict=True) if until < ENOUGH]

    def batches(self, module: str, lines: Iterable[int]) -> list[list[str]]:
        """Return the same tests, those of the FEW files first that most of the quick are of."""
        tests = self.tests(module, lines)
        often = Counter(file_of(test) for test in tests[:MANY]).most_common(FEW)
        first = {file for file, _ in often}
        few = [test for test in tests if file_of(test) in first]
        rest = [test for test in tests if file_of(test) not in first]
        return [batch for batch in (few, rest) if batch]


def file_of(test: str) -> str:
    """Return the path of the file that a test is in."""
    return test.partition("::")[0]


def _stem(module: str) -> str:
    return module.removesuffix("/__init__.py").removesuffix(".py").rpartition("/")[2]


def measure(root: Path, folder: Path) -> None:
    """Run the quick tests once, and keep which of them entered which line."""
    data, times = folder / "coverage", folder / "seconds.json"
    covered = [f"--cov={room}" for room in ROOMS]
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", *TESTS, *covered]
    command += ["--cov-context=test", "--cov-report=", "-p", "tests.mutation.stopwatch"]
    environment = {"COVERAGE_FILE": str(data), "MUTATION_SECONDS": str(times)}
    subprocess.run(command, cwd=root, check=True, env=environment_with(environment))


def read(root: Path, folder: Path) -> CoverageMap:
    """Return what measure() kept."""
    data = CoverageData(str(folder / "coverage"))
    data.read()
    entered: dict[str, dict[int, set[str]]] = {}
    for name in data.measured_files():
        module = Path(name).relative_to(root).as_posix()
        entered[module] = {
            line: {context.partition("|")[0] for context in contexts}
            for line, contexts in data.contexts_by_lineno(name).items()
        }
    return CoverageMap(entered, json.loads((folder / "seconds.json").read_text()))


def environment_with(more: dict[str, str]) -> dict[str, str]:
    """Return this process's environment and `more`."""
    import os

    return {**os.environ, **more}
