"""Where an operator came from: the plugin, the distribution, the version."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where an operator came from."""

    plugin: str
    distribution: str
    version: str

    def __str__(self) -> str:
        owner = f"{self.distribution} {self.version}".rstrip()
        return f"plugin {self.plugin!r} of {owner}" if self.plugin else owner


def normal(distribution: str) -> str:
    """Return the one spelling of a distribution's name, as packaging's specifications compare it.

    >>> normal("Micrograd_Tanh")
    'micrograd-tanh'
    """
    return re.sub(r"[-_.]+", "-", distribution).lower()


# Of a row that no plugin has brought. A plugin that is registered by hand has this distribution.
HERE = Source("", "this program", "")

# Of the one row that no registry holds. No distribution can have a space in its name.
CORE = Source("", "the core", "")
