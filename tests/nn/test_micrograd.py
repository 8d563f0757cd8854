"""micrograd 0.1.0 comes out number by number; record_micrograd.py wrote the numbers."""

import json
import random
from pathlib import Path

import pytest

from micrograd_nn import MLP, Layer, Module, Neuron, make_moons_data, train_moons

RECORDED = json.loads(Path(__file__).with_name("micrograd.json").read_text())
# micrograd's own runs differ by 1.2e-14 in these losses, by the order in which it adds.
SAME = 1e-12


@pytest.mark.parametrize("network", RECORDED["networks"], ids=lambda n: str(n["nouts"]))
def test_a_seed_gives_micrograds_weights_in_its_order_its_repr_and_its_outputs(network):
    random.seed(1337)
    model = MLP(network["nin"], network["nouts"])
    inputs = [[random.uniform(-2, 2) for _ in range(network["nin"])] for _ in range(3)]
    assert [p.data for p in model.parameters()] == network["parameters"]
    assert repr(model) == network["repr"]
    assert inputs == network["inputs"]
    outputs = [model(row) for row in inputs]
    found = [[v.data for v in out] if isinstance(out, list) else out.data for out in outputs]
    assert found == network["outputs"]


def test_reprs_are_micrograds():
    assert repr(Neuron(2)) == "ReLUNeuron(2)"
    assert repr(Neuron(3, nonlin=False)) == "LinearNeuron(3)"
    assert repr(Layer(1, 2)) == "Layer of [ReLUNeuron(1), ReLUNeuron(1)]"
    assert repr(MLP(1, [1, 1])) == "MLP of [Layer of [ReLUNeuron(1)], Layer of [LinearNeuron(1)]]"


def test_parts_have_micrograds_names_and_kinds():
    model = MLP(2, [3, 1])
    neuron = model.layers[0].neurons[2]
    assert isinstance(model, Module)
    assert (len(neuron.w), neuron.b.data, neuron.nonlin) == (2, 0.0, True)
    assert model.layers[-1].neurons[0].nonlin is False


def test_a_neuron_adds_in_micrograds_order():
    neuron = Neuron(3, nonlin=False)
    neuron.load_state_dict({"w.0": 1e16, "w.1": -1e16, "w.2": 1.0, "b": 1.0})
    out = neuron([1.0, 1.0, 1.0])
    assert out.data == ((1.0 + 1e16) + -1e16) + 1.0 == 1.0
    assert [v.op.name for v in (out, *out.operands)] == ["add", "add", "mul"]


def test_the_points_are_those_of_the_demo():
    assert make_moons_data(seed=1337) == (RECORDED["X"], RECORDED["y"])


def test_without_a_seed_the_points_come_from_numpys_generator():
    import numpy as np

    np.random.seed(1337)  # noqa: NPY002 - the demo's own words
    assert make_moons_data() == (RECORDED["X"], RECORDED["y"])
    assert make_moons_data() != (RECORDED["X"], RECORDED["y"])


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"n": -1}, ValueError, "n must be 1 or more, not -1"),
        ({"n": 1.5}, TypeError, r"n must be a whole number, not 1\.5"),
        ({"noise": "a"}, TypeError, "noise must be a real number .* not 'a'"),
        ({"noise": -0.1}, ValueError, r"noise must be 0 or more, and finite, not -0\.1"),
        ({"seed": -1}, ValueError, "seed must be 0 or more, not -1"),
        ({"seed": 2**32}, ValueError, "seed must be below 4294967296, not 4294967296"),
    ],
)
def test_points_that_cannot_be_made_are_refused_with_the_number(options, error, message):
    with pytest.raises(error, match=message):
        make_moons_data(**options)


def test_a_seed_that_is_no_number_is_refused_before_random_is_seeded():
    before = random.getstate()
    with pytest.raises(TypeError, match="seed must be a whole number, not 'a'"):
        train_moons(seed="a")
    assert random.getstate() == before


def same_steps(history):
    for step, (loss, accuracy) in zip(history, RECORDED["steps"], strict=False):
        assert step.loss == pytest.approx(loss, rel=SAME, abs=0)
        assert step.accuracy == accuracy
        assert step.lr == 1.0 - 0.9 * step.step / 100
    return True


def test_the_demo_begins_as_published():
    run = train_moons(3)
    assert run.history[0].loss == 0.8958441028683222
    assert run.history[0].accuracy == 0.5
    assert len(run.model.parameters()) == 337
    assert (run.X, run.y) == (RECORDED["X"], RECORDED["y"])
    assert len(run.history) == 3
    assert same_steps(run.history)


@pytest.mark.slow
@pytest.mark.slow
def test_the_whole_published_run_comes_out_step_by_step():
    seen = []
    run = train_moons(on_step=seen.append)
    assert len(run.history) == 100
    assert same_steps(run.history)
    assert run.history[-1].accuracy == 1.0
    assert seen == run.history


def test_another_seed_is_another_run_and_the_same_seed_the_same_bits():
    first, again, other = (train_moons(2, seed).history for seed in (1, 1, 2))
    assert first == again != other
