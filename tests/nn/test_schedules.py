"""Schedules give PyTorch's learning rates."""

import copy
import json
import math
import pickle
from pathlib import Path

import pytest

import micrograd_nn as nn
from micrograd_nn import ConstantLR, CosineAnnealingLR, ExponentialLR, LinearLR, StepLR

TORCH = json.loads((Path(__file__).parents[1] / "oracles" / "torch_nn.json").read_text())


@pytest.mark.parametrize(("kind", "options", "rates"), TORCH["schedules"])
def test_the_rate_of_each_step_is_pytorchs(kind, options, rates):
    # PyTorch multiplies its way from step to step; the formulas differ from that in the last bits.
    schedule = getattr(nn, kind)(**options)
    assert [schedule(k) for k in range(len(rates))] == pytest.approx(rates, rel=1e-14, abs=2e-15)


def test_the_demos_schedule_comes_out_to_the_bit():
    schedule = LinearLR(1.0, start_factor=1.0, end_factor=0.1, total_iters=100)
    assert [schedule(k) for k in range(100)] == [1.0 - 0.9 * k / 100 for k in range(100)]
    assert schedule(100) == schedule(10**9) == 0.1


@pytest.mark.parametrize("rate", [-1, math.nan, math.inf])
@pytest.mark.parametrize(
    "make",
    [
        ConstantLR,
        LinearLR,
        lambda lr: StepLR(lr, 3),
        lambda lr: ExponentialLR(lr, 0.9),
        lambda lr: CosineAnnealingLR(lr, 3),
    ],
)
def test_a_senseless_learning_rate_is_an_error_that_names_it(make, rate):
    with pytest.raises(ValueError, match=f"lr must be 0 or more, and finite, not {rate}"):
        make(rate)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ConstantLR(1.0, factor=-1), "factor must be 0 or more, and finite, not -1"),
        (lambda: ConstantLR(1.0, total_iters=-1), "total_iters must be 0 or more, not -1"),
        (lambda: LinearLR(1.0, total_iters=0), "total_iters must be 1 or more, not 0"),
        (lambda: LinearLR(1.0, end_factor=math.nan), "end_factor must be .* not nan"),
        (lambda: StepLR(1.0, 0), "step_size must be 1 or more, not 0"),
        (lambda: StepLR(1.0, 1, gamma=0), "gamma must be above 0, and finite, not 0"),
        (lambda: ExponentialLR(1.0, math.nan), "gamma must be above 0, and finite, not nan"),
        (lambda: CosineAnnealingLR(1.0, 0), "T_max must be 1 or more, not 0"),
        (lambda: CosineAnnealingLR(1.0, 5, eta_min=-1), "eta_min must be 0 or more"),
    ],
)
def test_senseless_settings_are_errors_that_name_the_value(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize("count", [1.5, "3", None])
def test_a_count_that_is_no_whole_number_is_an_error(count):
    with pytest.raises(TypeError, match="must be a whole number, not"):
        StepLR(1.0, count)


KINDS = [
    ConstantLR(1.0),
    LinearLR(1.0),
    StepLR(1.0, 3),
    ExponentialLR(1.0, 0.9),
    CosineAnnealingLR(1.0, 3),
]


@pytest.mark.parametrize("schedule", KINDS)
def test_a_step_that_is_no_count_is_refused(schedule):
    with pytest.raises(ValueError, match="step must be 0 or more, not -5"):
        schedule(-5)
    with pytest.raises(TypeError, match=r"step must be a whole number, not 1\.5"):
        schedule(1.5)


@pytest.mark.parametrize(
    ("schedule", "step"),
    [
        (ExponentialLR(1.0, 2.0), 2000),
        (ExponentialLR(1e300, 2.0), 100),
        (StepLR(1.0, 1, 10.0), 400),
    ],
)
def test_a_rate_beyond_all_doubles_is_refused(schedule, step):
    message = rf"the learning rate of step {step} by {type(schedule).__name__}\(.* not inf"
    with pytest.raises(ValueError, match=message):
        schedule(step)


@pytest.mark.parametrize("twin", [copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))])
def test_a_schedule_is_a_plain_value(twin):
    schedule = CosineAnnealingLR(0.5, T_max=10)
    assert twin(schedule) == schedule
    assert repr(schedule) == "CosineAnnealingLR(lr=0.5, T_max=10, eta_min=0.0)"
