"""What the other process runs: computes the calls of a plugin's rows, and writes their bits."""

import json
import sys

from micrograd_core.active import INSTALLED
from micrograd_core.testing.purity import bits, calls


def computed(name: str, enable: bool) -> dict[str, list[str]]:
    """Return the bits of every call of every row of the plugin called `name`, by operator."""
    INSTALLED.fill()
    if enable:
        INSTALLED.host.enable(name)
    rows = INSTALLED.host.find(name).rows
    return {row.name: [bits(*call) for call in calls(row)] for row in rows}


if __name__ == "__main__":
    # Whatever a plugin prints comes before the last line.
    sys.stdout.write("\n" + json.dumps(computed(sys.argv[1], len(sys.argv) > 2)))
