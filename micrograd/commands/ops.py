"""Lists every operator, those of plugins that are not enabled among them: ``micrograd ops``."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from micrograd.terminal import show, table_of
from micrograd_core import Command, Op
from micrograd_core.plugins.discovery import ACTIVE, Plugin
from micrograd_core.plugins.listing import found_operators, host


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--json", action="store_true", help="write JSON instead of a table")


def run(args: Namespace) -> int:
    """Write a line for each operator, or with ``--json`` an object for each."""
    brought = [_record(plugin, row.name, row) for plugin, row in found_operators()]
    records = brought + [_record(plugin, name, None) for plugin, name in _declared()]
    show(json.dumps(records, indent=2) if args.json else table_of(records))
    return 0


def _declared() -> Iterator[tuple[Plugin, str]]:
    """Yield the names that plugins only declare: those that are not, or cannot be, imported."""
    shown = {plugin.source for plugin, _ in found_operators()}
    for name, plugins in host().operators.items():
        yield from ((plugin, name) for plugin in plugins if plugin.source not in shown)


def _record(plugin: Plugin, name: str, row: Op | None) -> dict[str, Any]:
    return {
        "operator": name,
        "symbol": row and row.symbol,
        "arity": row and row.arity,
        "state": _state(plugin, name, row),
        "plugin": plugin.name,
        "distribution": plugin.source.distribution,
        "version": plugin.source.version,
        "doc": row and row.doc,
    }


def _state(plugin: Plugin, name: str, row: Op | None) -> str:
    """Return the plugin's state, unless another plugin has, or claims too, the operator."""
    if plugin.state != ACTIVE or host().registry.get(name) is row:
        return plugin.state
    return "disputed" if name in host().disputes else "replaced"


COMMAND = Command("ops", "list every operator, and the plugin it comes from", configure, run)
