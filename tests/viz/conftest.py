"""Gives every test of the drawing the four operators, and machines with few renderers or none."""

import os
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from micrograd_core import Registry, using
from micrograd_ops import micrograd_register_ops
from micrograd_viz import renderer

Program = Callable[[str, str], Path]


def has_children() -> bool:
    """Whether this process has a child, even one that has ended and was not reaped."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


@pytest.fixture(scope="module", autouse=True)
def operators() -> Iterator[Registry]:
    """A registry of add, mul, pow and relu, in use for the module."""
    with using(Registry(micrograd_register_ops())) as registry:
        yield registry


@pytest.fixture
def empty_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any program: a PATH of one empty folder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def no_pure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python without the graphviz-pure wheel."""

    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(renderer, "distribution", missing)


@pytest.fixture
def program(empty_path: Path) -> Program:
    """Put a program of a name, with a body in Python, on the otherwise empty PATH."""

    def put(name: str, body: str) -> Path:
        path = empty_path / name
        path.write_text(f"#!{sys.executable}\nimport sys, time, subprocess\n{body}\n")
        path.chmod(0o755)
        return path

    return put
