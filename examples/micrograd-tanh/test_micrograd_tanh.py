"""Once the distribution is installed, every Value has the operator, and its calculus is right."""

import math

from micrograd_tanh import TANH

import micrograd as mg
from micrograd_core.testing import assert_op


def test_every_value_has_the_operator() -> None:
    """``Value.tanh`` is the row of this distribution."""
    assert mg.operator("tanh") is TANH
    assert mg.Value(0.5).tanh().data == math.tanh(0.5)


def test_the_row_has_every_property_of_an_operator() -> None:
    """Derivatives to third order, edge values, purity and more; see ``micrograd check tanh``."""
    assert_op(TANH)


def test_third_derivative() -> None:
    """The row is differentiable to any order, being written in other operators."""
    third = mg.grad(mg.grad(mg.grad(lambda x: x.tanh())))
    y = math.tanh(0.5)
    assert math.isclose(third(0.5), (1 - y * y) * (6 * y * y - 2))
