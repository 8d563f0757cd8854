"""A fresh process, with another PYTHONHASHSEED, gets the same bits from an operator."""

import json
import os
import subprocess
import sys
from functools import cache

from micrograd_core.errors import PluginError
from micrograd_core.op import Op
from micrograd_core.plugins.discovery import ACTIVE
from micrograd_core.plugins.found import owner
from micrograd_core.registry import HERE
from micrograd_core.testing.purity import bits, calls
from micrograd_core.testing.verdict import Verdict, fails, holds, skipped

SECONDS = 60


def fresh_process(op: Op) -> Verdict:
    """A child process that finds the operator by its plugin computes the same bits."""
    plugin = owner(op)
    if plugin is None or plugin.source.distribution == HERE.distribution:
        return skipped("no installed plugin brings it, so another process cannot find it")
    told = elsewhere(plugin.name, plugin.state != ACTIVE).get(op.name)
    given = calls(op)
    if told is None or len(told) != len(given):
        return fails(f"in a fresh process {plugin.source} brings another row; return it always")
    for (case, xs), there in zip(given, told, strict=True):
        if bits(case, xs) != there:
            text = f"{case.at(xs)} gives other numbers in a fresh process with another"
            advice = "depend on no hash, no order of a set, no clock and no environment"
            return fails(f"{text} PYTHONHASHSEED; {advice}", where=case.at(xs))
    return holds()


@cache
def elsewhere(plugin: str, enable: bool) -> dict[str, list[str]]:
    """Return what the rows of a plugin give in a process of their own: one process a plugin.

    PluginError: the process failed.
    """
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    paths = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-m", "micrograd_core.testing.child", plugin, *["on"][:enable]]
    done = subprocess.run(  # noqa: S603 - our own module, and the name of an installed plugin
        command,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": paths},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        raise PluginError(f"plugin {plugin!r} fails in a fresh process: {last}")
    found: dict[str, list[str]] = json.loads(done.stdout.rpartition("\n")[2])
    return found
