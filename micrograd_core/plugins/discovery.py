"""Finds the plugins that installed distributions declare; reads metadata and imports nothing."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, EntryPoints, distributions
from typing import Any

from micrograd_core.op import Op
from micrograd_core.source import Source

OWN = "micrograd-plugins"
ACTIVE_GROUP = "micrograd.plugins"
OPTIONAL_GROUP = "micrograd.optional"
OPERATOR_GROUP = "micrograd.operators"

ACTIVE, DORMANT, BLOCKED, SET_ASIDE = "active", "dormant", "blocked", "set aside"


@dataclass(slots=True)
class Plugin:
    """A plugin that was found: who ships it, what became of it, and what it brought."""

    source: Source
    load: Callable[[], Any]
    module: str = ""
    optional: bool = False
    state: str = DORMANT
    reason: str = ""
    seconds: float = 0.0
    hooks: tuple[str, ...] = ()
    rows: tuple[Op, ...] = ()
    names: dict[str, Any] = field(default_factory=dict)
    commands: tuple[Any, ...] = ()
    properties: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of its entry point, by which it is enabled and blocked."""
        return self.source.plugin


def find_plugins(found: EntryPoints) -> list[Plugin]:
    """Return the plugins that entry points declare: this distribution's own, then by name.

    Its own come first so that a stranger's plugin never takes a name from them by its spelling.
    """
    plugins = [
        Plugin(_source(point), point.load, point.module, optional)
        for group, optional in ((ACTIVE_GROUP, False), (OPTIONAL_GROUP, True))
        for point in found.select(group=group)
    ]
    return sorted(plugins, key=_order)


def find_operators(found: EntryPoints, plugins: Iterable[Plugin]) -> dict[str, list[Plugin]]:
    """Return who says, in the group ``micrograd.operators``, that they would bring what operator.

    An entry point of that group names an operator and the module of the plugin that has it, so
    that an error can say whom to enable without importing anything.
    """
    owners = {(plugin.source.distribution, plugin.module): plugin for plugin in plugins}
    brought: dict[str, list[Plugin]] = {}
    for point in found.select(group=OPERATOR_GROUP):
        owner = owners.get((_source(point).distribution, point.module))
        if owner is not None:
            brought.setdefault(point.name, []).append(owner)
    return brought


def find_copies(plugins: Iterable[Plugin]) -> Iterator[str]:
    """Yield a sentence for each distribution of `plugins` that is installed in several places.

    Only the first on the path is read and imported. What an editable installation leaves in the
    folder of its source is no second one.
    """
    for name in sorted({plugin.source.distribution for plugin in plugins}):
        places = {
            os.path.realpath(str(found.locate_file(""))): found.version
            for found in reversed(list(distributions(name=name)))
            if found.read_text("METADATA") is not None
        }
        if len(places) > 1:
            *others, used = (f"{version} in {place}" for place, version in places.items())
            yield (
                f"{name} is installed more than once: {used} is used, {', '.join(others)} is not. "
                "Uninstall what you do not want"
            )


def _order(plugin: Plugin) -> tuple[bool, str, str]:
    source = plugin.source
    return source.distribution != OWN, source.plugin, source.distribution


def _source(point: EntryPoint) -> Source:
    if point.dist is None:
        return Source(point.name, "an unknown distribution", "")
    return Source(point.name, point.dist.name, point.dist.version)
