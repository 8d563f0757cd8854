"""The installed registry fills itself once, at the first use, whichever thread comes first."""

import os
import subprocess
import sys
import threading
import time
from typing import Any

from micrograd_core import INSTALLED, Op, Registry, Value, using
from micrograd_core.plugins.installed import InstalledRegistry
from micrograd_ops.arithmetic import ADD, MUL

HALF = Op("half", lambda x: x / 2, lambda out, x: (0.5,))


def in_threads(count: int, work: Any) -> list[Any]:
    """Run `work` in as many threads, all at once, and return what each returned or raised."""
    results: list[Any] = [None] * count
    gate = threading.Barrier(count)

    def run(n: int) -> None:
        gate.wait()
        try:
            results[n] = work()
        except BaseException as error:
            results[n] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def slow(module: Any, log: list[int]) -> Any:
    """Return a function that takes its time to give `module`."""

    def load() -> Any:
        log.append(1)
        time.sleep(0.05)
        return module

    return load


def test_thirty_two_threads_race_and_the_plugin_is_imported_once(host: Any, plugin: Any) -> None:
    log: list[int] = []
    module = plugin("ops", [ADD, MUL, HALF]).load()
    made = host(plugin("ops", load=slow(module, log)))

    def work() -> float:
        with using(made.registry):
            x = Value(3.0)
            v = x.half() * x + 1
            v.backward()
            return v.data + x.grad

    assert in_threads(32, work) == [8.5] * 32
    assert log == [1]


def test_eight_threads_enable_one_plugin_and_it_is_enabled(host: Any, plugin: Any) -> None:
    log: list[int] = []
    module = plugin("extra", [HALF]).load()
    made = host(plugin("extra", load=slow(module, log), optional=True))
    made.registry.fill()
    assert in_threads(8, lambda: made.enable("extra")) == [None] * 8
    assert made.registry["half"] is HALF
    assert made.find("extra").state == "active"
    assert log == [1]


def test_a_plugin_that_uses_values_while_it_is_imported_meets_no_deadlock(
    host: Any, plugin: Any
) -> None:
    module = plugin("ops", [MUL]).load()
    seen: list[Any] = []

    def load() -> Any:
        with using(made.registry):
            seen.append((Value(1.0).data, list(made.registry)))
        return module

    made = host(plugin("ops", load=load))
    assert in_threads(1, lambda: list(made.registry)) == [["mul"]]
    assert seen == [(1.0, [])]


def test_reading_the_registry_fills_it(host: Any, plugin: Any) -> None:
    for read in (list, len, dict, lambda r: r["mul"], lambda r: r.lookup("mul"), repr):
        made = host(plugin("ops", [MUL]))
        assert read(made.registry)
        assert made.registry.filled


def test_a_fresh_registry_is_empty_until_it_is_used() -> None:
    assert not InstalledRegistry().filled
    assert Registry().filled


def test_the_default_registry_is_the_installed_one_in_every_new_thread() -> None:
    from micrograd_core.active import ACTIVE

    assert in_threads(2, ACTIVE.get) == [INSTALLED, INSTALLED]


def test_importing_the_core_reads_no_metadata_and_imports_no_plugin() -> None:
    code = (
        "import sys, micrograd_core as core\n"
        "assert not core.INSTALLED.filled\n"
        "assert 'micrograd_core.plugins.host' not in sys.modules\n"
        "assert not [m for m in sys.modules if m.startswith(('micrograd_ops', 'micrograd_nn'))]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ}, timeout=60)
