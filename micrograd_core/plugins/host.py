"""Keeps the plugins of a program: who is active, who is not, and why; fills its registry."""

import os
from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoints, entry_points
from typing import Any, cast

from pluggy import PluginManager

from micrograd_core.errors import DuplicateOperatorError, PluginError
from micrograd_core.plugins import activation, hookspecs
from micrograd_core.plugins.activation import bind, deactivate, public_names
from micrograd_core.plugins.claims import claims_of, settle
from micrograd_core.plugins.discovery import (
    ACTIVE,
    BLOCKED,
    DORMANT,
    Plugin,
    find_operators,
    find_plugins,
)
from micrograd_core.plugins.hints import brought_by, cause, mention, nobody, slow, slowness
from micrograd_core.plugins.installed import InstalledRegistry
from micrograd_core.source import HERE, Source


class Host:
    """The plugins of a program, and the registry that they fill.

    environ: MICROGRAD_ENABLE and MICROGRAD_DISABLE name plugins, separated by commas;
        MICROGRAD_STRICT=1 makes a plugin that fails an error.
    """

    def __init__(
        self,
        registry: InstalledRegistry,
        plugins: Iterable[Plugin],
        operators: Mapping[str, list[Plugin]] | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.registry = registry
        self.plugins = list(plugins)
        self.operators = operators or {}
        self.environ = environ or {}
        self.disputes: dict[str, str] = {}
        self.manager = PluginManager(hookspecs.PROJECT)
        self.manager.add_hookspecs(hookspecs)

    @classmethod
    def of_environment(cls, registry: InstalledRegistry) -> "Host":
        """Return the host of what is installed here."""
        found = cast("EntryPoints", entry_points())
        plugins = find_plugins(found)
        return cls(registry, plugins, find_operators(found, plugins), os.environ)

    def enable(self, name: str) -> None:
        """Activate the optional plugin called `name`; nothing happens if it is active already.

        PluginError: there is none, it is blocked, or it fails. DuplicateOperatorError: it claims
        a name that another plugin has. Nothing has changed then.
        """
        with self.registry.lock:
            self.registry.fill()
            plugin = self.find(name)
            if plugin.state == BLOCKED:
                raise PluginError(f"plugin {name!r} is blocked: {plugin.reason}; take it out there")
            if plugin.state != ACTIVE:
                self._activate_or_raise(plugin)
                mention(slow(plugin))

    def register(self, plugin: Any, name: str) -> None:
        """Activate `plugin`, an object with hook implementations, under the name `name`.

        Raises what enable() raises, and PluginError for a name that is taken or empty.
        """
        _check_name(name)
        if not name.strip():
            raise PluginError(f"a plugin is called by its name, and {name!r} is none; give it one")
        with self.registry.lock:
            self.registry.fill()
            if any(known.name == name for known in self.plugins):
                raise PluginError(f"there is a plugin {name!r} already; choose another name")
            newcomer = Plugin(Source(name, HERE.distribution, ""), lambda: plugin)
            self._activate_or_raise(newcomer)
            self.plugins.append(newcomer)
            self.publish()

    def disable(self, name: str) -> None:
        """Put the plugin called `name` out of use; PluginError if there is none.

        It stays listed, and can be enabled again. Graphs that its operators made go on working.
        """
        with self.registry.lock:
            self.registry.fill()
            plugin = self.find(name)
            if plugin.state == ACTIVE:
                deactivate(self.manager, plugin)
                plugin.state, plugin.reason = DORMANT, ""
                self.publish()

    def unregister(self, name: str) -> None:
        """Take the plugin called `name` out of the program, which register() brought into it.

        PluginError: there is none, or it is installed. Graphs of its operators go on working.
        """
        with self.registry.lock:
            self.registry.fill()
            plugin = self.find(name)
            if plugin.source.distribution != HERE.distribution:
                text = f"{plugin.source} is installed, and was not registered by this program"
                raise PluginError(f"{text}; disable({name!r}) puts it out of use")
            self.disable(name)
            self.plugins.remove(plugin)

    def find(self, name: str) -> Plugin:
        """Return the plugin called `name`; PluginError, with the names there are."""
        _check_name(name)
        for plugin in self.plugins:
            if plugin.name == name:
                return plugin
        raise PluginError(nobody(name, self.plugins))

    def explain(self, name: str) -> Exception | None:
        """Return the error for an operator that is missing, if something is known about it."""
        if name in self.disputes:
            return DuplicateOperatorError(self.disputes[name])
        return brought_by(name, self.operators.get(name, []))

    def _activate_or_raise(self, plugin: Plugin) -> None:
        try:
            self.activate(plugin)
        except (KeyboardInterrupt, DuplicateOperatorError):
            raise
        except BaseException as error:
            raise PluginError(f"{plugin.source} cannot be used: {cause(error)}") from error
        _, disputes = settle([*self._active(), plugin])
        for name in sorted(disputes.keys() - self.disputes.keys()):
            deactivate(self.manager, plugin)
            raise DuplicateOperatorError(disputes[name])
        plugin.state, plugin.reason = ACTIVE, slowness(plugin)
        self.publish()

    def activate(self, plugin: Plugin) -> None:
        """Import `plugin` and take in what it brings; its state is for the caller to set.

        PluginError, and nothing has changed: an active one has its name, or brings what it does.
        Whatever its module raises.
        """
        for other in self._active():
            if other.name == plugin.name:
                raise PluginError(f"{other.source} has the same name, and came first")
        activation.activate(self.manager, plugin)
        for other in self._active():
            for name in sorted(public_names(plugin) & public_names(other)):
                deactivate(self.manager, plugin)
                raise PluginError(f"it brings {name}, which {other.source} brought first")

    def _active(self) -> list[Plugin]:
        return [plugin for plugin in self.plugins if plugin.state == ACTIVE]

    def publish(self) -> None:
        """Settle who has which operator, and fill the registry."""
        active = self._active()
        settled, self.disputes = settle(active)
        # A row that two plugins bring is, last of all, that one's whose claim counts.
        for row, source in (*claims_of(active), *settled.values()):
            bind(row, source)
        known = {*self.operators, *self.disputes}
        self.registry.publish(settled, [plugin.names for plugin in active], known)


def _check_name(name: Any) -> None:
    if not isinstance(name, str):
        raise TypeError(f"a plugin is called by its name, a string, not {name!r}")
