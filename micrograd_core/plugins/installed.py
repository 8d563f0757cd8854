"""The registry of what is installed and active; it is filled the first time it is needed."""

import os
import threading
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from micrograd_core.registry import Registry

if TYPE_CHECKING:
    from micrograd_core.plugins.claims import Claim
    from micrograd_core.plugins.host import Host


class InstalledRegistry(Registry):
    """The operators of the active plugins among those that entry points name."""

    def __init__(self) -> None:
        super().__init__()
        self.filled = False
        self._filling = False
        self.lock = threading.RLock()

    @cached_property
    def host(self) -> "Host":
        """The plugins behind the registry."""
        # Reading the metadata of everything installed is slow, and wanted only here.
        from micrograd_core.plugins.host import Host

        return Host.of_environment(self)

    def wait_at_forks(self) -> None:
        """Let a fork wait while another thread fills the registry.

        The child has no such thread, and would wait for ever for the lock that it holds.
        """
        if hasattr(os, "register_at_fork"):
            acquire, release = self.lock.acquire, self.lock.release
            os.register_at_fork(before=acquire, after_in_parent=release, after_in_child=release)

    def fill(self) -> None:
        """Activate the plugins that are due, once, whichever thread comes first."""
        if self.filled:
            return
        from micrograd_core.plugins.startup import start

        with self.lock:
            # A plugin that asks for operators while it is imported finds none, and no deadlock.
            if self.filled or self._filling:
                return
            self._filling = True
            try:
                start(self.host)
                self.filled = True
            finally:
                self._filling = False

    def publish(
        self,
        claims: "Mapping[str, Claim]",
        names: Iterable[Mapping[str, Any]],
        known: Iterable[str] = (),
    ) -> None:
        """Replace the operators and the public names.

        known: names of which there is something to say where a Value is asked for them.
        What stays is never missing on the way, for a look-up under way in another thread.
        """
        from micrograd_core.active import expose

        exposed = expose({*claims, *known})
        self._rows.update({name: row for name, (row, _) in claims.items()})
        for gone in self._rows.keys() - claims.keys():
            del self._rows[gone]
        self.exposed = exposed
        self.names.clear()
        for brought in names:
            self.names.update(brought)

    def unknown(self, name: str) -> Exception:
        """Return the error for a missing operator, naming the plugin that would bring it."""
        return self.host.explain(name) or super().unknown(name)
