"""The tables in the docstrings hold."""

import doctest
import importlib
import pkgutil

import pytest

import micrograd_viz

MODULES = sorted(module.name for module in pkgutil.iter_modules(micrograd_viz.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_every_module_hold(name: str) -> None:
    module = importlib.import_module(f"micrograd_viz.{name}")
    assert doctest.testmod(module).failed == 0
