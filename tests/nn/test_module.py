"""A Module finds, names, gives and takes its parameters."""

import copy
import math
import pickle
import random
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd_core import Value
from micrograd_nn import MLP, Layer, Module, Neuron


class Holder(Module):
    """Keeps whatever it is given."""

    def __init__(self, **held):
        vars(self).update(held)


def names(module):
    return [name for name, _ in module.named_parameters()]


def bits(numbers):
    return [struct.pack("<d", x) for x in numbers]


def test_a_module_of_nothing_has_no_parameters_and_an_empty_state():
    assert Module().parameters() == []
    assert Module().state_dict() == {}
    Module().load_state_dict({})
    Module().zero_grad()


def test_a_module_that_does_not_say_what_it_makes_of_inputs_says_so():
    with pytest.raises(NotImplementedError, match="Holder does not say what it makes of inputs"):
        Holder()([1.0])


def test_paths_are_those_of_pytorch():
    model = MLP(2, [3, 1])
    assert names(model)[:4] == [
        "layers.0.neurons.0.w.0",
        "layers.0.neurons.0.w.1",
        "layers.0.neurons.0.b",
        "layers.0.neurons.1.w.0",
    ]
    assert names(model)[-1] == "layers.1.neurons.0.b"
    assert [p for _, p in model.named_parameters()] == model.parameters()


def test_parameters_are_found_in_lists_tuples_dicts_and_modules():
    held = Holder(a=Value(1), b=[Value(2), (Value(3),)], c={"x": Value(4)}, d=Neuron(1))
    assert names(held) == ["a", "b.0", "b.1.0", "c.x", "d.w.0", "d.b"]


def test_results_private_attributes_and_other_things_are_no_parameters():
    a = Value(1)
    assert names(Holder(a=a, result=a * 2, _cache=Value(3), n=4, name="x", nothing=None)) == ["a"]


def test_a_shared_parameter_counts_once_under_its_first_path():
    a = Value(1)
    assert names(Holder(a=a, b=a, c=[a])) == ["a"]


def test_modules_that_hold_each_other_are_searched_once():
    parent, child = Holder(a=Value(1)), Holder(b=Value(2))
    parent.child, child.parent = child, parent
    assert names(parent) == ["a", "child.b"]


def test_two_parameters_of_one_path_are_an_error_of_the_state():
    with pytest.raises(ValueError, match=r"two parameters have the path 'd\.1'"):
        Holder(d={1: Value(1), "1": Value(2)}).state_dict()


def test_zero_grad_sets_every_gradient_to_zero():
    model = Layer(2, 2)
    for parameter in model.parameters():
        parameter.grad = 3.0
    model.zero_grad()
    assert [p.grad for p in model.parameters()] == [0.0] * 6


@given(st.lists(st.floats(width=64), min_size=3, max_size=3))
def test_a_state_comes_back_bit_for_bit(numbers):
    source, target = Neuron(2), Neuron(2)
    for parameter, number in zip(source.parameters(), numbers, strict=True):
        parameter.data = number
    target.load_state_dict(source.state_dict())
    assert bits(p.data for p in target.parameters()) == bits(numbers)


def test_a_state_is_a_copy():
    model = Neuron(1)
    state = model.state_dict()
    model.b.data = 5.0
    assert state["b"] == 0.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda state: state.pop("b"), "Neuron: 'b' is missing"),
        (lambda state: state.update(extra=1.0), "Neuron: 'extra' belongs to no parameter"),
        (lambda state: state.clear(), r"'b', 'w\.0', 'w\.1' are missing"),
        (lambda state: state.update({3: 1.0}), "Neuron: 3 belongs to no parameter"),
        (lambda state: state.update({3: 1, "a": 2}), "Neuron: 3, 'a' belong to no parameter"),
        (lambda state: state.update(x=1), r"came from, or pass strict=False$"),
        (lambda state: state.update({f"e{i}": 0 for i in range(9)}), "'e2' and 6 more belong"),
    ],
)
def test_names_that_do_not_match_are_refused_and_nothing_changes(change, message):
    model, before = Neuron(2), Neuron(2).state_dict()
    model.load_state_dict(before)
    state = dict.fromkeys(before, 9.0)
    change(state)
    with pytest.raises(ValueError, match=message):
        model.load_state_dict(state)
    assert model.state_dict() == before


@pytest.mark.parametrize("wrong", [None, "1.0", 1j, [1.0], math])
def test_what_is_no_number_is_refused_by_name_and_nothing_changes(wrong):
    model = Neuron(2)
    before = model.state_dict()
    with pytest.raises(TypeError, match="parameter 'b' must be a real number"):
        model.load_state_dict({"w.0": 9.0, "w.1": 9.0, "b": wrong})
    assert model.state_dict() == before


@pytest.mark.parametrize("wrong", [None, 3, "b", [("b", 1.0)]])
def test_a_state_that_is_no_mapping_is_refused(wrong):
    with pytest.raises(TypeError, match=r"the state must be a mapping, as state_dict\(\) gives it"):
        Neuron(2).load_state_dict(wrong)


def test_names_that_one_side_lacks_are_passed_over_when_not_strict():
    model = Neuron(2)
    w1 = model.w[1].data
    model.load_state_dict({"w.0": 9, "extra": 1.0}, strict=False)
    assert model.state_dict() == {"w.0": 9.0, "w.1": w1, "b": 0.0}


@pytest.mark.parametrize("twin", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_a_copy_has_parameters_of_its_own(twin):
    random.seed(3)
    model = MLP(2, [2, 1])
    other = twin(model)
    assert other.state_dict() == model.state_dict()
    other.parameters()[0].data = 9.0
    assert model.parameters()[0].data != 9.0
