"""What the other process runs: computes the calls of a plugin's rows, and writes their bits."""

import json
import sys

from micrograd_core.errors import PluginError
from micrograd_core.op import Op
from micrograd_core.plugins.discovery import DORMANT
from micrograd_core.plugins.hints import cause
from micrograd_core.plugins.listing import found_plugins, host
from micrograd_core.testing.purity import bits, calls


def computed(name: str) -> dict[str, list[str] | str]:
    """Return the bits of every call of every row of the plugin called `name`, by operator.

    A dormant plugin of ours is not enabled for that; a stranger's is, as it was by the program that
    asks. PluginError: it fails here.
    """
    found = [plugin for plugin in found_plugins() if plugin.name == name]
    if any(plugin.state == DORMANT and not plugin.rows for plugin in found):
        host().enable(name)
    rows = [row for plugin in found for row in plugin.rows]
    if not rows:
        reasons = [plugin.reason for plugin in found if plugin.reason]
        raise PluginError("; ".join(reasons) or f"no plugin {name!r} brings operators")
    return {row.name: _bits(row) for row in rows}


def _bits(row: Op) -> list[str] | str:
    """Return the bits of every call of a row, or what one raises, which is no fault of the rest."""
    try:
        return [bits(*call) for call in calls(row)]
    except Exception as error:
        return cause(error)


if __name__ == "__main__":
    # Whatever a plugin prints comes before the last line.
    sys.stdout.write("\n" + json.dumps(computed(sys.argv[1])))
