"""A checkpoint brings back a model and its training to the bit, or changes nothing."""

import math
import os
import random
import struct
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd_core import MicrogradError
from micrograd_nn import (
    MLP,
    SGD,
    Adam,
    CheckpointError,
    Neuron,
    fit,
    load_checkpoint,
    max_margin,
    save_checkpoint,
)

OPTIMIZERS = [
    lambda model: SGD(model.parameters(), lr=0.1),
    lambda model: SGD(model.parameters(), lr=0.1, momentum=0.9, nesterov=True),
    lambda model: Adam(model.parameters(), lr=0.1, betas=(0.7, 0.99)),
]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.safetensors"


@given(numbers=st.lists(st.floats(width=64), min_size=3, max_size=3))
@settings(max_examples=30, deadline=None)  # the first imports safetensors
def test_parameters_come_back_bit_for_bit(tmp_path_factory, numbers):
    path = tmp_path_factory.getbasetemp() / "numbers.safetensors"
    source, target = Neuron(2), Neuron(2)
    for parameter, number in zip(source.parameters(), numbers, strict=True):
        parameter.data = number
    save_checkpoint(path, source, step=3)
    assert load_checkpoint(path, target) == 3
    found = [p.data for p in target.parameters()]
    assert struct.pack("<3d", *found) == struct.pack("<3d", *numbers)


def test_any_reader_of_safetensors_finds_the_parameters_by_name(path, model):
    from safetensors.numpy import load_file

    save_checkpoint(path, model)
    found = {name: array.item() for name, array in load_file(path).items()}
    assert found == {f"model.{name}": number for name, number in model.state_dict().items()}


def test_the_same_state_gives_the_same_content(tmp_path, model):
    from safetensors.numpy import load_file

    save_checkpoint(tmp_path / "a", model)
    save_checkpoint(tmp_path / "b", model)
    assert load_file(tmp_path / "a") == load_file(tmp_path / "b")


def test_parameters_alone_leave_random_alone(path, model):
    save_checkpoint(path, model)
    random.seed(99)
    before = random.getstate()
    load_checkpoint(path, model)
    assert random.getstate() == before


@pytest.mark.parametrize("make", OPTIMIZERS)
@pytest.mark.parametrize("steps", [0, 2])
def test_a_run_comes_back_with_optimiser_step_and_random_numbers(path, model, data, make, steps):
    optimizer = make(model)
    fit(model, *data, loss=max_margin, optimizer=optimizer, steps=steps)
    random.gauss(0, 1)  # Leaves half of a pair behind, which is state as well.
    save_checkpoint(path, model, optimizer, step=steps)
    chance = [random.gauss(0, 1), random.random()]

    other = MLP(2, [4, 2, 1])
    resumed = type(optimizer)(other.parameters())
    assert load_checkpoint(path, other, resumed) == steps
    assert other.state_dict() == model.state_dict()
    assert resumed.state_dict() == optimizer.state_dict()
    assert [random.gauss(0, 1), random.random()] == chance


def test_a_run_can_be_read_for_its_parameters_only(path, model, data):
    optimizer = OPTIMIZERS[2](model)
    fit(model, *data, loss=max_margin, optimizer=optimizer, steps=1)
    save_checkpoint(path, model, optimizer, step=1)
    other = MLP(2, [4, 2, 1])
    assert load_checkpoint(path, other) == 1
    assert other.state_dict() == model.state_dict()


def everything(model, optimizer):
    return repr((model.state_dict(), optimizer.state_dict(), random.getstate()))


def test_what_does_not_fit_is_refused_and_nothing_changes(path, model, data):
    optimizer = OPTIMIZERS[2](model)
    fit(model, *data, loss=max_margin, optimizer=optimizer, steps=1)
    save_checkpoint(path, model, optimizer)
    bare = path.with_name("bare")
    save_checkpoint(bare, model)
    larger, other = MLP(2, [4, 3, 1]), MLP(2, [4, 2, 1])
    for file, target, kind, message in [
        (path, larger, Adam, "the state does not fit this MLP"),
        (path, other, SGD, "the state is of 'Adam', not of 'SGD'"),
        (bare, other, Adam, "holds parameters only, and no training to go on with"),
    ]:
        fresh = kind(target.parameters())
        before = everything(target, fresh)
        with pytest.raises(CheckpointError, match=message):
            load_checkpoint(file, target, fresh)
        assert everything(target, fresh) == before


