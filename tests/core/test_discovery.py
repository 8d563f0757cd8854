"""Discovery reads what installed distributions declare, sorts it, and imports nothing."""

import os
import sys
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any

import pytest

from micrograd_core import PluginWarning
from micrograd_core.plugins import startup
from micrograd_core.plugins.discovery import OWN, find_copies, find_operators, find_plugins
from micrograd_ops.arithmetic import MUL


class Distribution:
    """What an entry point knows of the distribution that declares it."""

    def __init__(self, name: str, version: str = "1.0") -> None:
        self.name, self.version = name, version


def point(group: str, name: str, value: str, distribution: str | None = None) -> EntryPoint:
    """Return an entry point as importlib.metadata finds it."""
    made = EntryPoint(name, value, f"micrograd.{group}")
    if distribution is not None:
        vars(made)["dist"] = Distribution(distribution)
    return made


FOUND = EntryPoints(
    [
        point("optional", "viz", "no_such_module_viz", "zeta"),
        point("plugins", "ops", "no_such_module_ops", "alpha"),
        point("plugins", "nn", "no_such_module_nn", "alpha"),
        point("optional", "viz", "no_such_module_other", "beta"),
        point("operators", "tanh", "no_such_module_viz:TANH", "zeta"),
        point("operators", "tanh", "no_such_module_other:TANH", "beta"),
        point("operators", "sinh", "no_such_module_of_nobody:SINH", "zeta"),
        EntryPoint("mul", "elsewhere", "another.group"),
    ]
)


def test_both_groups_are_found_and_sorted_by_name_and_distribution() -> None:
    plugins = find_plugins(FOUND)
    found = [(p.name, p.source.distribution, p.source.version, p.optional) for p in plugins]
    assert found == [
        ("nn", "alpha", "1.0", False),
        ("ops", "alpha", "1.0", False),
        ("viz", "beta", "1.0", True),
        ("viz", "zeta", "1.0", True),
    ]


def test_our_own_come_first_whatever_their_names() -> None:
    points = [
        point("plugins", "a", "no_such_module_a", "alpha"),
        point("plugins", "z", "no_such_module_z", OWN),
        point("optional", "y", "no_such_module_y", OWN),
    ]
    assert [plugin.name for plugin in find_plugins(EntryPoints(points))] == ["y", "z", "a"]


def test_a_distribution_in_two_folders_of_the_path_is_named_with_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, version in (("first", "2.0"), ("second", "1.0")):
        info = tmp_path / folder / "alpha.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: alpha\nVersion: {version}\n")
    plugins = find_plugins(EntryPoints([point("plugins", "ops", "no_such_module_ops", "alpha")]))
    monkeypatch.setattr(sys, "path", [str(tmp_path / "first")])
    assert [*find_copies(plugins)] == []
    monkeypatch.setattr(sys, "path", [str(tmp_path / "first"), str(tmp_path / "second")])
    (text,) = find_copies(plugins)
    first, second = (Path(os.path.realpath(tmp_path / name)) for name in ("first", "second"))
    assert f"2.0 in {first} is used, 1.0 in {second} is not" in text


def test_what_is_installed_twice_is_said_when_plugins_are_loaded(
    host: Any, plugin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "find_copies", lambda plugins: ["alpha is there twice"])
    with pytest.warns(PluginWarning, match="alpha is there twice"):
        host(plugin("ops", [MUL])).registry.fill()


def test_nothing_is_imported_until_it_is_loaded() -> None:
    for plugin in find_plugins(FOUND):
        assert plugin.state == "dormant"
        try:
            plugin.load()
        except ModuleNotFoundError as error:
            assert "no_such_module" in str(error)


def test_the_order_of_the_metadata_makes_no_difference() -> None:
    backwards = EntryPoints(reversed(tuple(FOUND)))
    assert [p.source for p in find_plugins(backwards)] == [p.source for p in find_plugins(FOUND)]


def test_an_operator_is_traced_to_the_plugin_of_its_module_and_distribution() -> None:
    plugins = find_plugins(FOUND)
    found = find_operators(FOUND, plugins)
    assert {name: [p.source.distribution for p in ps] for name, ps in found.items()} == {
        "tanh": ["zeta", "beta"]
    }


def test_an_entry_point_without_a_distribution_says_so() -> None:
    (plugin,) = find_plugins(EntryPoints([point("plugins", "mine", "nowhere")]))
    assert plugin.source.distribution == "an unknown distribution"


def test_nothing_installed_is_nothing_found() -> None:
    assert find_plugins(EntryPoints([])) == []
    assert find_operators(EntryPoints([]), []) == {}


def test_what_is_installed_here_has_the_shipped_plugins() -> None:
    from importlib.metadata import entry_points

    found: Any = entry_points()
    optional = {plugin.name: plugin.optional for plugin in find_plugins(found)}
    assert optional["ops"] is False
    assert optional["elementary"] is True
