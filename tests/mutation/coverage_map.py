"""Knows which tests enter which line, and how long each takes: a mutant meets those alone."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from coverage import CoverageData

from .mutants import ROOMS

ENOUGH = 15.0  # seconds of tests for one mutant; the quick ones notice most
TESTS = ("tests/core", "tests/ops", "tests/kit", "tests/bundle")


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """For each module and line the tests that enter it; for each test its seconds."""

    entered: dict[str, dict[int, set[str]]]
    seconds: dict[str, float]

    def tests(self, module: str, lines: Iterable[int]) -> list[str]:
        """Return the tests to hold a change of `lines` against, the quick ones first.

        Lines that run only while the module is imported are held against all that enter it.
        They are as many as run in ENOUGH seconds.
        """
        by_line = self.entered.get(module, {})
        found = {test for line in lines for test in by_line.get(line, ())} - {""}
        if not found:
            found = {test for tests in by_line.values() for test in tests} - {""}
        quick = sorted(found & self.seconds.keys(), key=lambda test: (self.seconds[test], test))
        times = accumulate(self.seconds[test] for test in quick)
        return [test for test, until in zip(quick, times, strict=True) if until < ENOUGH]


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