def test_an_optimiser_of_fewer_parameters_is_refused(path, model, data):
    optimizer = OPTIMIZERS[1](model)
    fit(model, *data, loss=max_margin, optimizer=optimizer, steps=1)
    save_checkpoint(path, model, optimizer)
    with pytest.raises(CheckpointError, match="no number for each parameter"):
        load_checkpoint(path, model, SGD(model.parameters()[:3]))


def test_a_model_that_does_not_fit_is_given_advice_that_can_be_followed(path, model):
    save_checkpoint(path, model)
    with pytest.raises(CheckpointError, match=r"Build the model that the state came from$"):
        load_checkpoint(path, Neuron(2))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (lambda path, model: (model, path), "path must be a path, .* before the model, not MLP of"),
        (lambda path, model: (None, model), "path must be a path, .* not None"),
        (lambda path, model: (b"run", model), "path must be a path, .* not b'run'"),
        (lambda path, model: (path, 3), r"model must be a Module, as MLP\(2, \[4, 1\]\), not 3"),
        (lambda path, model: (path, model, 3), "optimizer must be None or an Optimizer, .* not 3"),
    ],
)
def test_arguments_of_the_wrong_kind_are_refused_and_the_file_is_not_blamed(
    path, model, arguments, message
):
    save_checkpoint(path, model)
    before, content = model.state_dict(), path.read_bytes()
    for function in (load_checkpoint, save_checkpoint):
        with pytest.raises(TypeError, match=message):
            function(*arguments(path, model))
    assert model.state_dict() == before
    assert path.read_bytes() == content


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes with a name")
def test_a_pipe_is_refused_and_not_waited_for(path, model):
    os.mkfifo(path)
    with pytest.raises(CheckpointError, match="cannot be used: it is no ordinary file"):
        load_checkpoint(path, model)


def test_a_name_that_no_file_can_have_is_a_checkpoint_error(model):
    with pytest.raises(CheckpointError, match=r"was not written .*null"):
        save_checkpoint("nul\0in it", model)


@pytest.mark.parametrize("path", ["none", "no/such/directory", ".", "nul\0in it"])
def test_a_file_that_cannot_be_read_is_a_checkpoint_error(tmp_path, model, path):
    with pytest.raises(CheckpointError, match="cannot be used"):
        load_checkpoint(tmp_path / path, model)


def test_a_checkpoint_error_is_one_of_the_frameworks_and_a_value_error():
    assert issubclass(CheckpointError, MicrogradError)
    assert issubclass(CheckpointError, ValueError)


@pytest.mark.parametrize("step", [-1, 1.5, None])
def test_a_step_that_is_no_count_is_refused_before_anything_is_written(path, model, step):
    with pytest.raises((ValueError, TypeError), match="step must be"):
        save_checkpoint(path, model, step=step)
    assert not path.exists()


@pytest.mark.parametrize("where", ["os.fsync", "pathlib.Path.replace"])
def test_a_full_disk_leaves_the_old_checkpoint_intact(path, model, monkeypatch, where):
    def full(*_):
        raise OSError(28, "No space left on device")

    save_checkpoint(path, model)
    before = path.read_bytes()
    model.parameters()[0].data = 9.0
    monkeypatch.setattr(where, full)
    with pytest.raises(CheckpointError, match=r"was not written .*No space left.* still is"):
        save_checkpoint(path, model)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("module", ["numpy", "safetensors.numpy"])
def test_a_missing_package_is_an_error_that_says_what_to_install(path, model, monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "micrograd-plugins\[nn\]"'):
        save_checkpoint(path, model)
    assert not path.exists()


def test_numbers_that_are_not_finite_are_kept_too(path):
    neuron, other = Neuron(2), Neuron(2)
    neuron.load_state_dict({"w.0": math.inf, "w.1": math.nan, "b": -0.0})
    save_checkpoint(path, neuron)
    load_checkpoint(path, other)
    assert repr(other.state_dict()) == "{'w.0': inf, 'w.1': nan, 'b': -0.0}"
