"""What docs/writing-a-plugin.md says that the user reads of a faulty plugin is what happens."""

import re
import types
import warnings
from fnmatch import fnmatchcase

import pytest

from micrograd_core import (
    DuplicateOperatorError,
    Op,
    PluginWarning,
    Source,
    Value,
    hookimpl,
    using,
)
from micrograd_core.plugins.discovery import Plugin
from micrograd_core.plugins.host import Host
from micrograd_core.plugins.installed import InstalledRegistry

TANH = Op("tanh", float, lambda out, x: (1,))


def module(answer=None, hook="micrograd_register_ops", mark=hookimpl):
    """Return a module with one hook, which gives `answer`."""
    made = types.ModuleType("micrograd_tanh")
    if hook:
        setattr(made, hook, mark(lambda: answer))
    return made


def failing():
    raise RuntimeError("of all things")


def missing():
    raise ModuleNotFoundError("No module named 'scipy'", name="scipy")


FAULTS = {
    "its module raises at import": [failing],
    "a package it imports is not installed": [missing],
    "a hook is misspelt": [lambda: module(hook="micrograd_register_op")],
    "a hook lacks its decorator": [lambda: module(mark=lambda hook: hook)],
    "a hook wants an argument": [lambda: module(mark=lambda _: hookimpl(lambda registry: []))],
    "it has no hooks": [lambda: module(hook="")],
    "a hook returns something else": [lambda: module(42)],
    "two of its rows have one name": [lambda: module([TANH, TANH])],
    "another plugin has its name": [lambda: module([]), lambda: module([TANH])],
}


@pytest.fixture
def table(root):
    """The table of the page: what is wrong, and what the user reads."""
    text = (root / "docs" / "writing-a-plugin.md").read_text(encoding="utf-8")
    section = text.partition("## When a plugin fails")[2].partition("## ")[0]
    return dict(re.findall(r"^\| (.+?) \| `(.+?)` \|$", section, re.MULTILINE))


def start(*plugins):
    """Return a registry filled by these plugins, and what was warned of."""
    registry = InstalledRegistry()
    registry.host = Host(registry, plugins)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PluginWarning)
        registry.fill()
    return registry, [str(warning.message) for warning in caught]


def test_every_fault_of_the_table_is_tried_here(table):
    assert table.keys() == FAULTS.keys()


@pytest.mark.parametrize("fault", FAULTS)
def test_the_warning_is_the_one_of_the_table(table, fault):
    source = Source("tanh", "micrograd-tanh", "1.0")
    _, warned = start(*(Plugin(source, load) for load in FAULTS[fault]))
    pattern = re.sub(r"([\[?*])", r"[\1]", table[fault]).replace("...", "*")
    assert len(warned) == 1
    assert fnmatchcase(warned[0], f"*{pattern}*")


def test_an_operator_that_two_plugins_claim_is_nobodys():
    """Using it is the error that names both, though no metadata ever named the operator."""
    row = Op("claimed_twice", float, lambda out, x: (1,))
    registry, warned = start(
        Plugin(Source("a", "dist-a", "1.0"), lambda: module([row])),
        Plugin(Source("b", "dist-b", "1.0"), lambda: module([row])),
    )
    assert len(warned) == 1
    with using(registry), pytest.raises(DuplicateOperatorError) as error:
        Value(1.0).claimed_twice()
    assert str(error.value) == warned[0]
