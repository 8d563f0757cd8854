"""Gathers the subcommands that plugins bring to the command line."""

import warnings
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass

from micrograd_core import Command, PluginWarning, enable
from micrograd_core.plugins.discovery import DORMANT, Plugin
from micrograd_core.plugins.listing import found_plugins


@dataclass(frozen=True, slots=True)
class Offer:
    """A subcommand, and the plugin that brings it."""

    command: Command
    plugin: Plugin

    def run(self, args: Namespace) -> int:
        """Run the command, its plugin enabled, and return the exit status."""
        if self.plugin.state == DORMANT:
            enable(self.plugin.name)
        return self.command.run(args)


def offers() -> dict[str, Offer]:
    """Return every subcommand by name, those of our plugins that are not enabled among them.

    One that an active plugin brings is not replaced by theirs. That, and a command whose arguments
    cannot be configured, is a PluginWarning.
    """
    found: dict[str, Offer] = {}
    for offer in _offered():
        first = found.get(offer.command.name)
        reason = _unusable(offer.command) if first is None else f"{first.plugin.source} has it too"
        if reason:
            text = f"command {offer.command.name!r} of {offer.plugin.source} was set aside"
            warnings.warn(f"{text}: {reason}", PluginWarning, stacklevel=2)
        else:
            found[offer.command.name] = offer
    return found


def _offered() -> Iterator[Offer]:
    for plugin in found_plugins():
        yield from (Offer(command, plugin) for command in plugin.commands)


def _unusable(command: Command) -> str:
    try:
        command.configure(ArgumentParser())
    except Exception as error:
        return f"its configure raised {type(error).__name__}: {error}"
    return ""
