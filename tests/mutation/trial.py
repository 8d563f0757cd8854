"""Tries one mutant: runs its tests in a child process in which the module is the mutant."""

import importlib.abc
import importlib.util
import os
import resource
import signal
import sys
import time
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from .coverage_map import file_of
from .mutants import Mutant

KILLED, SURVIVED, TIMED_OUT = "killed", "survived", "timed out"
PATIENCE, SLOWER = 20.0, 5.0  # seconds, and how much slower than before a test may get
MEMORY = 4 << 30
# The parent has imported hypothesis, so that no child has to.
QUIET = "ignore::pytest.PytestAssertRewriteWarning"


class Selection:
    """A pytest plugin that keeps the named tests, in the order of the names."""

    def __init__(self, names: Sequence[str]) -> None:
        self.place = {name: n for n, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out, and sort, in place."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self.place),
            key=lambda item: self.place[item.nodeid],
        )


class MutantFinder(importlib.abc.MetaPathFinder):
    """Finds the mutated module in place of the module on disk."""

    def __init__(self, root: Path, mutant: Mutant) -> None:
        self.path = root / mutant.module
        name = mutant.module.removesuffix(".py").removesuffix("/__init__")
        self.name = name.replace("/", ".")
        self.text = mutant.text

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return the spec of the mutant, if `name` is its."""
        if name != self.name:
            return None
        loader = MutantLoader(name, str(self.path), self.text)
        return importlib.util.spec_from_file_location(name, self.path, loader=loader)


class MutantLoader(SourceFileLoader):
    """Loads a text as if it were in the file."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self.text = text

    def get_code(self, fullname: str) -> CodeType:
        """Return the compiled text."""
        return compile(self.text, self.path, "exec", dont_inherit=True)


def start(root: Path, mutant: Mutant, tests: Sequence[str]) -> int:
    """Start a child that runs `tests` on the mutant; return its process number."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(null, stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        sys.meta_path.insert(0, MutantFinder(root, mutant))
        files = sorted({file_of(test) for test in tests})
        options = ["-x", "-q", "-p", "no:cacheprovider", "-W", QUIET]
        status = int(pytest.main([*options, *files], plugins=[Selection(tests)]))
    finally:
        os._exit(status)


def outcome(pid: int, deadline: float) -> str | None:
    """Return what became of a child; None while it runs. One past its deadline is ended."""
    done, status = os.waitpid(pid, os.WNOHANG)
    if done:
        return SURVIVED if os.waitstatus_to_exitcode(status) == 0 else KILLED
    if time.monotonic() < deadline:
        return None
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return TIMED_OUT
