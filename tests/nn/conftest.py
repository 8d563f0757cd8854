"""Gives the tests of the networks every shipped operator, and small things to train."""

import random
from collections.abc import Iterator

import pytest

from micrograd_core import Registry, using
from micrograd_nn import MLP
from micrograd_ops import elementary
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU


@pytest.fixture(scope="module", autouse=True)
def operators() -> Iterator[Registry]:
    """A registry of the four operators and the elementary pack; nothing installed matters."""
    with using(Registry([ADD, MUL, POW, RELU, *elementary.micrograd_register_ops()])) as registry:
        yield registry


@pytest.fixture
def model() -> MLP:
    """A network of 25 parameters, which can learn the data."""
    random.seed(2)
    return MLP(2, [4, 2, 1])


@pytest.fixture
def data() -> tuple[list[list[float]], list[int]]:
    """Eight points, the classes -1 and 1 by the sign of their product."""
    rows = [[x, y] for x in (-1.0, 0.5) for y in (-2.0, -0.5, 1.0, 1.5)]
    return rows, [1 if x * y > 0 else -1 for x, y in rows]
