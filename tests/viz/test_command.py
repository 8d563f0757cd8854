"""``micrograd draw`` traces a function, differentiates it, and writes the picture."""

import os
import subprocess
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

import pytest

from micrograd_core import Command, GraphError
from micrograd_viz import NoRendererError, RenderError, micrograd_register_commands
from micrograd_viz.command import DRAW, numbers

from .conftest import Program
from .reading import nodes_in

FUNCTIONS = """
from micrograd_core import Value

def formula(x=2.0, y=-3, name="f"):
    z = x * y + x
    z.label = name
    return z

def needs(x, *, scale=1.0):
    return x * scale

def ready():
    x = Value(3.0)
    y = x * x
    y.backward()
    return y

def leaf(x=1.0):
    return x

def text():
    return "no Value"

def fails(x=1.0):
    raise ZeroDivisionError("its own")

def any_number(*xs, x=1.0, **more):
    assert not xs and not more
    return x + 1

number = 3
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with functions.py in it; what is imported from it is forgotten."""
    (tmp_path / "functions.py").write_text(FUNCTIONS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [p for p in sys.path if p])
    monkeypatch.delitem(sys.modules, "functions", raising=False)
    return tmp_path


def draw(*words: str) -> int:
    parser = ArgumentParser(exit_on_error=False)
    DRAW.configure(parser)
    return DRAW.run(parser.parse_args(words))


def test_the_plugin_brings_the_command() -> None:
    assert list(micrograd_register_commands()) == [DRAW]
    assert isinstance(DRAW, Command) and DRAW.name == "draw"


@pytest.mark.parametrize("place", ["functions", "functions.py", "./functions.py"])
def test_a_function_is_called_differentiated_drawn_and_the_path_printed(
    place: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert draw(f"{place}:formula") == 0
    assert capsys.readouterr().out == "formula.svg\n"
    nodes = nodes_in((folder / "formula.svg").read_bytes())
    assert ["x", "data 2.0000", "grad -2.0000"] in nodes.values()
    assert ["y", "data -3.0000", "grad 2.0000"] in nodes.values()
    assert ["f", "data -4.0000", "grad 1.0000"] in nodes.values()


def test_the_module_of_an_installed_package_may_be_named(folder: Path) -> None:
    (folder / "package").mkdir()
    (folder / "package" / "inner.py").write_text(FUNCTIONS)
    assert draw("package.inner:formula") == 0


def test_a_file_with_the_name_of_another_module_is_itself(folder: Path) -> None:
    import random

    (folder / "random.py").write_text(FUNCTIONS)
    assert draw("random.py:formula") == 0
    assert sys.modules["random"] is random


def test_values_are_given_by_name(folder: Path) -> None:
    assert draw("functions:needs", "--at", "x=1.5,scale=-2", "--out", "needs.svg") == 0
    nodes = nodes_in(Path("needs.svg").read_bytes())
    assert ["x", "data 1.5000", "grad -2.0000"] in nodes.values()
    assert ["scale", "data -2.0000", "grad 1.5000"] in nodes.values()


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (["--out", "picture.png"], b"\x89PNG"),
        (["--out", "picture.SVG"], b"<?xml"),
        (["--out", "picture.png", "--format", "svg"], b"<?xml"),
        (["--out", "picture"], b"<?xml"),
        (["--out", "picture", "--format", "json"], b"{"),
    ],
)
def test_the_format_is_the_one_given_or_that_of_the_file(words: list[str], start: bytes) -> None:
    assert draw("functions:formula", *words) == 0
    assert Path(words[1]).read_bytes().startswith(start)


def test_rankdir_lines_and_the_limit_are_handed_on() -> None:
    draw("functions:formula", "--rankdir", "TB", "--format", "dot", "--lines")
    text = Path("formula.dot").read_text()
    assert "rankdir=TB" in text
    assert "z = x * y + x" in text
    draw("functions:formula", "--format", "dot", "--max-nodes", "2")
    assert "Summary of 4 Values" in Path("formula.dot").read_text()


def test_a_function_that_differentiates_its_result_is_not_differentiated_again() -> None:
    assert draw("functions:ready") == 0
    assert ["data 3.0000", "grad 6.0000"] in nodes_in(Path("ready.svg").read_bytes()).values()


def test_variadic_parameters_are_left_alone() -> None:
    assert draw("functions:any_number") == 0


@pytest.mark.usefixtures("no_pure", "empty_path")
def test_without_a_renderer_no_file_is_written_and_the_way_out_is_one(folder: Path) -> None:
    (folder / "f.gv").write_text("precious")
    with pytest.raises(NoRendererError, match=r"draws svg: pip install .* The format 'dot' needs"):
        draw("functions:formula", "--out", "f.svg")
    assert (folder / "f.gv").read_text() == "precious"
    assert not (folder / "f.svg").exists()
    assert draw("functions:formula", "--out", "f.svg", "--format", "dot") == 0
    assert (folder / "f.svg").read_text().startswith("digraph")


