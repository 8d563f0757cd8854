"""Finds every plugin there is, with what our own would bring though they are not enabled."""

from collections.abc import Iterator
from dataclasses import replace

from pluggy import PluginManager

from micrograd_core import active
from micrograd_core.op import Op
from micrograd_core.plugins import hookspecs
from micrograd_core.plugins.activation import activate, bind
from micrograd_core.plugins.discovery import ACTIVE, DORMANT, OWN, SET_ASIDE, Plugin
from micrograd_core.plugins.hints import cause
from micrograd_core.plugins.host import Host
from micrograd_core.plugins.installed import InstalledRegistry
from micrograd_core.source import HERE


def host() -> Host:
    """Return the host of the plugins in use, once those are active that are due."""
    registry = active.ACTIVE.get().plain
    installed = registry if isinstance(registry, InstalledRegistry) else active.INSTALLED
    installed.fill()
    return installed.host


def found_plugins() -> list[Plugin]:
    """Return every plugin found, the active ones first.

    One of this distribution that is not enabled stays so, and shows what it would bring, or why it
    cannot. A stranger's that is not enabled is not imported, and shows nothing.
    """
    plugins = [_opened(plugin) if _is_ours_dormant(plugin) else plugin for plugin in host().plugins]
    return sorted(plugins, key=lambda plugin: plugin.state != ACTIVE)


def found_operators() -> Iterator[tuple[Plugin, Op]]:
    """Yield every row with its plugin, those of active plugins first."""
    for plugin in found_plugins():
        yield from ((plugin, row) for row in plugin.rows)


def owner(op: Op) -> Plugin | None:
    """Return the plugin that brings this very row, dormant ones of ours too; None if none does."""
    return next((plugin for plugin, row in found_operators() if row is op), None)


def _is_ours_dormant(plugin: Plugin) -> bool:
    return plugin.state == DORMANT and plugin.source.distribution == OWN


def _opened(plugin: Plugin) -> Plugin:
    opened, manager = replace(plugin), PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    try:
        activate(manager, opened)
        for row in opened.rows:
            if row.source == HERE:  # A look takes no row from a plugin that has brought it too.
                bind(row, opened.source)
    except Exception as error:
        opened.state, opened.reason = SET_ASIDE, cause(error)
    return opened
