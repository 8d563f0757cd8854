"""The command line, called in this process or in one of its own, and plugins of strangers."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import pytest

import micrograd as mg
from micrograd.cli import main

PLUGIN_VARIABLES = ("MICROGRAD_ENABLE", "MICROGRAD_DISABLE", "MICROGRAD_STRICT")


class Answer(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def micrograd(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run the command line in this process."""

    def run(*arguments: str) -> Answer:
        status = main(arguments)
        return Answer(status, *capsys.readouterr())

    return run


@pytest.fixture
def enabled() -> Iterator[Callable[[str], None]]:
    """Enable plugins until the end of the test."""
    names: list[str] = []

    def enable(name: str) -> None:
        mg.enable(name)
        names.append(name)

    yield enable
    for name in names:
        mg.disable(name)


class Strangers:
    """A folder of installed distributions, as pip would leave them, and programs that see it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(self, name: str, source: str, entry_points: str = "", version: str = "1.0") -> None:
        """Install a module called `name`, a plugin of that name unless told otherwise."""
        metadata = self.folder / f"{name}-{version}.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n")
        entry_points = entry_points or f"[micrograd.plugins]\n{name} = {name}\n"
        (metadata / "entry_points.txt").write_text(dedent(entry_points))
        (self.folder / f"{name}.py").write_text(dedent(source))

    def python(self, *arguments: str, **environ: str) -> Answer:
        """Run Python where the distributions are installed."""
        kept = {key: text for key, text in os.environ.items() if key not in PLUGIN_VARIABLES}
        paths = [str(self.folder), *filter(None, sys.path)]
        done = subprocess.run(
            [sys.executable, *arguments],
            env=kept | {"PYTHONPATH": os.pathsep.join(paths)} | environ,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def micrograd(self, *arguments: str, **environ: str) -> Answer:
        """Run the command line there."""
        return self.python("-m", "micrograd", *arguments, **environ)


@pytest.fixture
def strangers(tmp_path: Path) -> Strangers:
    """Return an empty folder of distributions."""
    return Strangers(tmp_path)
