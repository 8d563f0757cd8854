"""Networks take what they should and refuse the rest before anything happens."""

import random

import numpy as np
import pytest

from micrograd_core import Value
from micrograd_nn import MLP, Layer, Neuron

SIZES = [
    (lambda: Neuron(0), ValueError, "nin must be 1 or more, not 0"),
    (lambda: Neuron(-2), ValueError, "nin must be 1 or more, not -2"),
    (lambda: Neuron(2.0), TypeError, r"nin must be a whole number, not 2\.0"),
    (lambda: Neuron("2"), TypeError, "nin must be a whole number, not '2'"),
    (lambda: Layer(2, 0), ValueError, "nout must be 1 or more, not 0"),
    (lambda: Layer(0, 2), ValueError, "nin must be 1 or more, not 0"),
    (lambda: Layer(2, None), TypeError, "nout must be a whole number, not None"),
    (lambda: Layer(2, 2, nonlinear=True), TypeError, "nonlinear"),
    (lambda: MLP(2, []), ValueError, "nouts is empty"),
    (lambda: MLP(2, [3, 0]), ValueError, "a number in nouts must be 1 or more, not 0"),
    (lambda: MLP(2, [3, 1.5]), TypeError, r"a number in nouts must be a whole number, not 1\.5"),
    (lambda: MLP(None, [3]), TypeError, "nin must be a whole number, not None"),
    (lambda: MLP(2, 3), TypeError, "nouts must be a sequence of sizes, not 3"),
]


@pytest.mark.parametrize(("make", "error", "message"), SIZES)
def test_wrong_sizes_are_refused_before_a_weight_is_drawn(make, error, message):
    random.seed(1)
    before = random.getstate()
    with pytest.raises(error, match=message):
        make()
    assert random.getstate() == before


@pytest.mark.parametrize("x", [[], [1.0], [1.0, 2.0, 3.0], (), np.zeros(3), iter([1.0])])
@pytest.mark.parametrize("model", [Neuron(2), Layer(2, 3), MLP(2, [3, 1])])
def test_a_wrong_number_of_inputs_is_an_error_that_says_both(model, x):
    with pytest.raises(ValueError, match=r"ReLUNeuron\(2\) expects 2 inputs and got [013]"):
        model(x)


def test_one_input_is_counted_as_one():
    with pytest.raises(ValueError, match=r"expects 1 input and got 2"):
        Neuron(1)([1.0, 2.0])


@pytest.mark.parametrize("x", [None, 1.0, Value(1), np.array(1.0), "a", b"a", {"a": 1}, {1: 1}])
def test_what_is_no_sequence_is_an_error(x):
    with pytest.raises(TypeError, match="what a network takes must be a sequence, not"):
        Neuron(1)(x)


@pytest.mark.parametrize("x", [[1.0, "a"], (2, None), [1, 1j], [1, [2.0]], [1, np.zeros(3)]])
@pytest.mark.parametrize("model", [Neuron(2), Neuron(2, nonlin=False), Layer(2, 3), MLP(2, [3, 1])])
def test_an_input_that_is_no_number_is_refused_with_its_place(model, x):
    with pytest.raises(TypeError, match=r"one row of numbers or Values, and x\[1\] is"):
        model(x)


@pytest.mark.parametrize("rows", [[[1.0, 2.0]] * 2, np.ones((2, 2)), list(np.ones((2, 2)))])
@pytest.mark.parametrize("model", [Neuron(2, nonlin=False), MLP(2, [1]), MLP(2, [4, 1])])
def test_several_rows_are_refused_with_what_to_do(model, rows):
    with pytest.raises(TypeError, match=r"x\[0\] is .*; for several rows call it for each: \["):
        model(rows)


@pytest.mark.parametrize(
    "same",
    [
        (0.5, -1.5),
        [Value(0.5), Value(-1.5)],
        np.array([0.5, -1.5]),
        np.array([0.5, -1.5], dtype=np.float32),
        [Value(0.5), -1.5],
    ],
)
def test_any_sequence_of_numbers_and_values_gives_the_same(model, same):
    assert model(same).data == model([0.5, -1.5]).data


def test_an_iterator_feeds_every_neuron(model):
    assert model(iter([0.5, -1.5])).data == model([0.5, -1.5]).data


def test_gradients_reach_inputs_and_parameters(model):
    x = [Value(0.5), Value(-1.5)]
    for neuron in model.layers[0].neurons:
        neuron.nonlin = False
    model.layers[1].neurons[0].nonlin = False
    model(x).backward()
    assert all(value.grad for value in x)
    assert all(parameter.grad for parameter in model.parameters())


def test_a_single_output_comes_by_itself_and_several_as_a_list():
    assert isinstance(Layer(2, 1)([1, 2]), Value)
    assert [type(out) for out in Layer(2, 3)([1, 2])] == [Value] * 3
    assert isinstance(MLP(2, [1, 1, 1])([1, 2]), Value)


def test_a_linear_neuron_is_the_weighted_sum_and_a_rectified_one_its_positive_part():
    for nonlin, out in ((False, -4.0), (True, 0.0)):
        neuron = Neuron(2, nonlin=nonlin)
        neuron.load_state_dict({"w.0": 2.0, "w.1": -3.0, "b": 1.0})
        assert neuron([-1.0, 1.0]).data == out
    assert neuron([1.0, 0.5]).data == 1.5


def test_not_a_number_goes_through_as_in_pytorch():
    neuron = Neuron(1)
    assert np.isnan(neuron([float("nan")]).data)
