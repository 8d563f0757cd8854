"""Losses are PyTorch's, where PyTorch is exact and where it is not."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import micrograd_nn as nn
from micrograd_core import Registry, UnknownOperatorError, Value, using
from micrograd_core.errors import counted
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU

TORCH = json.loads((Path(__file__).parents[1] / "oracles" / "torch_nn.json").read_text())
CASES = [(name, *case) for name, cases in TORCH["losses"].items() for case in cases]
ALL = [nn.max_margin, nn.mse_loss, nn.binary_cross_entropy_with_logits, nn.cross_entropy]
LOGISTIC = [nn.binary_cross_entropy_with_logits, nn.cross_entropy]


def values(numbers):
    return [values(x) if isinstance(x, list) else Value(x) for x in numbers]


def flat(nested):
    return [x for part in nested for x in (flat(part) if isinstance(part, list) else [part])]


@pytest.mark.parametrize(("name", "scores", "targets", "loss", "gradients"), CASES)
def test_a_loss_and_its_gradients_are_pytorchs(name, scores, targets, loss, gradients):
    # PyTorch's sums of scores lose what is below an ulp of them, and softmax minus 1 that of a 1.
    leaves = values(scores)
    out = getattr(nn, name)(leaves, targets)
    out.backward()
    ulp = max(math.ulp(x) for x in (1.0, *flat(scores)))
    assert out.data == pytest.approx(loss, rel=1e-14, abs=ulp)
    assert [v.grad for v in flat(leaves)] == pytest.approx(flat(gradients), rel=1e-14, abs=2e-16)


@pytest.mark.parametrize("loss", ALL)
@pytest.mark.parametrize(
    ("scores", "targets"), [([], []), ([1.0], []), ([], [1]), ([1.0, 2.0], [1]), ([1.0], [1, 1])]
)
def test_no_scores_or_a_target_too_many_are_an_error(loss, scores, targets):
    counts = f"it got {counted(len(scores), 'score')} and {counted(len(targets), 'target')}$"
    with pytest.raises(ValueError, match=f"one target for each score.*{counts}"):
        loss(values(scores), targets)


@pytest.mark.parametrize("target", [-1, 3, 1.5, math.nan, math.inf, "1", None])
def test_a_target_that_is_no_class_is_an_error(target):
    with pytest.raises(ValueError, match="is no class: its row has 3 scores, counted from 0"):
        nn.cross_entropy([values([1, 2, 3])], [target])


def test_one_class_is_no_choice():
    with pytest.raises(ValueError, match="is no class: its row has 1 score, counted from 0"):
        nn.cross_entropy([values([1])], [0])


@pytest.mark.parametrize("loss", LOGISTIC)
def test_without_softplus_the_error_says_how_to_enable_it(loss):
    scores = [values([1.0, 2.0])] if loss is nn.cross_entropy else values([1.0])
    with (
        using(Registry([ADD, MUL, POW, RELU])),
        pytest.raises(UnknownOperatorError, match=r'micrograd\.enable\("elementary"\)'),
    ):
        loss(scores, [1])


@pytest.mark.parametrize("sign", [1, -1])
def test_a_small_loss_is_not_lost_beside_large_scores(sign):
    tiny = math.log1p(math.exp(-40))
    score = Value(40.0 * sign)
    loss = nn.binary_cross_entropy_with_logits([score], [(sign + 1) // 2])
    loss.backward()
    assert loss.data == pytest.approx(tiny, rel=1e-14, abs=0)
    assert score.grad == pytest.approx(-sign * tiny, rel=1e-14, abs=0)
    assert nn.cross_entropy([values([40.0, 0.0])], [0]).data == pytest.approx(
        tiny, rel=1e-14, abs=0
    )


@given(st.lists(st.floats(-1000, 1000), min_size=2, max_size=5), st.data())
def test_cross_entropy_is_finite_positive_and_its_gradients_add_up_to_nothing(scores, data):
    label = data.draw(st.integers(0, len(scores) - 1))
    row = values(scores)
    loss = nn.cross_entropy([row], [label])
    loss.backward()
    assert 0 <= loss.data < math.inf
    assert -1 <= row[label].grad <= 0
    assert math.fsum(v.grad for v in row) == pytest.approx(0, abs=1e-15)


@given(st.floats(-1000, 1000), st.sampled_from([0.0, 1.0]))
def test_two_classes_are_the_binary_case(score, target):
    binary = nn.binary_cross_entropy_with_logits([Value(score)], [target])
    both = nn.cross_entropy([values([0.0, score])], [int(target)])
    assert both.data == pytest.approx(binary.data, rel=1e-14)


@pytest.mark.parametrize("dtype", [np.int64, np.uint8, np.float32, bool])
def test_targets_may_be_any_numpy_array(dtype):
    targets = np.array([1, 0, 1], dtype=dtype)
    for loss in (nn.mse_loss, nn.binary_cross_entropy_with_logits):
        scores = [0.25, -3.0, 2.0]
        assert loss(values(scores), targets).data == loss(values(scores), [1, 0, 1]).data
    rows = [[1.0, 2.0]] * 3
    assert nn.cross_entropy(values(rows), targets).data > 0


@pytest.mark.parametrize("loss", [nn.max_margin, nn.mse_loss, nn.binary_cross_entropy_with_logits])
@pytest.mark.parametrize("one", [np.uint8(1), np.True_, np.float16(1), True, np.array(1)])
def test_a_target_may_be_any_real_number(loss, one):
    assert loss([Value(0.5)], [one]).data == loss([Value(0.5)], [1.0]).data


@pytest.mark.parametrize(
    ("loss", "scores", "targets", "message"),
    [
        (nn.max_margin, [1.0], [1], r"scores\[0\] must be a Value: max_margin .* not 1\.0"),
        (nn.max_margin, Value(1), [1], "scores must be a sequence, not Value"),
        (nn.max_margin, [Value(1)], ["a"], r"targets\[0\] must be a real number .* not 'a'"),
        (nn.mse_loss, [Value(1)], [[1]], r"targets\[0\] must be a real number .* not \[1\]"),
        (nn.mse_loss, [Value(1)], 1, "targets must be a sequence, not 1"),
        (nn.max_margin, [[Value(1)]], [1], r"takes one score a row \(cross_entropy takes a list"),
        (nn.mse_loss, [[Value(1)]], [1], r"mse_loss takes one score a row .* not \[Value\("),
        (nn.cross_entropy, [Value(1)], [0], r"scores\[0\] must be a list of Values: cross_entropy"),
        (nn.cross_entropy, [[Value(1), 2.0]], [0], r"scores\[0\]\[1\] must be a Value, not 2\.0"),
    ],
)
def test_what_a_loss_does_not_take_is_refused_with_its_place(loss, scores, targets, message):
    with pytest.raises(TypeError, match=message):
        loss(scores, targets)


@pytest.mark.parametrize(
    ("loss", "targets", "message"),
    [
        *((nn.max_margin, y, rf"targets\[1\] is {y}, and .* -1 and 1") for y in (0.0, 0.5, 3.0)),
        (nn.max_margin, math.nan, "for 0 and 1 there is binary_cross_entropy_with_logits"),
        (nn.binary_cross_entropy_with_logits, 3, r"targets\[1\] is 3\.0, and .* takes 0 to 1"),
        (nn.binary_cross_entropy_with_logits, -1, "for -1 and 1 there is max_margin"),
        (nn.binary_cross_entropy_with_logits, math.nan, r"targets\[1\] is nan"),
    ],
)
def test_a_target_that_the_loss_has_no_use_for_is_refused(loss, targets, message):
    with pytest.raises(ValueError, match=message):
        loss(values([1.0, 2.0]), [1, targets])


def test_a_target_that_is_a_value_is_left_alone():
    for loss in (nn.max_margin, nn.mse_loss, nn.binary_cross_entropy_with_logits):
        target = Value(0.75)
        loss([Value(0.5)], [target]).backward()
        assert target.grad != 0


def test_max_margin_keeps_the_order_of_operations_of_micrograds_demo():
    scores, targets = values([0.3, -2.0, 1.7]), [1, -1, 1]
    losses = [max(1 + -yi * s.data, 0.0) for s, yi in zip(scores, targets, strict=True)]
    out = nn.max_margin(scores, targets)
    assert out.data == sum(losses) * (1.0 / len(losses))
    assert [v.op.name for v in (out, out.operands[0])] == ["mul", "add"]


def test_the_l2_penalty_is_alpha_times_the_sum_of_squares():
    parameters = values([3.0, -4.0])
    penalty = nn.l2_penalty(iter(parameters), alpha=0.5)
    penalty.backward()
    assert penalty.data == 12.5
    assert [p.grad for p in parameters] == [3.0, -4.0]


def test_nothing_has_no_penalty():
    assert nn.l2_penalty([], alpha=0.5) == 0.0
