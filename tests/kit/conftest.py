"""Gives the tests of the kit the four operators of arithmetic, whatever is installed."""

from collections.abc import Iterator

import pytest

from micrograd_core import Registry, using
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU


@pytest.fixture(scope="module", autouse=True)
def arithmetic() -> Iterator[Registry]:
    """A registry of add, mul, pow and relu, in use for the module."""
    with using(Registry([ADD, MUL, POW, RELU])) as registry:
        yield registry
