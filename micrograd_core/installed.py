"""The registry of what is installed and active; it is filled the first time it is needed."""

import threading
from functools import cached_property
from typing import TYPE_CHECKING

from micrograd_core.registry import Registry, Source

if TYPE_CHECKING:
    from micrograd_core.host import Host
    from micrograd_core.op import Op


class InstalledRegistry(Registry):
    """The operators of the active plugins among those that entry points name."""

    def __init__(self) -> None:
        super().__init__()
        self.filled = False
        self._filling = False
        self._lock = threading.RLock()

    @cached_property
    def host(self) -> "Host":
        """The plugins behind the registry."""
        # Reading the metadata of everything installed is slow, and wanted only here.
        from micrograd_core.host import Host

        return Host.of_environment(self)

    def fill(self) -> None:
        """Activate the plugins that are due, once, whichever thread comes first."""
        if self.filled:
            return
        with self._lock:
            # A plugin that asks for operators while it is imported finds none, and no deadlock.
            if self.filled or self._filling:
                return
            self._filling = True
            try:
                self.host.start()
                self.filled = True
            finally:
                self._filling = False

    def publish(self, rows: "dict[str, Op]", sources: dict[str, Source]) -> None:
        """Replace the operators; a lookup under way in another thread finds the old or the new."""
        from micrograd_core.active import expose

        expose(rows)
        self._sources.update(sources)
        self._rows.update(rows)
        for gone in self._rows.keys() - rows.keys():
            del self._rows[gone], self._sources[gone]

    def unknown(self, name: str) -> Exception:
        """Return the error for a missing operator, naming the plugin that would bring it."""
        return self.host.explain(name) or super().unknown(name)
