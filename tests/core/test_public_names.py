"""Public names and commands: who brings one first keeps it, and nothing is replaced silently."""

from types import ModuleType
from typing import Any

import pytest

from micrograd_core import Command, PluginError, PluginWarning, hookimpl


def bringing(*names: str, command: str = "") -> Any:
    """Return a module that brings public names, and a command if one is given."""

    @hookimpl
    def micrograd_register_names() -> dict[str, int]:
        return dict.fromkeys(names, 1)

    @hookimpl
    def micrograd_register_commands() -> list[Command]:
        return [Command(command, "help", lambda parser: None, lambda args: 0)] if command else []

    module = ModuleType("made_up")
    module.micrograd_register_names = micrograd_register_names
    module.micrograd_register_commands = micrograd_register_commands
    return module


def test_a_second_plugin_with_a_public_name_is_set_aside_and_named(host: Any, plugin: Any) -> None:
    made = host(
        plugin("a", load=lambda: bringing("draw")), plugin("b", load=lambda: bringing("draw"))
    )
    with pytest.warns(PluginWarning, match=r"plugin 'b'.*mg\.draw, which plugin 'a'"):
        made.registry.fill()
    assert made.find("b").state == "set aside"
    assert made.registry.names == {"draw": 1}


def test_a_command_is_claimed_like_a_name(host: Any, plugin: Any) -> None:
    made = host(
        plugin("a", load=lambda: bringing(command="train")),
        plugin("b", load=lambda: bringing(command="train")),
    )
    with pytest.warns(PluginWarning, match="micrograd train"):
        made.registry.fill()


def test_registering_a_name_that_is_taken_changes_nothing(host: Any, plugin: Any) -> None:
    made = host(plugin("a", load=lambda: bringing("draw")))
    with pytest.raises(PluginError, match=r"mg\.draw, which plugin 'a'"):
        made.register(bringing("draw", "more"), "newcomer")
    assert made.registry.names == {"draw": 1}
    assert [known.name for known in made.plugins] == ["a"]
