"""Lists every plugin that was found, and what became of it: ``micrograd plugins``."""

import json
from argparse import ArgumentParser, Namespace
from typing import Any

from micrograd.terminal import show, table_of
from micrograd_core import Command
from micrograd_core.plugins.discovery import Plugin
from micrograd_core.plugins.listing import found_plugins

SHOWN = 4


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--json", action="store_true", help="write JSON instead of a table")


def run(args: Namespace) -> int:
    """Write a line for each plugin, or with ``--json`` an object for each."""
    plugins = found_plugins()
    if args.json:
        show(json.dumps([record(plugin) for plugin in plugins], indent=2))
    else:
        show(table_of([_shortened(record(plugin)) for plugin in plugins]))
    return 0


def record(plugin: Plugin) -> dict[str, Any]:
    """Return what there is to say of a plugin; `reason` is why it is not active, or slow."""
    return {
        "plugin": plugin.name,
        "state": plugin.state,
        "distribution": plugin.source.distribution,
        "version": plugin.source.version,
        "hooks": list(plugin.hooks),
        "operators": [row.name for row in plugin.rows],
        "reason": plugin.reason,
    }


def _shortened(full: dict[str, Any]) -> dict[str, Any]:
    hooks = ", ".join(hook.removeprefix("micrograd_register_") for hook in full["hooks"])
    names, more = full["operators"][:SHOWN], len(full["operators"]) - SHOWN
    operators = ", ".join(names) + (f" and {more} more" if more > 0 else "")
    return {**full, "hooks": hooks, "operators": operators}


COMMAND = Command("plugins", "list every plugin found, and what became of it", configure, run)
