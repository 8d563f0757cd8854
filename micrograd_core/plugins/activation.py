"""Takes one plugin into use, or leaves no trace of it."""

import time
from typing import Any

from pluggy import PluginManager

from micrograd_core.errors import PluginError
from micrograd_core.op import Op
from micrograd_core.plugins.contents import commands_of, hooks_of, names_of, properties_of, rows_of
from micrograd_core.plugins.discovery import Plugin
from micrograd_core.source import Source


def activate(manager: PluginManager, plugin: Plugin) -> None:
    """Import `plugin`, register it, and take in what it brings.

    Raises whatever its module raises, and PluginError for what it should not bring; it is not
    registered then.
    """
    start = time.perf_counter()
    try:
        _take_in(manager, plugin)
    finally:
        plugin.seconds = time.perf_counter() - start


def _take_in(manager: PluginManager, plugin: Plugin) -> None:
    module = plugin.load()
    hooks = hooks_of(module)
    if manager.is_registered(module):
        raise PluginError(f"the same object is the plugin {manager.get_name(module)!r} already")
    manager.register(module, plugin.name)
    try:
        plugin.hooks = hooks
        plugin.rows = rows_of(_ask(manager, plugin, "micrograd_register_ops"))
        plugin.names = names_of(_ask(manager, plugin, "micrograd_register_names"))
        plugin.commands = commands_of(_ask(manager, plugin, "micrograd_register_commands"))
        plugin.properties = properties_of(_ask(manager, plugin, "micrograd_register_properties"))
    except BaseException:
        deactivate(manager, plugin)
        raise


def deactivate(manager: PluginManager, plugin: Plugin) -> None:
    """Take `plugin` out of use."""
    manager.unregister(name=plugin.name)
    plugin.hooks, plugin.rows, plugin.names, plugin.commands = (), (), {}, ()
    plugin.properties = {}


def bind(row: Op, source: Source) -> None:
    """Write on a row where it came from. It stays there when the plugin is out of use."""
    object.__setattr__(row, "source", source)


def public_names(plugin: Plugin) -> set[str]:
    """Return what only one plugin may bring, each as it is used: names, commands, properties."""
    return {
        *(f"mg.{name}" for name in plugin.names),
        *(f"micrograd {command.name}" for command in plugin.commands),
        *(f"the property {title!r}" for title in plugin.properties),
    }


def _ask(manager: PluginManager, plugin: Plugin, hook: str) -> list[Any]:
    # One plugin at a time, so that a failure is its own.
    others = [other for name, other in manager.list_name_plugin() if name != plugin.name]
    answers: list[Any] = manager.subset_hook_caller(hook, others)()
    if hook in plugin.hooks and not answers:
        raise PluginError(f"{hook} returned None; it should return what the plugin brings")
    return answers
