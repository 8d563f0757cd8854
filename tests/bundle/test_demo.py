"""``micrograd demo`` trains on the moons and leaves two pictures, a log and a model."""

import csv
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import micrograd as mg
from micrograd.cli import main
from micrograd.commands import demo
from micrograd_nn import Step
from micrograd_nn.moons import MoonsRun

Run = Callable[..., Any]


class Demo(NamedTuple):
    """Where a run of two steps wrote to, and what it said."""

    folder: Path
    said: str


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Run the demo for two steps."""
    said: list[str] = []
    folder = tmp_path_factory.mktemp("demo") / "a" / "new folder"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "show", said.append)
        assert main(["demo", "--steps", "2", "--out", str(folder)]) == 0
    return Demo(folder, "\n".join(said))


def test_it_writes_four_files_and_says_where(done: Demo) -> None:
    files = {"boundary.png", "graph.svg", "log.csv", "model.safetensors"}
    assert {path.name for path in done.folder.iterdir()} == files
    assert all(str(done.folder / name) in done.said for name in files)
    assert done.said.startswith("337 parameters, 2 steps: loss 1.7236, accuracy 81%\n")


def test_one_step_is_counted_as_one() -> None:
    last = Step(0, 0.5, 1.0, 0.1)
    run = MoonsRun(mg.MLP(1, [1]), [], [], [last])
    assert demo.summary(run) == "2 parameters, 1 step: loss 0.5000, accuracy 100%"


def test_the_log_has_every_step_of_micrograds_published_run_in_full_precision(done: Demo) -> None:
    with (done.folder / "log.csv").open(newline="") as file:
        header, first, second = csv.reader(file)
    assert header == ["step", "loss", "accuracy", "learning rate"]
    assert first == ["0", "0.8958441028683222", "0.5", "1.0"]
    assert second[0] == "1"
    assert second[3] == "0.991"


def test_the_pictures_are_pictures(done: Demo) -> None:
    assert (done.folder / "boundary.png").read_bytes().startswith(b"\x89PNG\r\n")
    svg = ET.parse(done.folder / "graph.svg").getroot()
    texts = {element.text for element in svg.iter() if element.tag.endswith("text")}
    assert {"w0", "x0", "w1", "x1", "b", "out", "*", "+", "ReLU"} <= texts


def test_the_model_is_the_trained_one_and_the_run_repeats_to_the_bit(done: Demo) -> None:
    model = mg.MLP(2, [16, 16, 1])
    mg.load_checkpoint(done.folder / "model.safetensors", model)
    assert model.state_dict() == mg.train_moons(2, progress=False).model.state_dict()


@pytest.mark.parametrize(
    ("option", "given"),
    [
        *(("--steps", text) for text in ("0", "-1", "1.5", "many", "")),
        *(("--seed", text) for text in ("-1", "4294967296", "x")),
    ],
)
def test_a_bad_number_is_refused_before_anything_is_written(
    micrograd: Run, tmp_path: Path, option: str, given: str
) -> None:
    status, _, err = micrograd("demo", "--out", str(tmp_path / "out"), f"{option}={given}")
    assert status == 2
    assert repr(given) in err
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_folders_place_is_refused_and_kept(micrograd: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    status, _, err = micrograd("demo", "--out", str(tmp_path / "out"))
    assert status == 2
    assert "is a file" in err
    assert (tmp_path / "out").read_text() == "mine"


def test_a_package_that_is_not_installed_is_named_before_the_training(
    micrograd: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "NEEDED", ("numpy", "not_there", "nor_this"))
    status, out, err = micrograd("demo", "--out", str(tmp_path / "out"))
    assert (status, out) == (1, "")
    assert "not_there, nor_this" in err
    assert 'pip install "micrograd-plugins[demo]"' in err
    assert not (tmp_path / "out").exists()


def test_an_interrupt_is_no_traceback(micrograd: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "_prepare", interrupted)
    assert micrograd("demo") == (130, "", "micrograd: interrupted\n")
