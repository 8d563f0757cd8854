"""Knows which tests enter which line, and how long each takes: a mutant meets those alone."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
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
        tests that enter it. Those of the module come first, then those of its folder, then the
        quick ones.
        """
        by_line = self.entered.get(module, {})
        entering = [by_line.get(line, set()) for line in lines] or by_line.values()
        found = set().union(*entering) & self.seconds.keys()
        if not found:  # a module of constants, read by others as they are imported
            found = {test for test in self.seconds if _distance(module, file_of(test)) < 2}
        chosen = sorted(
            found, key=lambda test: (_distance(module, file_of(test)), self.seconds[test])
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


def _distance(module: str, file: str) -> int:
    """Return 0 for the tests of a module, 1 for those of its folder where it has one, 2 for all."""
    room = {"micrograd_ops": "tests/ops/", "micrograd_core/testing": "tests/kit/"}
    folder, _, name = module.removesuffix("/__init__.py").removesuffix(".py").rpartition("/")
    if f"/test_{name}" in file:
        return 0
    return 1 if folder in room and file.startswith(room[folder]) else 2


def measure(root: Path, folder: Path, jobs: int, *, fresh: bool) -> None:
    """Run the quick tests, `jobs` folders of them at once, and keep which entered which line.

    A folder that was measured is left out, unless all is to be `fresh`.
    """

    def run(tests: str) -> None:
        covered = [f"--cov={room}" for room in ROOMS]
        command = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", tests, *covered]
        command += ["--cov-context=test", "--cov-report=", "-p", "tests.mutation.stopwatch"]
        data, times = kept_of(folder, tests)
        environment = {"COVERAGE_FILE": str(data), "MUTATION_SECONDS": str(times)}
        subprocess.run(command, cwd=root, check=True, env={**os.environ, **environment})

    with ThreadPoolExecutor(jobs) as pool:
        wanted = [tests for tests in TESTS if fresh or not kept_of(folder, tests)[1].exists()]
        list(pool.map(run, wanted))


def read(root: Path, folder: Path) -> CoverageMap:
    """Return what measure() kept."""
    found = CoverageMap({}, {})
    for data, times in (kept_of(folder, tests) for tests in TESTS):
        found.seconds.update(json.loads(times.read_text()))
        coverage = CoverageData(str(data))
        coverage.read()
        for name in coverage.measured_files():
            lines = found.entered.setdefault(Path(name).relative_to(root).as_posix(), {})
            for line, contexts in coverage.contexts_by_lineno(name).items():
                tests = (context.partition("|")[0] for context in contexts)
                lines.setdefault(line, set()).update(tests)
    return found


def kept_of(folder: Path, tests: str) -> tuple[Path, Path]:
    """Return the files in which the coverage and the seconds of a folder of tests are kept."""
    name = tests.replace("/", "-")
    return folder / f"{name}.coverage", folder / f"{name}.json"
