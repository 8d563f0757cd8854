"""A fresh process, with another PYTHONHASHSEED, gets the same bits from an operator."""

import json
import os
import subprocess
import sys
from functools import cache

from micrograd_core.op import Op
from micrograd_core.plugins.listing import owner
from micrograd_core.source import HERE
from micrograd_core.testing.purity import bits, calls
from micrograd_core.testing.verdict import Verdict, fails, holds, skipped

SECONDS = 60


def fresh_process(op: Op) -> Verdict:
    """A child process that finds the operator by its plugin computes the same bits."""
    plugin = owner(op)
    if plugin is None or plugin.source.distribution == HERE.distribution:
        return skipped("no installed plugin brings it, so another process cannot find it")
    here = [bits(*call) for call in calls(op)]
    elsewhere, fault = told_by_child(plugin.name)
    if fault:
        return fails(f"in a fresh process {plugin.source} fails: {fault}; make it work there too")
    there = elsewhere.get(op.name, [])
    if isinstance(there, str):
        return fails(f"in a fresh process it raises {there}; make it work there too")
    if len(there) != len(here):
        return fails(f"in a fresh process {plugin.source} brings another row; return it always")
    for (case, xs), expected, found in zip(calls(op), here, there, strict=True):
        if expected != found:
            text = f"{case.at(xs)} gives other numbers in a fresh process with another"
            advice = "depend on no hash, no order of a set, no clock and no environment"
            return fails(f"{text} PYTHONHASHSEED; {advice}", where=case.at(xs))
    return holds()


@cache
def told_by_child(plugin: str) -> tuple[dict[str, list[str] | str], str]:
    """Return what the rows of a plugin give in a process of their own, by name, and what failed.

    A row gives the bits of its calls, or the error that one of them raises.

    One process serves every row of a plugin, and is not tried again.
    """
    command = [sys.executable, "-m", "micrograd_core.testing.child", plugin]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and the name of an installed plugin
            command,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {}, f"it took more than {SECONDS} seconds"
    if done.returncode:
        return {}, done.stderr.strip().rpartition("\n")[2] or f"exit status {done.returncode}"
    return json.loads(done.stdout.rpartition("\n")[2]), ""


def _environment() -> dict[str, str]:
    """Return this process's environment, with its path of modules and another hash seed."""
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    paths = os.pathsep.join(filter(None, sys.path))
    return os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": paths}
