"""fit trains, records, refuses, and leaves nothing half done."""

import math
import random
import sys
from itertools import pairwise

import numpy as np
import pytest

from micrograd_core import GraphError, Value
from micrograd_nn import (
    MLP,
    SGD,
    Adam,
    CheckpointError,
    LinearLR,
    Neuron,
    Step,
    TrainingError,
    cross_entropy,
    fit,
    l2_penalty,
    max_margin,
    mse_loss,
)


def sgd(model, lr=0.1):
    return SGD(model.parameters(), lr=lr, momentum=0.9)


def test_training_brings_the_loss_down_and_reports_every_step(model, data):
    history = fit(model, *data, loss=max_margin, optimizer=sgd(model), steps=60)
    assert [step.step for step in history] == list(range(60))
    assert history[-1].loss < history[0].loss
    assert history[-1].accuracy == 1.0
    assert {step.lr for step in history} == {0.1}


def test_a_line_is_found_by_least_squares():
    random.seed(0)
    neuron = Neuron(1, nonlin=False)
    X = [[x / 5] for x in range(-5, 6)]
    y = [3 * x - 2 for (x,) in X]
    fit(neuron, X, y, loss=mse_loss, optimizer=Adam(neuron.parameters(), lr=0.1), steps=400)
    assert [p.data for p in neuron.parameters()] == pytest.approx([3, -2], abs=1e-3)


def test_several_classes_are_learned():
    random.seed(0)
    model = MLP(1, [3])
    X, y = [[-2.0], [0.0], [2.0]] * 2, [0, 1, 2] * 2
    history = fit(
        model, X, y, loss=cross_entropy, optimizer=Adam(model.parameters(), 0.3), steps=40
    )
    assert history[-1].accuracy == 1.0


def test_a_step_is_the_loop_that_one_would_write(model, data):
    X, y = data
    other = MLP(2, [4, 2, 1])
    other.load_state_dict(model.state_dict())
    history = fit(
        model,
        X,
        y,
        loss=max_margin,
        penalty=l2_penalty,
        optimizer=SGD(model.parameters()),
        schedule=LinearLR(0.5, 1.0, 0.1, 5),
        steps=5,
    )
    for k in range(5):
        scores = [other(row) for row in X]
        loss = max_margin(scores, y) + l2_penalty(other.parameters())
        other.zero_grad()
        loss.backward()
        rate = 0.5 * (1.0 + (0.1 - 1.0) * k / 5)
        for p in other.parameters():
            p.data -= rate * p.grad
        hits = [(s.data > 0) == (t > 0) for s, t in zip(scores, y, strict=True)]
        assert history[k] == Step(k, loss.data, sum(hits) / len(y), rate)
    assert model.state_dict() == other.state_dict()


def test_arrays_and_lists_train_alike(model, data):
    X, y = data
    before = model.state_dict()
    lists = fit(model, X, y, loss=max_margin, optimizer=sgd(model), steps=3)
    model.load_state_dict(before)
    arrays = fit(model, np.array(X), np.array(y), loss=max_margin, optimizer=sgd(model), steps=3)
    assert lists == arrays


def test_no_steps_change_nothing(model, data):
    before = model.state_dict()
    assert fit(model, *data, loss=max_margin, optimizer=sgd(model), steps=0) == []
    assert model.state_dict() == before


NAN_ROW = {"X": [[math.nan, 1.0]] * 8}
REFUSED = [
    (NAN_ROW, ValueError, r"X\[0\]\[0\] is nan"),
    ({"X": []}, ValueError, "it got 0 rows and 8 targets"),
    ({"X": [[1.0]] * 8}, ValueError, r"ReLUNeuron\(2\) expects 2 inputs and got 1"),
    ({"y": [1]}, ValueError, "it got 8 rows and 1 target$"),
    ({"y": [math.inf] * 8}, ValueError, r"y\[0\] is inf"),
    ({"y": None}, TypeError, "y must be a sequence, not None"),
    ({"steps": -1}, ValueError, "steps must be 0 or more, not -1"),
    ({"steps": 1.5}, TypeError, r"steps must be a whole number, not 1\.5"),
    ({"batch_size": 0}, ValueError, "batch_size must be 1 or more, not 0"),
    ({"batch_size": 9}, ValueError, "batch_size is 9, and X has only 8 rows"),
    ({"checkpoint_every": 0}, ValueError, "checkpoint_every must be 1 or more, not 0"),
    ({"schedule": lambda k: -1.0}, ValueError, r"the learning rate must be .* not -1\.0"),
    ({"schedule": lambda k: math.nan}, ValueError, "the learning rate must be .* not nan"),
    ({"loss": lambda scores, targets: Value(1)}, GraphError, "nothing to differentiate"),
    ({"loss": lambda s, t: s[0] + math.inf}, TrainingError, "the loss is inf at step 0"),
    ({"loss": lambda s, t: 3.0}, TypeError, r"what the loss returns must be a Value, .* not 3\.0"),
    ({"penalty": lambda ps: "x"}, TypeError, "what the penalty returns must be a real number"),
    ({"accuracy": lambda s, t: "x"}, TypeError, "what the accuracy returns must be a real number"),
    ({"y": [0, 1] * 4}, ValueError, r"targets\[0\] is 0\.0, and max_margin takes -1 and 1"),
    ({"model": None}, TypeError, "model must be a Module, .* not None"),
    ({"optimizer": None}, TypeError, "optimizer must be an Optimizer, .* not None"),
    ({"optimizer": SGD([Value(1)])}, ValueError, "the optimizer changes no parameter of the model"),
    ({"loss": None}, TypeError, "loss must be a function, as max_margin, not None"),
    *(
        ({name: 3}, TypeError, f"{name} must be a function or None, not 3")
        for name in ("schedule", "penalty", "accuracy", "callback")
    ),
    ({"checkpoint": 3}, TypeError, "checkpoint must be a path, .* not 3"),
    ({"checkpoint": "no/such/run"}, CheckpointError, "there is no folder '.*such'; make it first"),
    ({"checkpoint": "."}, CheckpointError, "it is no ordinary file; name another"),
    ({"checkpoint": "nul\0in it"}, CheckpointError, "no checkpoint can be written to 'nul.*null"),
    ({"resume": 3}, TypeError, "path must be a path, .* not 3"),
]