@pytest.mark.usefixtures("empty_path")
def test_a_format_that_only_dot_writes_leaves_every_file_alone(folder: Path) -> None:
    (folder / "f.gv").write_text("precious")
    with pytest.raises(NoRendererError, match=r"dot writes pdf, .* choose one of .*, png, svg"):
        draw("functions:formula", "--out", "f.pdf")
    assert (folder / "f.gv").read_text() == "precious"
    assert not (folder / "f.pdf").exists()


def test_a_failing_picture_leaves_the_old_one(folder: Path, program: Program) -> None:
    program("dot", "sys.exit(3)")
    (folder / "f.pdf").write_text("old")
    with pytest.raises(RenderError, match="status 3"):
        draw("functions:formula", "--out", "f.pdf")
    assert (folder / "f.pdf").read_text() == "old"


def test_values_may_be_given_one_by_one_and_none_is_lost() -> None:
    assert draw("functions:formula", "--at", "x=4", "--at", "y=5", "--format", "dot") == 0
    assert "data 24.0000" in Path("formula.dot").read_text()


@pytest.mark.parametrize("given", [["--at", "x=1, x=2"], ["--at", "x=1", "--at", "x=2"]])
def test_a_value_that_is_given_twice_is_refused(given: list[str]) -> None:
    with pytest.raises(ArgumentTypeError, match="'x' is given twice"):
        draw("functions:formula", *given)


def test_a_wrong_place_or_format_is_refused_before_the_function_is_called(folder: Path) -> None:
    for words in (["--out", "."], ["--out", "no/f.svg"], ["--format", "nope"]):
        with pytest.raises((OSError, ValueError)):
            draw("functions:fails", *words)
    assert "functions" not in sys.modules


@pytest.mark.skipif(os.name != "posix", reason="named pipes are POSIX's")
def test_a_picture_may_go_into_a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with subprocess.Popen(["cat", "pipe"], cwd=folder, stdout=subprocess.PIPE) as reader:
        assert draw("functions:formula", "--out", "pipe", "--format", "dot") == 0
        assert reader.communicate()[0].startswith(b"digraph")


@pytest.mark.parametrize(
    ("words", "error", "sentence"),
    [
        (["functions"], ValueError, "'functions' names no function; write MODULE:FUNCTION"),
        (["functions:"], ValueError, "names no function"),
        (["functions:absent"], ImportError, "there is nothing called 'absent' in functions"),
        (["absent:f"], ImportError, "absent"),
        (["absent.py:f"], FileNotFoundError, "there is no file 'absent.py'"),
        (["functions:number"], ValueError, "functions:number is 3, which is no function"),
        (["functions:needs"], ValueError, "needs needs a number for 'x': --at x=1.0"),
        (["functions:formula", "--at", "q=1"], ValueError, "formula takes x, y, name, and no 'q'"),
        (["functions:text", "--at", "q=1"], ValueError, "text takes nothing, and no 'q'"),
        (["functions:text"], ValueError, "returned 'no Value'; it must return a Value"),
        (["..:f"], ValueError, r"'..' names no module; write PACKAGE.MODULE:FUNCTION or FILE"),
        ([".functions:f"], ValueError, "'.functions' names no module"),
        (["./functions:f"], ValueError, "'./functions' names no module"),
        (["functions:leaf"], GraphError, "functions:leaf returned .* not computed from anything"),
        (["functions:fails"], ZeroDivisionError, "its own"),
        (
            ["functions:formula", "--out", "no/such/folder.svg"],
            FileNotFoundError,
            "there is no folder 'no/such'; make it, or change --out",
        ),
        (["functions:formula", "--out", "."], IsADirectoryError, "'.' is a folder; name a file"),
        (["functions:formula", "--format", "nope"], ValueError, "there is no output format 'nope'"),
        (["functions:formula", "--out", "o.nope"], ValueError, "there is no output format 'nope'"),
        (["functions:formula", "--max-nodes", "0"], ValueError, "max_nodes must be 1 at least"),
    ],
)
def test_what_is_wrong_is_said(words: list[str], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        draw(*words)


@pytest.mark.parametrize("text", ["x", "x=", "=1", "x=a", "x=1,", "x=1;y=2", ""])
def test_numbers_that_are_not_understood_are_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match=r"write --at x=1.5,y=2"):
        numbers(text)


def test_the_command_line_draws(folder: Path) -> None:
    words = ["draw", "functions:formula", "--out", "f.svg"]
    command = [sys.executable, "-m", "micrograd", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert (done.returncode, done.stdout) == (0, "f.svg\n"), done.stderr
    nodes = nodes_in((folder / "f.svg").read_bytes())
    assert ["f", "data -4.0000", "grad 1.0000"] in nodes.values()
