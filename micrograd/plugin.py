"""The bundle's own plugin: the subcommands that belong to no room in particular."""

from collections.abc import Iterable

from micrograd.commands import check, demo, new_plugin, ops, plugins
from micrograd_core import Command, hookimpl


@hookimpl
def micrograd_register_commands() -> Iterable[Command]:
    """Bring the subcommands demo, plugins, ops, check and new-plugin."""
    return demo.COMMAND, plugins.COMMAND, ops.COMMAND, check.COMMAND, new_plugin.COMMAND
