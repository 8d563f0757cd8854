"""Chooses operators by their own names, or by those of plugins and distributions."""

from collections.abc import Iterable
from difflib import get_close_matches

from micrograd_core.errors import PluginError
from micrograd_core.op import Op
from micrograd_core.plugins.discovery import Plugin
from micrograd_core.plugins.listing import found_operators, found_plugins
from micrograd_core.source import normal

ALL = "all"


def selected(names: Iterable[str]) -> list[tuple[Plugin, Op]]:
    """Return the rows that `names` stand for, each with its plugin; "all" is every one.

    A name is an operator's, a plugin's or a distribution's, or all of these at once. PluginError:
    one stands for nothing.
    """
    wanted = {*names}
    found = [*found_operators()]
    for name in sorted(wanted - {ALL}):
        if not any(_stands_for(name, plugin, op) for plugin, op in found):
            raise PluginError(_nothing(name, found))
    return [
        (plugin, op)
        for plugin, op in found
        if ALL in wanted or any(_stands_for(name, plugin, op) for name in wanted)
    ]


def _stands_for(name: str, plugin: Plugin, op: Op) -> bool:
    distribution = plugin.source.distribution
    return name in {op.name, plugin.name} or normal(name) == normal(distribution)


def _nothing(name: str, found: list[tuple[Plugin, Op]]) -> str:
    for plugin in found_plugins():
        if plugin.name == name:
            return f"{plugin.source} brings no operator to check: {plugin.reason or 'it has none'}"
    operators = {op.name for _, op in found}
    owners = {owner for p, _ in found for owner in (p.name, p.source.distribution)}
    close = get_close_matches(name, operators | owners, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else "."
    return (
        f"there is no operator {name!r} to check, nor a plugin or distribution with one{hint} "
        f"There are {', '.join(sorted(operators))}, of {', '.join(sorted(owners))}"
    )
