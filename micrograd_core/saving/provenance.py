"""Finds an operator again by its name and where it came from, or says what to do about it."""

import warnings

from micrograd_core.active import ACTIVE, INSTALLED
from micrograd_core.births import asking_line
from micrograd_core.errors import PluginWarning, UnknownOperatorError
from micrograd_core.op import ALIAS, Op
from micrograd_core.plugins.hints import wakened
from micrograd_core.plugins.installed import InstalledRegistry
from micrograd_core.saving.absent import absent
from micrograd_core.source import CORE, HERE, Source, normal


def source_of(row: Op) -> Source:
    """Return where `row` came from, once the plugins are active that may have brought it."""
    if row.source == HERE:
        INSTALLED.fill()
    return row.source


def find(name: str, source: Source, *, warn: bool = False, stand_in: bool = False) -> Op:
    """Return the active operator called `name` if it comes from the distribution of `source`.

    Nothing is imported because `source` names it. UnknownOperatorError: there is none, or another
    distribution's; with `stand_in` a PluginWarning and a row that says so. One of another version
    is an UnknownOperatorError too, and with `warn` a PluginWarning.
    """
    if source == CORE and name == ALIAS.name:
        return ALIAS
    row = ACTIVE.get().get(name)
    reason = _why_absent(name, source, row)
    if row is None or reason:
        _complain(reason, name, warn=stand_in)
        return absent(name, source, reason)
    here = row.source.version
    if here != source.version:
        text = f"operator {name!r} ({source}) is here in version {here or 'unknown'}, which may"
        _complain(f"{text} compute something else: {_install(source)}", name, warn=warn)
    return row


def revived(name: str, plugin: str, distribution: str, version: str) -> Op:
    """Return the operator that a pickle names; another version of it is a PluginWarning."""
    return find(name, Source(plugin, distribution, version), warn=True)


def _complain(text: str, name: str, *, warn: bool) -> None:
    if not warn:
        raise UnknownOperatorError(text, name=name)
    warnings.warn_explicit(text, PluginWarning, *asking_line())


def _why_absent(name: str, source: Source, row: Op | None) -> str:
    """Say why `row`, which has the name, is not the operator of `source`; nothing if it is."""
    if row is not None and same_distribution(row.source, source):
        return ""
    here = None if row is None else source_of(row)
    if here is not None and same_distribution(here, source):
        return ""
    other = "" if here is None else f", but one of {here}"
    return f"operator {name!r} ({source}) is not here{other}: {_way_out(name, source)}"


def same_distribution(one: Source, other: Source) -> bool:
    """Return whether two sources are of one distribution, however its name is spelt."""
    return normal(one.distribution) == normal(other.distribution)


def _way_out(name: str, source: Source) -> str:
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
    if source.distribution == HERE.distribution:
        text = (
            f"register the plugin {source.plugin!r} that" if source.plugin else "bring the row, as"
        )
        return f"{text} the program had, or use it inside `with using(Registry([...]))`"
    return _install(source)


def _install(source: Source) -> str:
    if " " in source.distribution or not source.version:
        return f"install the distribution that brings plugin {source.plugin!r}"
    return f'pip install "{source.distribution}=={source.version}"'
