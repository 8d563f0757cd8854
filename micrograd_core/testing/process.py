"""Fresh processes, with other hash seeds, get the same bits from an operator."""

import json
import os
import subprocess
import sys
from functools import cache

from micrograd_core.op import Op
from micrograd_core.plugins.discovery import Plugin
from micrograd_core.plugins.listing import owner
from micrograd_core.source import HERE
from micrograd_core.testing.purity import bits, calls
from micrograd_core.testing.verdict import Verdict, fails, holds, skipped

SECONDS = 60
# Strings in a set stand in one order under the first and, as often as not, in another under the
# second: a dependence on that is found though this process shares one of them.
SEEDS = ("1", "2")


def fresh_process(op: Op) -> Verdict:
    """Child processes that find the operator by its plugin compute the same bits."""
    plugin = owner(op)
    if plugin is None or plugin.source.distribution == HERE.distribution:
        return skipped("no installed plugin brings it, so another process cannot find it")
    here = [bits(*call) for call in calls(op)]
    for seed in SEEDS:
        verdict = _compared(op, plugin, here, seed)
        if verdict.failed:
            return verdict
    return holds()


def _compared(op: Op, plugin: Plugin, here: list[str], seed: str) -> Verdict:
    elsewhere, fault = told_by_child(plugin.name, seed)
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
def told_by_child(plugin: str, seed: str) -> tuple[dict[str, list[str] | str], str]:
    """Return what the rows of a plugin give in a process of their own, by name, and what failed.

    A row gives the bits of its calls, or the error that one of them raises.

    seed: the process's PYTHONHASHSEED. One process serves every row of a plugin, and is not tried
        again.
    """
    command = [sys.executable, "-m", "micrograd_core.testing.child", plugin]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and the name of an installed plugin
            command,
            env=_environment(seed),
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


def _environment(seed: str) -> dict[str, str]:
    """Return this process's environment, with its path of modules and this hash seed."""
    paths = os.pathsep.join(filter(None, sys.path))
    return os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": paths}
