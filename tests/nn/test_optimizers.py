"""Optimisers compute what PyTorch's compute, whole steps only, and refuse senseless settings."""

import json
import math
import sys
from pathlib import Path

import pytest

import micrograd_nn as nn
from micrograd_core import Value
from micrograd_nn import SGD, Adam, Optimizer

TORCH = json.loads((Path(__file__).parents[1] / "oracles" / "torch_nn.json").read_text())


def same(parameters, recorded, scales):
    """Whether each is within 1e-15 of the largest number it has been, a few ulps of that."""
    return all(
        abs(p.data - x) <= 1e-15 * scale
        for p, x, scale in zip(parameters, recorded, scales, strict=True)
    )


@pytest.mark.parametrize(("kind", "options", "path"), TORCH["optimizers"])
def test_the_same_gradients_give_pytorchs_parameters_step_by_step(kind, options, path):
    parameters = [Value(x) for x in path[0]]
    optimizer = getattr(nn, kind)(parameters, **options)
    for k, gradients in enumerate(TORCH["gradients"]):
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter.grad = gradient
        optimizer.step()
        scales = [max(map(abs, numbers)) for numbers in zip(*path[: k + 2], strict=True)]
        assert same(parameters, path[k + 1], scales)
    assert optimizer.steps == len(TORCH["gradients"])


@pytest.mark.parametrize(("kind", "options", "path"), TORCH["descents"])
def test_descending_a_bowl_takes_pytorchs_path(kind, options, path):
    x = [Value(start) for start in path[0]]
    optimizer = getattr(nn, kind)(x, **options)
    for after in path[1:]:
        optimizer.zero_grad()
        bowl = sum((k + 1) * (a - k) ** 2 for k, a in enumerate(x)) + (x[0] - x[1]) ** 4
        bowl.backward()
        optimizer.step()
        assert [a.data for a in x] == pytest.approx(after, rel=1e-13, abs=1e-15)


RATES = [-1, -1e-9, math.nan, math.inf, -math.inf]
SENSELESS = [
    *(
        (kind, {"lr": rate}, "the learning rate must be 0 or more")
        for kind in (SGD, Adam)
        for rate in RATES
    ),
    (SGD, {"momentum": -0.1}, r"momentum must be 0 or more, and finite, not -0\.1"),
    (SGD, {"momentum": math.nan}, "momentum must be 0 or more, and finite, not nan"),
    (SGD, {"dampening": math.nan}, "dampening must be 0 or more, and finite, not nan"),
    (SGD, {"weight_decay": -1}, "weight_decay must be 0 or more, and finite, not -1"),
    (SGD, {"nesterov": True}, "nesterov needs a momentum above 0 and no dampening"),
    (SGD, {"nesterov": True, "momentum": 0.9, "dampening": 0.1}, "nesterov needs"),
    (Adam, {"betas": (1.0, 0.9)}, r"the first of betas must be 0 or more and below 1, not 1\.0"),
    (Adam, {"betas": (0.9, -0.1)}, r"the second of betas .* not -0\.1"),
    (Adam, {"betas": (0.9, math.nan)}, "the second of betas .* not nan"),
    (Adam, {"betas": (0.9,)}, r"betas must be two numbers, not \(0\.9,\)"),
    (Adam, {"betas": 0.9}, r"betas must be two numbers, not 0\.9"),
    (Adam, {"eps": 0.0}, r"eps must be above 0, and finite, not 0\.0"),
    (Adam, {"eps": math.inf}, "eps must be above 0, and finite, not inf"),
    (Adam, {"weight_decay": math.nan}, "weight_decay must be 0 or more, and finite, not nan"),
]


@pytest.mark.parametrize(("kind", "options", "message"), SENSELESS)
def test_a_senseless_setting_is_an_error_that_names_the_value(kind, options, message):
    with pytest.raises(ValueError, match=message):
        kind([Value(1)], **options)


@pytest.mark.parametrize("rate", RATES)
def test_a_senseless_learning_rate_cannot_be_set_later(rate):
    optimizer = SGD([Value(1)], lr=0.5)
    with pytest.raises(ValueError, match=f"the learning rate must be .* not {rate}"):
        optimizer.lr = rate
    assert optimizer.lr == 0.5


def test_a_learning_rate_that_is_no_number_is_an_error():
    with pytest.raises(TypeError, match=r"the learning rate must be a real number .* not '0\.1'"):
        SGD([Value(1)], lr="0.1")


def test_what_cannot_be_optimised_is_refused():
    a = Value(1)
    with pytest.raises(ValueError, match="one parameter at least"):
        SGD([])
    with pytest.raises(ValueError, match="each only once"):
        SGD([a, a])
    with pytest.raises(TypeError, match="leaf Values, which 1"):
        SGD([1.0])
    with pytest.raises(TypeError, match="leaf Values, which Value"):
        SGD([a * 2])
    with pytest.raises(TypeError, match=r"as model\.parameters\(\)"):
        SGD(nn.Neuron(2))


