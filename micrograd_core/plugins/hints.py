"""Says what stands behind a plugin or an operator that is not there, and the way out."""

import warnings
from collections.abc import Iterable
from difflib import get_close_matches

from micrograd_core.births import asking_line
from micrograd_core.errors import PluginWarning, UnknownOperatorError
from micrograd_core.plugins.discovery import BLOCKED, DORMANT, SET_ASIDE, Plugin

# What a program that starts is seen to wait for.
PATIENCE = 3.0  # seconds


def nobody(name: str, plugins: Iterable[Plugin]) -> str:
    """Return the sentence for a plugin that is not installed."""
    known = sorted(plugin.name for plugin in plugins)
    close = get_close_matches(name, known, n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    return f"No plugin {name!r} is installed; there are {', '.join(known) or 'none'}.{hint}"


def brought_by(name: str, plugins: Iterable[Plugin]) -> UnknownOperatorError | None:
    """Return the error for an operator that an idle plugin, of those that say so, would bring."""
    for plugin in plugins:
        if way_out := wakened(plugin):
            text = f"operator {name!r} comes with {plugin.source}, {way_out}"
            return UnknownOperatorError(text, name=name)
    return None


def wakened(plugin: Plugin) -> str:
    """Return how an idle plugin comes into use, or why it does not; nothing for an active one."""
    return {
        DORMANT: f"which is not enabled: call micrograd.enable({plugin.name!r})",
        BLOCKED: f"which is blocked: {plugin.reason}",
        SET_ASIDE: f"which was set aside: {plugin.reason}",
    }.get(plugin.state, "")


def cause(error: BaseException) -> str:
    """Return an error as a line says it: its type and its sentence."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def failure(plugin: Plugin, error: BaseException) -> str:
    """Return the sentences for a plugin that was set aside."""
    head = f"{plugin.source} was set aside: {plugin.reason}. Everything else works."
    block = f"set MICROGRAD_DISABLE={plugin.name}"
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return f"{head} Mend or uninstall it, or {block}"
    if f"{plugin.module}.".startswith(f"{error.name}."):
        return f"{head} Its own module is not there: install it anew, or {block}"
    return f"{head} It needs the module {error.name}: install that, or {block}"


def slowness(plugin: Plugin) -> str:
    """Say how long a plugin took to be taken into use, if that was long; else nothing."""
    return f"it took {plugin.seconds:.1f} seconds to load" if plugin.seconds > PATIENCE else ""


def slow(plugin: Plugin) -> str:
    """Return the sentences for a plugin that works and was slow; nothing if it was not."""
    return plugin.reason and (
        f"{plugin.source} works, but {plugin.reason}, and the program waited for it. Ask its "
        "author to import what is heavy in the functions that need it, or set "
        f"MICROGRAD_DISABLE={plugin.name}"
    )


def mention(text: str) -> None:
    """Warn, at the line of the user's that led to it; nothing is said without a text."""
    if text:
        warnings.warn_explicit(text, PluginWarning, *asking_line())
