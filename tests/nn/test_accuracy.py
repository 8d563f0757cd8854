"""Accuracies count what is on the right side."""

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
    with pytest.raises(ValueError, match="zip"):
        accuracy([[Value(1)]] if accuracy is class_accuracy else [Value(1)], [1, 1])


def test_a_loss_of_classes_has_its_accuracy_and_another_none():
    assert accuracy_for(max_margin) is accuracy_for(binary_cross_entropy_with_logits)
    assert accuracy_for(cross_entropy) is class_accuracy
    assert accuracy_for(mse_loss) is None