def test_an_optimiser_without_a_rule_says_so():
    with pytest.raises(NotImplementedError, match="Optimizer does not say how gradients change"):
        Optimizer([Value(1)]).step()


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda state: 3, TypeError, r"the state must be a mapping, .* not 3$"),
        (lambda state: state | {"slots": 3}, TypeError, "slots must be a mapping, .* not 3$"),
        (lambda state: state | {"options": 3}, TypeError, "options must be a mapping, .* not 3$"),
        (
            lambda state: state | {"slots": {"a": 3}},
            TypeError,
            "slot 'a' must be a sequence, not 3",
        ),
        (
            lambda state: state | {3: 1},
            ValueError,
            "must have kind, options, slots, steps, not .*3",
        ),
        (lambda state: {}, ValueError, "must have kind, options, slots, steps, not nothing"),
        (lambda state: state | {"kind": "Adam"}, ValueError, "is of 'Adam', not of 'SGD'"),
    ],
)
def test_a_state_that_is_none_says_what_one_is(change, error, message):
    optimizer = SGD([Value(1)])
    before = optimizer.state_dict()
    with pytest.raises(error, match=message):
        optimizer.load_state_dict(change(before))
    assert optimizer.state_dict() == before


@pytest.mark.parametrize("kind", [SGD, Adam])
def test_a_gradient_of_none_is_refused_by_its_parameter_and_nothing_changes(kind):
    parameters = [Value(1), Value(2, label="bias")]
    parameters[0].grad = 1.0
    optimizer = kind(parameters)
    before = optimizer.state_dict()
    for i, name in ((1, r"parameters\[1\], labelled 'bias',"), (0, r"parameters\[0\]")):
        parameters[i].grad = None
        with pytest.raises(TypeError, match=rf"gradient of {name} is None; call zero_grad\(\)"):
            optimizer.step()
    assert [p.data for p in parameters] == [1.0, 2.0]
    assert optimizer.state_dict() == before


def test_zero_grad_sets_gradients_to_zero():
    a = Value(1)
    a.grad = 3.0
    SGD([a]).zero_grad()
    assert a.grad == 0.0


def test_a_step_of_rate_zero_changes_nothing():
    a = Value(1.5)
    a.grad = 3.0
    SGD([a], lr=0).step()
    assert a.data == 1.5


@pytest.mark.parametrize("kind", [SGD, Adam])
def test_gradients_that_are_not_finite_give_numbers_not_exceptions(kind):
    for gradient in (math.nan, math.inf, 1e200, -1e308):
        a = Value(1.5)
        a.grad = gradient
        kind([a]).step()
        assert isinstance(a.data, float)


MAKES = [
    lambda ps: SGD(ps, lr=0.1),
    lambda ps: SGD(ps, lr=0.1, momentum=0.9, weight_decay=0.1, nesterov=True),
    lambda ps: Adam(ps, lr=0.1, betas=(0.5, 0.6)),
]


def moved(make, steps):
    parameters = [Value(x) for x in (0.5, -2.0, 3.0)]
    optimizer = make(parameters)
    for k in range(steps):
        for i, parameter in enumerate(parameters):
            parameter.grad = math.sin(k + i)
        optimizer.step()
    return parameters, optimizer


@pytest.mark.parametrize("make", MAKES)
def test_an_optimiser_that_takes_over_a_state_goes_on_to_the_bit(make):
    straight, _ = moved(make, 6)
    parameters, first = moved(make, 3)
    second = type(first)(parameters)
    second.load_state_dict(first.state_dict())
    for k in range(3, 6):
        for i, parameter in enumerate(parameters):
            parameter.grad = math.sin(k + i)
        second.step()
    assert [p.data for p in parameters] == [p.data for p in straight]
    assert second.state_dict()["steps"] == 6


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "SGD"},
        {"steps": -1},
        {"steps": 1.5},
        {"options": {"lr": -1}},
        {"options": {"speed": 1}},
        {"options": 3},
        {"slots": 3},
        {"slots": {"exp_avg": 3, "exp_avg_sq": 3}},
        {"slots": {"exp_avg": [0.0] * 3}},
        {"slots": {"exp_avg": [0.0] * 3, "exp_avg_sq": [0.0] * 2}},
        {"slots": {"exp_avg": [0.0] * 3, "exp_avg_sq": [None] * 3}},
        {"slots": {"exp_avg": [0.0] * 3, "other": [0.0] * 3}},
        {"more": 1},
    ],
)
def test_a_state_that_does_not_fit_is_refused_and_nothing_changes(change):
    _, optimizer = moved(MAKES[2], 2)
    before = optimizer.state_dict()
    with pytest.raises((ValueError, TypeError)):
        optimizer.load_state_dict(before | change)
    assert optimizer.state_dict() == before


@pytest.mark.parametrize("make", MAKES)
def test_a_step_interrupted_at_any_line_is_whole_or_not_begun(make):
    parameters, optimizer = moved(make, 2)
    whole = {snapshot(*moved(make, 2)), snapshot(*moved(make, 3))}
    seen = set()
    for line in range(1000):
        parameters, optimizer = moved(make, 2)
        for i, parameter in enumerate(parameters):
            parameter.grad = math.sin(2 + i)
        interrupted = interrupt_at_line(line, optimizer.step)
        seen.add(snapshot(parameters, optimizer))
        if not interrupted:
            break
    assert line > 20
    assert seen == whole


def snapshot(parameters, optimizer):
    return repr(([p.data for p in parameters], optimizer.state_dict()))


def interrupt_at_line(n, function):
    """Call `function`, with Ctrl-C before its n-th line in micrograd_nn; return whether it came."""
    left = n

    def trace(frame, event, arg):
        nonlocal left
        if "micrograd_nn" not in frame.f_code.co_filename:
            return None
        if event == "line":
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False
