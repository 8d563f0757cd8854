"""What the other process runs: computes the calls of a plugin's rows, and writes their bits."""

import json
import sys

from micrograd_core.errors import PluginError
from micrograd_core.plugins.found import found_plugins
from micrograd_core.testing.purity import bits, calls


def computed(name: str) -> dict[str, list[str]]:
    """Return the bits of every call of every row of the plugin called `name`, by operator.

    A dormant plugin is not enabled for that. PluginError: it fails here.
    """
    found = [plugin for plugin in found_plugins() if plugin.name == name]
    rows = [row for plugin in found for row in plugin.rows]
    if not rows:
        reasons = [plugin.reason for plugin in found if plugin.reason]
        raise PluginError("; ".join(reasons) or f"no plugin {name!r} brings operators")
    return {row.name: [bits(*call) for call in calls(row)] for row in rows}


if __name__ == "__main__":
    # Whatever a plugin prints comes before the last line.
    sys.stdout.write("\n" + json.dumps(computed(sys.argv[1])))
