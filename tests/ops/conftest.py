"""Gives every test of the operators all of them, and nothing from outside."""

from collections.abc import Iterator

import pytest

from micrograd_core import Registry, using
from micrograd_ops import micrograd_register_ops
from micrograd_ops.elementary import ROWS


@pytest.fixture(scope="module", autouse=True)
def operators() -> Iterator[Registry]:
    """A registry of the four operators and the elementary pack, active for the module."""
    with using(Registry([*micrograd_register_ops(), *ROWS])) as registry:
        yield registry
