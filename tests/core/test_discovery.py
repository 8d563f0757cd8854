"""Discovery reads what installed distributions declare, sorts it, and imports nothing."""

from importlib.metadata import EntryPoint, EntryPoints
from typing import Any

from micrograd_core.plugins.discovery import find_operators, find_plugins


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