@pytest.mark.parametrize(("changes", "error", "message"), REFUSED)
def test_what_cannot_be_trained_is_refused_before_anything_changes(
    model, data, changes, error, message
):
    before, chance = model.state_dict(), random.getstate()
    optimizer = sgd(model)
    options = {"X": data[0], "y": data[1], "loss": max_margin, "steps": 3, "optimizer": optimizer}
    with pytest.raises(error, match=message):
        fit(**({"model": model} | options | changes))
    assert model.state_dict() == before
    assert optimizer.steps == 0
    assert random.getstate() == chance


def test_what_writes_checkpoints_is_missed_before_the_first_step(model, data, monkeypatch):
    monkeypatch.setitem(sys.modules, "safetensors.numpy", None)
    optimizer = sgd(model)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "micrograd-plugins\[nn\]"'):
        fit(model, *data, loss=max_margin, optimizer=optimizer, steps=3, checkpoint="run")
    assert optimizer.steps == 0


def test_one_row_is_counted_as_one(model):
    with pytest.raises(ValueError, match=r"batch_size is 2, and X has only 1 row$"):
        fit(model, [[1, 2]], [1], loss=max_margin, optimizer=sgd(model), steps=3, batch_size=2)


def test_an_error_in_the_loss_leaves_the_learning_rate_of_the_last_step(model, data):
    optimizer, states = sgd(model, lr=0.5), [model.state_dict()]

    def loss(scores, targets):
        if len(states) == 3:
            raise LookupError
        return max_margin(scores, targets)

    with pytest.raises(LookupError):
        fit(
            model,
            *data,
            loss=loss,
            optimizer=optimizer,
            schedule=LinearLR(0.1, 1.0, 2.0, 10),
            steps=9,
            callback=lambda step: states.append(model.state_dict()),
        )
    assert optimizer.lr == 0.1 * 1.1
    assert model.state_dict() == states[-1]


def test_a_loss_that_is_not_finite_stops_at_the_last_good_parameters(model, data):
    good = []

    def loss(scores, targets):
        good.append(model.state_dict())
        return max_margin(scores, targets) * (math.nan if len(good) == 3 else 1)

    with pytest.raises(TrainingError, match="the loss is nan at step 2, and the parameters"):
        fit(model, *data, loss=loss, optimizer=sgd(model), steps=9)
    assert model.state_dict() == good[2]


def test_batches_are_drawn_from_random_without_repetition(model, data):
    seen = []

    def loss(scores, targets):
        seen.append(targets)
        return mse_loss(scores, targets)

    X, _ = data
    runs = []
    for _ in range(2):
        random.seed(5)
        fit(model, X, range(8), loss=loss, optimizer=sgd(model, 0), steps=4, batch_size=3)
        runs.append(seen[-4:])
    assert runs[0] == runs[1]
    assert all(len(set(batch)) == 3 for batch in seen)
    assert len(set(map(tuple, runs[0]))) > 1


def test_the_accuracy_is_the_losss_or_the_one_that_is_given_or_none(model, data):
    kinds = [
        ({"loss": max_margin}, float),
        ({"loss": mse_loss}, type(None)),
        ({"loss": mse_loss, "accuracy": lambda scores, targets: 0.25}, float),
    ]
    for options, kind in kinds:
        (step,) = fit(model, *data, optimizer=sgd(model), steps=1, **options)
        assert isinstance(step.accuracy, kind)


def test_the_callback_is_given_each_step_once_the_parameters_have_changed(model, data):
    states, steps = [model.state_dict()], []

    def callback(step):
        steps.append(step)
        states.append(model.state_dict())

    history = fit(model, *data, loss=max_margin, optimizer=sgd(model), steps=3, callback=callback)
    assert steps == history
    assert all(a != b for a, b in pairwise(states))


def test_an_error_in_the_callback_comes_out(model, data):
    def callback(step):
        raise LookupError(step.step)

    with pytest.raises(LookupError, match="0"):
        fit(model, *data, loss=max_margin, optimizer=sgd(model), steps=3, callback=callback)


def test_a_step_reads_as_what_the_bar_shows():
    assert str(Step(3, 0.51239, 0.5, 0.1)) == "loss 0.5124, accuracy 50%"
    assert str(Step(3, 0.51239, None, 0.1)) == "loss 0.5124"


def test_ten_thousand_numbers_of_history_are_plain(model, data):
    history = fit(model, *data, loss=max_margin, optimizer=sgd(model), steps=2)
    assert {type(x) for step in history for x in step} == {int, float}
