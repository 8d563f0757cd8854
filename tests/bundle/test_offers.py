"""The commands of every plugin, and what our own plugins would bring though nobody enabled them."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import micrograd as mg
from micrograd.offers import offers
from micrograd_core.plugins.discovery import OWN, Plugin
from micrograd_core.plugins.host import Host
from micrograd_core.plugins.installed import InstalledRegistry
from micrograd_core.plugins.listing import found_operators, found_plugins

Run = Callable[..., Any]


def bring(*commands: mg.Command) -> ModuleType:
    """Return a plugin that brings commands."""
    module = ModuleType("bringer")
    vars(module)["micrograd_register_commands"] = mg.hookimpl(lambda: commands)
    return module


def command(name: str, configure: Callable[[ArgumentParser], Any] = lambda parser: None) -> Any:
    """Return a command that does nothing."""
    return mg.Command(name, "a test's", configure, lambda args: 0)


def plugin(name: str, load: Callable[[], Any], ours: bool = False, **more: Any) -> Plugin:
    """Return a plugin of a stranger, or of this distribution."""
    return Plugin(mg.Source(name, OWN if ours else f"dist-{name}", "1.0"), load, **more)


@contextmanager
def installed(*plugins: Plugin) -> Iterator[None]:
    """Have these plugins, and no others."""
    registry = InstalledRegistry()
    registry.host = Host(registry, plugins)
    with mg.using(registry):
        yield


def test_every_active_plugins_commands_are_offered() -> None:
    with installed(
        plugin("a", lambda: bring(command("one"), command("two"))),
        plugin("b", lambda: bring(command("three"))),
    ):
        assert {name: offer.plugin.name for name, offer in offers().items()} == {
            "one": "a",
            "two": "a",
            "three": "b",
        }


def test_a_strangers_dormant_plugin_offers_nothing_and_is_not_imported() -> None:
    def load() -> None:
        pytest.fail("it was imported")

    with installed(plugin("a", load, optional=True)):
        assert offers() == {}
        assert [found.state for found in found_plugins()] == ["dormant"]


def test_a_dormant_plugin_of_ours_offers_its_commands_and_stays_dormant() -> None:
    with installed(plugin("a", lambda: bring(command("one")), ours=True, optional=True)):
        assert offers()["one"].plugin.state == "dormant"
        assert [found.state for found in found_plugins()] == ["dormant"]


def test_a_dormant_plugin_of_ours_that_cannot_be_imported_is_shown_with_the_reason() -> None:
    def load() -> None:
        raise ModuleNotFoundError("No module named 'llvmlite'")

    with installed(plugin("a", load, ours=True, optional=True)):
        assert offers() == {}
        (found,) = found_plugins()
        assert found.state == "set aside"
        assert found.reason == "ModuleNotFoundError: No module named 'llvmlite'"


def test_a_dormant_plugins_command_does_not_replace_an_active_ones() -> None:
    ours = plugin("a", lambda: bring(command("one"), command("two")), ours=True, optional=True)
    with (
        installed(ours, plugin("b", lambda: bring(command("one")))),
        pytest.warns(
            mg.PluginWarning, match=r"'one' of plugin 'a'.* plugin 'b' of dist-b 1\.0 has"
        ),
    ):
        assert {name: offer.plugin.name for name, offer in offers().items()} == {
            "one": "b",
            "two": "a",
        }


def test_a_command_that_cannot_be_configured_leaves_the_others() -> None:
    faulty = command("one", lambda parser: parser.add_argument("--x", nargs="nonsense"))
    with (
        installed(plugin("a", lambda: bring(faulty, command("two")))),
        pytest.warns(mg.PluginWarning, match="'one' of plugin 'a' of dist-a 1.0 was set aside"),
    ):
        assert [*offers()] == ["two"]


def test_operators_of_active_plugins_come_before_those_of_dormant_ones() -> None:
    def rows(name: str) -> ModuleType:
        module = ModuleType("bringer")
        row = mg.Op(name, lambda x: x, lambda out, x: (1,))
        vars(module)["micrograd_register_ops"] = mg.hookimpl(lambda: [row])
        return module

    with installed(
        plugin("a", lambda: rows("late"), ours=True, optional=True),
        plugin("b", lambda: rows("soon")),
    ):
        assert [row.name for _, row in found_operators()] == ["soon", "late"]


def test_a_command_runs_with_its_plugin_enabled(micrograd: Run, tmp_path: Path) -> None:
    program = tmp_path / "circle.py"
    program.write_text("def area(r=2.0):\n    return 3.14159 * r * r\n")
    assert not hasattr(mg, "draw_dot")
    try:
        drawn = tmp_path / "area.svg"
        status, out, err = micrograd("draw", f"{program}:area", "--out", str(drawn))
        assert (status, out, err) == (0, f"{drawn}\n", "")
        assert "<svg" in drawn.read_text()
        assert mg.draw_dot
    finally:
        mg.disable("viz")


@pytest.mark.parametrize(
    "error", [OSError("the disk is full"), ValueError("no"), mg.GraphError("?")]
)
def test_what_a_command_expects_to_go_wrong_is_its_own_sentence(
    micrograd: Run, error: Exception
) -> None:
    def run(args: Namespace) -> int:
        raise error

    failing = mg.Command("fail", "fails", lambda parser: None, run)
    with installed(plugin("a", lambda: bring(failing))):
        assert micrograd("fail") == (1, "", f"micrograd: {error}\n")
