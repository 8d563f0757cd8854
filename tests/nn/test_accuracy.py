"""Accuracies count what is on the right side."""

from dataclasses import dataclass

import pytest

from micrograd_core import Value
from micrograd_nn import (
    binary_accuracy,
    binary_cross_entropy_with_logits,
    class_accuracy,
    cross_entropy,
    max_margin,
    mse_loss,
)
from micrograd_nn.accuracy import accuracy_for


@pytest.mark.parametrize("targets", [[1, -1, 1, -1], [1, 0, 1, 0], [True, False, True, False]])
def test_binary_accuracy_compares_signs(targets):
    scores = [Value(2), Value(-0.5), Value(-3), Value(0)]
    assert binary_accuracy(scores, targets) == 0.75


def test_class_accuracy_looks_for_the_largest_score():
    rows = [[Value(1), Value(3), Value(2)], [Value(5), Value(0), Value(-1)]]
    assert class_accuracy(rows, [1, 0]) == 1.0
    assert class_accuracy(rows, [1.0, 2.0]) == 0.5


@pytest.mark.parametrize("accuracy", [binary_accuracy, class_accuracy])
def test_a_target_too_many_is_an_error(accuracy):
    message = f"{accuracy.__name__} needs one target .* it got 1 score and 2 targets"
    with pytest.raises(ValueError, match=message):
        accuracy([[Value(1)]] if accuracy is class_accuracy else [Value(1)], [1, 1])


@pytest.mark.parametrize("accuracy", [binary_accuracy, class_accuracy])
def test_nothing_has_no_accuracy(accuracy):
    with pytest.raises(ValueError, match="one score at least; it got 0 scores and 0 targets"):
        accuracy([], [])


def test_scores_of_the_wrong_kind_are_refused_with_their_place():
    with pytest.raises(TypeError, match=r"scores\[0\] must be a Value: binary_accuracy"):
        binary_accuracy([[Value(1)]], [1])
    with pytest.raises(TypeError, match=r"scores\[0\] must be a list of Values: class_accuracy"):
        class_accuracy([Value(1)], [1])
    with pytest.raises(ValueError, match=r"scores\[0\] is empty"):
        class_accuracy([[]], [0])


def test_a_loss_of_classes_has_its_accuracy_and_another_none():
    assert accuracy_for(max_margin) is accuracy_for(binary_cross_entropy_with_logits)
    assert accuracy_for(cross_entropy) is class_accuracy
    assert accuracy_for(mse_loss) is None


def test_a_loss_that_cannot_be_hashed_has_no_accuracy():
    @dataclass
    class Scaled:
        factor: float

        def __call__(self, scores, targets):
            return mse_loss(scores, targets) * self.factor

    assert accuracy_for(Scaled(2.0)) is None
