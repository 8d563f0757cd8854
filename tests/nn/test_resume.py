"""A run that was stopped, or killed, goes on as if nothing had happened: the same bits."""

import random
import signal
import subprocess
import sys
import time

import pytest

from micrograd_nn import (
    MLP,
    SGD,
    Adam,
    CheckpointError,
    CosineAnnealingLR,
    fit,
    load_checkpoint,
    max_margin,
    train_moons,
)

KINDS = [
    lambda model: SGD(model.parameters(), lr=0.1, momentum=0.9),
    lambda model: Adam(model.parameters(), lr=0.05),
]


def train(data, make, steps, **options):
    random.seed(3)
    model = MLP(2, [4, 1])
    history = fit(
        model,
        *data,
        loss=max_margin,
        optimizer=make(model),
        schedule=CosineAnnealingLR(0.1, T_max=20),
        batch_size=3,
        steps=steps,
        **options,
    )
    return model.state_dict(), history, random.random()


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("stop", [1, 7, 19, 20])
def test_a_resumed_run_is_the_straight_run_bit_for_bit(tmp_path, data, make, stop):
    path = tmp_path / "run"
    straight, history, chance = train(data, make, 20)
    _, first, _ = train(data, make, stop, checkpoint=path)
    state, second, again = train(data, make, 20, resume=path)
    assert state == straight
    assert first + second == history
    assert again == chance


def test_checkpoints_are_kept_every_few_steps_and_after_the_last(tmp_path, data):
    path, kept = tmp_path / "run", []

    def look(_):
        kept.append(load_checkpoint(path, MLP(2, [4, 1])) if path.exists() else None)

    train(data, KINDS[0], 8, checkpoint=path, checkpoint_every=3, callback=look)
    assert kept == [None, None, 3, 3, 3, 6, 6, 8]


def test_a_run_that_is_over_has_nothing_left_to_do(tmp_path, data):
    path = tmp_path / "run"
    state, _, _ = train(data, KINDS[0], 5, checkpoint=path)
    assert train(data, KINDS[0], 5, resume=path)[:2] == (state, [])
    assert train(data, KINDS[0], 3, resume=path)[:2] == (state, [])


def test_there_is_nothing_to_resume_without_a_file(tmp_path, data):
    with pytest.raises(CheckpointError, match="cannot be used"):
        train(data, KINDS[0], 5, resume=tmp_path / "none")


def test_the_demo_can_be_resumed(tmp_path):
    straight = train_moons(3)
    train_moons(2, checkpoint=tmp_path / "run")
    resumed = train_moons(3, resume=tmp_path / "run")
    assert resumed.model.state_dict() == straight.model.state_dict()
    assert resumed.history == straight.history[2:]


PROGRAM = """
import random, sys
from pathlib import Path
from micrograd_nn import MLP, Adam, fit, max_margin

path = Path(sys.argv[1])
random.seed(3)
model = MLP(2, [4, 1])
X = [[x, y] for x in (-1.0, 0.5) for y in (-2.0, -0.5, 1.0, 1.5)]
y = [1 if a * b > 0 else -1 for a, b in X]
fit(model, X, y, loss=max_margin, optimizer=Adam(model.parameters(), lr=0.01), batch_size=3,
    steps=100, checkpoint=path, checkpoint_every=1, resume=path if path.exists() else None)
print(repr((model.state_dict(), random.random())))
"""


def start(path):
    return subprocess.Popen([sys.executable, "-c", PROGRAM, str(path)], stdout=subprocess.PIPE)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_run_killed_while_it_writes_checkpoints_goes_on_to_the_same_bits(tmp_path):
    straight, _ = start(tmp_path / "straight").communicate()
    directory = tmp_path / "killed"
    directory.mkdir()
    path = directory / "run"
    for moment in (0.0, 0.0173, 0.0311):
        with start(path) as child:
            before = path.stat().st_mtime_ns if path.exists() else 0
            while child.poll() is None and not (
                path.exists() and path.stat().st_mtime_ns != before
            ):
                time.sleep(0.001)
            time.sleep(moment)
            child.kill()
        load_checkpoint(path, MLP(2, [4, 1]))
    finished, _ = start(path).communicate()
    assert finished == straight
    assert finished
    assert [file.name for file in directory.iterdir()] == ["run"]
