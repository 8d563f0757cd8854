"""Starts the plugins of a program: activates what is due, and sets aside what fails."""

from typing import TYPE_CHECKING

from micrograd_core.active import expose
from micrograd_core.errors import PluginError
from micrograd_core.plugins.discovery import ACTIVE, BLOCKED, SET_ASIDE, Plugin, find_copies
from micrograd_core.plugins.hints import cause, failure, mention, nobody, slow, slowness

if TYPE_CHECKING:
    from micrograd_core.plugins.host import Host


def start(host: "Host") -> None:
    """Activate what is installed, and what MICROGRAD_ENABLE names, less what is blocked.

    A plugin that fails is set aside, and named in a warning; PluginError if strict.
    """
    host.registry.exposed = expose(host.operators)
    enabled, disabled = _listed(host, "MICROGRAD_ENABLE"), _listed(host, "MICROGRAD_DISABLE")
    for plugin in host.plugins:
        if plugin.name in disabled:
            plugin.state, plugin.reason = BLOCKED, "MICROGRAD_DISABLE names it"
        elif plugin.state != ACTIVE and (not plugin.optional or plugin.name in enabled):
            _activate_or_set_aside(host, plugin)
    for name in sorted((enabled | disabled) - {plugin.name for plugin in host.plugins}):
        variable = "MICROGRAD_ENABLE" if name in enabled else "MICROGRAD_DISABLE"
        _complain(host, f"{variable} names {name!r}. {nobody(name, host.plugins)}")
    host.publish()
    for text in find_copies(host.plugins):
        mention(text)
    for dispute in host.disputes.values():
        _complain(host, dispute)


def _activate_or_set_aside(host: "Host", plugin: Plugin) -> None:
    try:
        host.activate(plugin)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        # Whatever a stranger's module raises, SystemExit too, must not stop the others.
        plugin.state = SET_ASIDE
        plugin.reason = "; ".join(filter(None, (cause(error), slowness(plugin))))
        _complain(host, failure(plugin, error), error)
    else:
        plugin.state, plugin.reason = ACTIVE, slowness(plugin)
        mention(slow(plugin))


def _complain(host: "Host", text: str, error: BaseException | None = None) -> None:
    if host.environ.get("MICROGRAD_STRICT", "") not in {"", "0"}:
        raise PluginError(text) from error
    mention(text)


def _listed(host: "Host", variable: str) -> set[str]:
    return {name.strip() for name in host.environ.get(variable, "").split(",")} - {""}
