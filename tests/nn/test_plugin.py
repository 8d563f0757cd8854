"""The networks are a plugin like any other: what they bring, they bring through the hooks."""

import subprocess
import sys

import pytest

import micrograd_nn
from micrograd_core import name, using
from micrograd_core.active import INSTALLED


def test_every_public_name_is_brought_by_the_hook():
    names = micrograd_nn.micrograd_register_names()
    assert sorted(names) == sorted(micrograd_nn.__all__)
    with using(INSTALLED):
        assert all(name(each) is getattr(micrograd_nn, each) for each in names)


def test_a_name_that_is_not_there_is_an_error_with_those_that_are():
    with pytest.raises(AttributeError, match="micrograd_nn has no 'RNN'; it has MLP, SGD"):
        micrograd_nn.RNN


def test_the_installed_plugin_brings_the_networks_by_name():
    with using(INSTALLED):
        assert name("MLP") is micrograd_nn.MLP
        assert name("fit") is micrograd_nn.fit


def test_nothing_heavy_is_imported_with_it():
    heavy = ["numpy", "safetensors", "sklearn", "tqdm"]
    program = f"import sys, micrograd_nn; print([m for m in {heavy} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert out.stdout.strip() == b"[]"


def test_without_scikit_learn_the_moons_say_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "micrograd-plugins\[demo\]"'):
        micrograd_nn.make_moons_data()
