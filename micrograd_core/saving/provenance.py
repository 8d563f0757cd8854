"""Finds an operator again by its name and where it came from, or says what to do about it."""

import warnings

from micrograd_core.active import ACTIVE, INSTALLED
from micrograd_core.errors import PluginWarning, UnknownOperatorError
from micrograd_core.op import ALIAS, Op
from micrograd_core.plugins.hints import wakened
from micrograd_core.plugins.installed import InstalledRegistry
from micrograd_core.source import CORE, HERE, Source, normal


def source_of(row: Op) -> Source:
    """Return where `row` came from, once the plugins are active that may have brought it."""
    if row.source == HERE:
        INSTALLED.fill()
    return row.source


def find(name: str, source: Source, *, warn: bool = False) -> Op:
    """Return the active operator called `name` if it comes from the distribution of `source`.

    Nothing is imported because `source` names it. UnknownOperatorError: there is none, or another
    distribution's, or, unless `warn`, one of another version, which then is a PluginWarning.
    """
    if source == CORE and name == ALIAS.name:
        return ALIAS
    row, wanted = ACTIVE.get().get(name), f"operator {name!r} ({source})"
    if row is None:
        raise UnknownOperatorError(f"{wanted} is not here: {_way_out(name, source)}", name=name)
    here = row.source if same_distribution(row.source, source) else source_of(row)
    if not same_distribution(here, source):
        text = f"{wanted} is not here, but one of {here}: {_way_out(name, source)}"
        raise UnknownOperatorError(text, name=name)
    if here.version != source.version:
        text = f"{wanted} is here in version {here.version or 'unknown'}, which may compute"
        text += f" something else: {_install(source)}"
        if not warn:
            raise UnknownOperatorError(text, name=name)
        warnings.warn(text, PluginWarning, stacklevel=3)
    return row


def revived(name: str, plugin: str, distribution: str, version: str) -> Op:
    """Return the operator that a pickle names; another version of it is a PluginWarning."""
    return find(name, Source(plugin, distribution, version), warn=True)


def same_distribution(one: Source, other: Source) -> bool:
    """Return whether two sources are of one distribution, however its name is spelt."""
    return normal(one.distribution) == normal(other.distribution)


def _way_out(name: str, source: Source) -> str:
    if source.distribution == HERE.distribution:
        text = (
            f"register the plugin {source.plugin!r} that" if source.plugin else "bring the row, as"
        )
        return f"{text} the program had, or use it inside `with using(Registry([...]))`"
    registry = ACTIVE.get().plain
    installed = registry if isinstance(registry, InstalledRegistry) else INSTALLED
    if registry is installed and name in installed.host.disputes:
        return installed.host.disputes[name]
    for plugin in installed.host.plugins:
        if plugin.name == source.plugin and same_distribution(plugin.source, source):
            if way_out := wakened(plugin):
                return f"it comes with {plugin.source}, {way_out}"
            if registry is not installed and name in (row.name for row in plugin.rows):
                return f"{plugin.source} has it, and the registry in use has not; give it the row"
    return _install(source)


def _install(source: Source) -> str:
    if " " in source.distribution or not source.version:
        return f"install the distribution that brings plugin {source.plugin!r}"
    return f'pip install "{source.distribution}=={source.version}"'
