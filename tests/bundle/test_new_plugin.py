"""``micrograd new-plugin`` writes the package of the example, for another name, or nothing."""

import re
import shlex
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from micrograd.new_package import package

Run = Callable[..., Any]
EXAMPLE = Path(__file__).parents[2] / "examples" / "micrograd-tanh"

# What the example says of itself, and a package to start from cannot.
OF_THE_EXAMPLE = {
    "what": "The hyperbolic tangent, an operator for micrograd.",
    "replaces": ', replaces="elementary"',
    "intro": "An operator for `micrograd-plugins`, and a complete example of a plugin: eight lines "
    "of Python, a\n`pyproject.toml`, a test.",
    "folder": "./examples/micrograd-tanh",
    "note": "The elementary functions that come with micrograd have a `tanh` too. The row says\n"
    '`replaces="elementary"`, so where both are active this one counts; `MICROGRAD_DISABLE=tanh` '
    "puts it out\nof use.",
}


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.is_file()}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_example_is_what_the_template_makes_of_tanh() -> None:
    assert package("tanh", **OF_THE_EXAMPLE) == files(EXAMPLE)


def test_it_writes_a_package_and_says_what_to_do_with_it(micrograd: Run, elsewhere: Path) -> None:
    status, out, err = micrograd("new-plugin", "log_gamma")
    assert (status, err) == (0, "")
    folder = elsewhere / "micrograd-log-gamma"
    assert [path.name for path in elsewhere.iterdir()] == [folder.name]
    assert files(folder) == package("log_gamma")
    for name in files(folder):
        assert str(Path(folder.name, name)) in out
    assert "    pip install -e 'micrograd-log-gamma[test]'\n    pytest micrograd-log-gamma\n" in out


def test_what_it_writes_fits_together() -> None:
    written = package("log_gamma")
    project = tomllib.loads(written["pyproject.toml"])
    assert project["project"]["name"] == "micrograd-log-gamma"
    points = project["project"]["entry-points"]
    assert points["micrograd.plugins"] == {"log_gamma": "micrograd_log_gamma"}
    assert points["micrograd.operators"] == {"log_gamma": "micrograd_log_gamma:LOG_GAMMA"}
    names: dict[str, Any] = {}
    exec(written["micrograd_log_gamma.py"], names)
    assert [row.name for row in names["micrograd_register_ops"]()] == ["log_gamma"]
    assert len(re.findall(r"\S.*\n", written["micrograd_log_gamma.py"])) <= 10
    assert not [text for text in written.values() if "$" in text or "tanh()" in text]


def test_the_folder_may_be_named_and_may_be_there_if_it_is_empty(
    micrograd: Run, elsewhere: Path
) -> None:
    (elsewhere / "empty").mkdir()
    for out in ("a/b", "empty"):
        assert micrograd("new-plugin", "swish", "--out", out).status == 0
        assert files(elsewhere / out) == package("swish")


@pytest.mark.parametrize("out", ["dir with 'quote\" and space", "$HOME;ls", "plain"])
def test_the_commands_it_prints_are_what_a_shell_reads(
    micrograd: Run, elsewhere: Path, out: str
) -> None:
    printed = micrograd("new-plugin", "swish", "--out", out).out.rpartition("Then:\n")[2]
    assert [shlex.split(line) for line in printed.splitlines()] == [
        ["pip", "install", "-e", f"{out}[test]"],
        ["pytest", out],
        ["micrograd", "check", "swish"],
    ]


def test_the_folder_we_are_in_will_do(micrograd: Run, elsewhere: Path) -> None:
    assert micrograd("new-plugin", "swish", "--out", ".").status == 0
    assert files(elsewhere) == package("swish")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a-b", "ASCII letters, digits and underscores"),
        ("9lives", "ASCII letters"),
        ("größe", "ASCII letters"),
        ("", "ASCII letters"),
        ("x_", "no underscore last"),
        ("_x", "a letter first"),
        ("x" * 61, "up to 60"),
        ("../up", "ASCII letters"),
        ("lambda", "a keyword of Python"),
        ("None", "a keyword of Python"),
        ("backward", "Value keeps that name"),
        ("data", "Value keeps that name"),
        ("relu", r"plugin 'ops' of micrograd-plugins \S+ brings an operator 'relu'"),
        ("tanh", r"plugin 'elementary' of micrograd-plugins \S+ brings an operator 'tanh'"),
        ("viz", r"plugin 'viz' of micrograd-plugins \S+ has the name"),
        ("core", "there is a module micrograd_core"),
        ("plugins", r"micrograd-plugins \S+ is installed"),
        ("Plugins", r"micrograd-plugins \S+ is installed"),
    ],
)
def test_a_name_that_will_not_do_is_refused_in_a_sentence_and_nothing_is_written(
    micrograd: Run, elsewhere: Path, name: str, reason: str
) -> None:
    status, out, err = micrograd("new-plugin", name)
    assert (status, out) == (2, "")
    assert re.fullmatch(rf"micrograd: no plugin can be made for .*{reason}.*\n", err)
    assert err.endswith("; choose another\n")
    assert not [*elsewhere.iterdir()]


def test_a_stranger_s_operator_is_named_with_its_distribution(strangers: Any) -> None:
    """One that is only declared, by a plugin that is not enabled and not imported, too."""
    points = "[micrograd.optional]\nother = other\n[micrograd.operators]\nswish = other:SWISH\n"
    strangers.install("other", "raise SystemExit('imported')", points)
    status, out, err = strangers.micrograd("new-plugin", "swish")
    assert (status, out) == (2, "")
    assert "plugin 'other' of other 1.0 brings an operator 'swish'" in err


@pytest.mark.parametrize("inside", ["micrograd-swish/mine.txt", "micrograd-swish"])
def test_what_is_there_is_not_touched(micrograd: Run, elsewhere: Path, inside: str) -> None:
    mine = elsewhere / inside
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    status, out, err = micrograd("new-plugin", "swish")
    assert (status, out) == (2, "")
    assert "'micrograd-swish' is " in err
    assert mine.read_text() == "mine"
    assert [p.name for p in mine.parent.iterdir()] == [mine.name]


def test_a_disk_that_fills_leaves_nothing(
    micrograd: Run, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_text

    def full(path: Path, *text: Any, **options: Any) -> int:
        if path.name.startswith("test_"):
            raise OSError(28, "No space left on device")
        return write(path, *text, **options)

    monkeypatch.setattr(Path, "write_text", full)
    status, out, err = micrograd("new-plugin", "swish")
    assert (status, out) == (1, "")
    assert "No space left" in err
    assert not [*elsewhere.iterdir()]
