"""A picture comes from what the machine has, within a time limit, and leaves no process behind."""

import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path
from typing import Any

import graphviz
import pytest

from micrograd_core import MicrogradError, Value
from micrograd_viz import NoRendererError, RenderError, RenderTimeoutError, draw_dot
from micrograd_viz.child import run
from micrograd_viz.formats import FORMATS
from micrograd_viz.renderer import find_renderer, picture, pure_renderer

from .conftest import Program, has_children
from .reading import needs_dot, nodes_in

SLEEPER = "import os, sys, time; print(os.getpid(), flush=True); time.sleep(60)"


def drawing() -> graphviz.Digraph:
    return draw_dot(Value(2.0) * 3)


def runs(process: int) -> bool:
    """Whether a process still runs; one that has ended and waits to be reaped does not."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (ProcessLookupError, FileNotFoundError):
        return False


# Which renderer.


def test_the_wheels_program_is_found_without_any_path(empty_path: Path) -> None:
    found = find_renderer()
    assert found is not None and Path(found).stem == "graphviz-pure"
    assert found == pure_renderer()


@pytest.mark.parametrize("kind", ["svg", "png", "json"])
def test_a_machine_without_dot_draws(empty_path: Path, kind: str) -> None:
    start = {"svg": b"<?xml", "png": b"\x89PNG", "json": b"{"}[kind]
    assert drawing().pipe(kind).startswith(start)


@pytest.mark.usefixtures("no_pure")
def test_a_program_called_graphviz_pure_on_the_path_serves(program: Program) -> None:
    path = program("graphviz-pure", "print('<svg/>')")
    assert pure_renderer() == str(path)
    assert picture("digraph {}") == b"<svg/>\n"


@pytest.mark.usefixtures("no_pure")
def test_dot_serves_where_there_is_no_wheel(program: Program) -> None:
    program("dot", "print(sys.argv[1:], sys.stdin.read())")
    assert picture("digraph {}", "png", "neato") == b"['-Kneato', '-Tpng'] digraph {}\n"


def test_dot_serves_for_formats_that_the_wheel_does_not_write(program: Program) -> None:
    program("dot", "print('%PDF', sys.argv[1:])")
    assert drawing().pipe("pdf") == b"%PDF ['-Kdot', '-Tpdf']\n"
    assert drawing().pipe("png", "cairo", "gd") == b"%PDF ['-Kdot', '-Tpng:cairo:gd']\n"
    assert drawing().pipe().startswith(b"<?xml")


@pytest.mark.usefixtures("no_pure")
@pytest.mark.parametrize("", [pytest.param(marks=needs_dot)])
def test_graphvizs_own_dot_draws_the_same_nodes() -> None:
    assert find_renderer() is not None and Path(str(find_renderer())).name == "dot"
    nodes = nodes_in(drawing().pipe())
    assert nodes["n2"] == ["data 6.0000", "grad 0.0000"]
    assert drawing().pipe("pdf").startswith(b"%PDF")


# No renderer.


@pytest.mark.usefixtures("no_pure", "empty_path")
def test_without_a_renderer_there_is_dot_text_and_a_way_out() -> None:
    assert "n2op -> n2" in drawing().source
    for kind in ("dot", "gv", "canon"):
        assert drawing().pipe(kind, encoding="utf-8") == drawing().source
    with pytest.raises(NoRendererError, match=r'pip install "micrograd-plugins\[viz\]" brings'):
        drawing().pipe("svg")
    assert drawing()._repr_mimebundle_()["text/plain"].endswith(drawing().source)


@pytest.mark.usefixtures("no_pure", "empty_path")
def test_without_a_renderer_render_leaves_the_text_and_warns(tmp_path: Path) -> None:
    target = tmp_path / "graph.svg"
    with pytest.warns(RuntimeWarning, match="nothing on this machine draws svg"):
        written = drawing().render(outfile=target, cleanup=True)
    assert written == str(tmp_path / "graph.gv")
    assert Path(written).read_text() == drawing().source
    assert not target.exists()


@pytest.mark.usefixtures("empty_path")
def test_a_format_that_only_dot_writes_says_so() -> None:
    with pytest.raises(NoRendererError, match="only Graphviz's own dot writes pdf"):
        drawing().pipe("pdf")


# graphviz.Digraph's methods.


def test_render_writes_the_source_and_the_picture(tmp_path: Path, empty_path: Path) -> None:
    written = drawing().render("graph", directory=tmp_path)
    assert written == str(tmp_path / "graph.svg")
    assert Path(written).read_bytes() == drawing().pipe()
    assert (tmp_path / "graph").read_text() == drawing().source


def test_the_files_are_called_as_graphviz_calls_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert drawing().render() == "Digraph.gv.svg"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Digraph.gv", "Digraph.gv.svg"]


def test_the_suffix_of_the_outfile_is_the_format(tmp_path: Path, empty_path: Path) -> None:
    target = tmp_path / "new" / "graph.png"
    assert drawing().render(outfile=target, cleanup=True) == str(target)
    assert target.read_bytes().startswith(b"\x89PNG")
    assert [path.name for path in target.parent.iterdir()] == ["graph.png"]


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no output format 'xyz'"):
        drawing().render(outfile=tmp_path / "graph.xyz")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"engine": "nope"}, "there is no engine 'nope'; there are circo, dot, "),
        ({"renderer": "nope"}, "there is no renderer 'nope'; there are cairo, dot, "),
        ({"formatter": "nope"}, "there is no formatter 'nope'; there are cairo, core, "),
    ],
)
def test_an_unknown_way_to_draw_is_refused_and_no_file_touched(
    tmp_path: Path, arguments: dict[str, Any], sentence: str
) -> None:
    (tmp_path / "keep.gv").write_text("precious")
    with pytest.raises(ValueError, match=sentence):
        drawing().render(outfile=tmp_path / "keep.svg", **arguments)
    assert [path.name for path in tmp_path.iterdir()] == ["keep.gv"]
    assert (tmp_path / "keep.gv").read_text() == "precious"


def test_a_picture_that_fails_leaves_both_files_as_they_were(
    tmp_path: Path, program: Program
) -> None:
    program("dot", "sys.exit(3)")
    for name in ("keep.gv", "keep.pdf"):
        (tmp_path / name).write_text("precious")
    drawn = drawing()
    with pytest.raises(RenderError, match="status 3"):
        drawn.render(outfile=tmp_path / "keep.pdf")
    assert drawn.filename == "Digraph.gv"
    for name in ("keep.gv", "keep.pdf"):
        assert (tmp_path / name).read_text() == "precious"


def test_a_folder_in_the_place_of_the_picture_leaves_no_source(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    with pytest.raises(IsADirectoryError):
        drawing().render(outfile=tmp_path / "d")
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_a_source_that_was_there_survives_cleanup(tmp_path: Path) -> None:
    (tmp_path / "keep.gv").write_text("precious")
    drawing().render(outfile=tmp_path / "keep.svg", cleanup=True)
    assert (tmp_path / "keep.svg").read_bytes() == drawing().pipe()
    assert (tmp_path / "keep.gv").read_text() == "precious"


@pytest.mark.usefixtures("no_pure", "empty_path")
def test_without_a_renderer_a_source_that_was_there_survives_cleanup(tmp_path: Path) -> None:
    (tmp_path / "keep.gv").write_text("precious")
    with pytest.raises(NoRendererError):
        drawing().render(outfile=tmp_path / "keep.svg", cleanup=True)
    assert (tmp_path / "keep.gv").read_text() == "precious"


def test_a_picture_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError("the disk is full")

    (tmp_path / "keep.svg").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="the disk is full"):
        drawing().render(outfile=tmp_path / "keep.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["keep.svg"]
    assert (tmp_path / "keep.svg").read_text() == "old"


def test_every_format_of_the_graphviz_package_is_known() -> None:
    assert graphviz.FORMATS <= FORMATS


def test_view_opens_the_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(graphviz, "view", lambda path, quiet: opened.append(path))
    drawing().render("graph", tmp_path, view=True)
    drawing().view("graph", directory=tmp_path)
    assert opened == [tmp_path / "graph.svg"] * 2


def test_a_notebook_is_given_the_kinds_it_asks_for(empty_path: Path) -> None:
    assert drawing()._repr_mimebundle_().keys() == {"image/svg+xml"}
    bundle = drawing()._repr_mimebundle_(include=["image/png", "image/svg+xml"], exclude=["x"])
    assert bundle["image/png"].startswith(b"\x89PNG") and bundle["image/svg+xml"].startswith("<?")


# Children.


def test_a_renderer_that_takes_too_long_is_stopped_and_reaped(tmp_path: Path) -> None:
    note = tmp_path / "processes"
    body = (
        "import os, subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {SLEEPER!r}])\n"
        f"open({str(note)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(60)"
    )
    start = time.monotonic()
    with pytest.raises(RenderTimeoutError, match=r"stopped after 1 seconds.*timeout=.*max_nodes="):
        run([sys.executable, "-c", body], b"x" * 1_000_000, timeout=1)
    assert time.monotonic() - start < 30
    assert not has_children()
    processes = [int(number) for number in note.read_text().split()]
    deadline = time.monotonic() + 10
    while any(map(runs, processes)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(map(runs, processes))


@pytest.mark.usefixtures("no_pure")
def test_the_time_limit_of_a_drawing_holds(program: Program) -> None:
    program("dot", "time.sleep(60)")
    drawn = draw_dot(Value(1.0), timeout=0.2)
    with pytest.raises(RenderTimeoutError):
        drawn.pipe()
    assert "stopped after 0.2 seconds" in drawn._repr_mimebundle_()["text/plain"]
    assert not has_children()


def test_an_interrupt_stops_the_renderer_too() -> None:
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        run([sys.executable, "-c", SLEEPER], b"", timeout=30)
    assert not has_children()


def test_a_picture_leaves_no_child_and_no_open_file() -> None:
    folder = Path("/proc/self/fd")
    before = len(list(folder.iterdir())) if folder.exists() else 0
    for _ in range(5):
        drawing().pipe()
    after = len(list(folder.iterdir())) if folder.exists() else 0
    assert after == before
    assert not has_children()


def test_what_the_renderer_complained_of_is_in_the_error() -> None:
    drawn = drawing()
    drawn.body.append("\t]\n")
    with pytest.raises(RenderError, match=r"graphviz-pure failed with status 1: .*syntax error"):
        drawn.pipe()


@pytest.mark.usefixtures("no_pure")
def test_a_renderer_that_dies_is_an_error(program: Program) -> None:
    program("dot", "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(RenderError, match="dot failed with status -9: it gave no reason"):
        picture("digraph {}")


def test_a_renderer_that_cannot_be_started_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="cannot be started"):
        run([str(tmp_path)], b"", 1)


def test_every_error_of_drawing_is_an_error_of_the_framework() -> None:
    for error in (NoRendererError, RenderTimeoutError, RenderError):
        assert issubclass(error, RenderError) and issubclass(error, MicrogradError)


# What is imported.


def python(program: str) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_graphviz_is_not_imported_before_something_is_drawn() -> None:
    program = "import sys, micrograd_viz; print('graphviz' in sys.modules)"
    assert python(program) == "False"


def test_without_the_graphviz_package_the_error_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['graphviz'] = None\n"
        "from micrograd_core import Registry, Value, using\n"
        "from micrograd_viz import draw_dot, trace\n"
        "from micrograd_viz.display import mimebundle\n"
        "with using(Registry()):\n"
        "    print(len(trace(Value(1.0))[0]), 'image/svg+xml' in mimebundle(Value(1.0)))\n"
        "    try: draw_dot(Value(1.0))\n"
        "    except ImportError as error: print(error)\n"
    )
    assert python(program) == (
        '1 True\ndraw_dot needs the graphviz package: pip install "micrograd-plugins[viz]"'
    )


def test_nothing_warns_when_all_is_well() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawing().pipe()
