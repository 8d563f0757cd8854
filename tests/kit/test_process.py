"""What another process says of an operator: the same bits, others, none, or what went wrong."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from micrograd_core import Op, PluginError, Source
from micrograd_core.plugins.discovery import ACTIVE, DORMANT
from micrograd_core.testing import child as child_module
from micrograd_core.testing import process
from micrograd_core.testing.process import SECONDS, SEEDS, fresh_process, told_by_child
from micrograd_core.testing.purity import bits, calls

from .rows import HALF

HERE = [bits(*call) for call in calls(HALF)]

Told = Callable[..., None]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Let the child say this of the plugin that brings HALF."""

    def say(rows: dict[str, Any], fault: str = "", only: str = "") -> None:
        plugin = SimpleNamespace(name="half", source=Source("half", "micrograd-half", "1.0"))
        monkeypatch.setattr(process, "owner", lambda op: plugin)
        monkeypatch.setattr(
            process,
            "told_by_child",
            lambda name, seed: (rows, fault) if seed == only or not only else ({"half": HERE}, ""),
        )

    return say


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """Make a child whose program is given by the plugin's name; list how it was started."""
    started: list[dict[str, Any]] = []
    programs = {
        "good": "print('noise'); print('{\"half\": [\"0x1p0\"]}', end='')",
        "loud": "import sys; sys.exit('one line\\nPluginError: it is broken')",
        "mute": "import sys; sys.exit(3)",
        "slow": "import time; time.sleep(60)",
    }
    run = subprocess.run

    def start(command: list[str], **how: Any) -> Any:
        started.append(how | {"command": command})
        if command[-1] == "slow":
            how["timeout"] = 0.2
        return run([sys.executable, "-c", programs[command[-1]]], **how)

    monkeypatch.setattr(process.subprocess, "run", start)
    told_by_child.cache_clear()
    yield started
    told_by_child.cache_clear()


def test_the_same_bits_hold_and_a_last_bit_that_differs_fails_at_its_call(told: Told) -> None:
    told({"half": HERE, "other": []})
    assert fresh_process(HALF).ok
    told({"half": [*HERE[:-1], HERE[-1].replace("0x1", "0x1.0000000000001", 1)]})
    verdict = fresh_process(HALF)
    case, xs = calls(HALF)[-1]
    assert verdict.failed
    assert verdict.where == case.at(xs)
    assert verdict.message.startswith(f"{case.at(xs)} gives other numbers in a fresh process")


@pytest.mark.parametrize(
    ("rows", "fault", "text"),
    [
        ({}, "", "plugin 'half' of micrograd-half 1.0 brings another row; return it always"),
        ({"half": HERE[1:]}, "", "brings another row"),
        ({"half": "KeyError: 'HOME'"}, "", "it raises KeyError: 'HOME'; make it work there too"),
        ({}, "exit status 3", "micrograd-half 1.0 fails: exit status 3; make it work there too"),
    ],
)
def test_what_goes_wrong_elsewhere_is_told(
    told: Told, rows: dict[str, Any], fault: str, text: str
) -> None:
    told(rows, fault)
    verdict = fresh_process(HALF)
    assert verdict.failed
    assert text in verdict.message


def test_an_operator_that_no_installed_plugin_brings_is_skipped() -> None:
    assert fresh_process(HALF).outcome == "skipped"


def test_the_last_line_of_a_child_is_what_it_says_and_one_child_serves_a_plugin(
    child: list[dict[str, Any]],
) -> None:
    for _ in range(3):
        assert told_by_child("good", "1") == ({"half": ["0x1p0"]}, "")
    (how,) = child
    assert how["command"] == [sys.executable, "-m", "micrograd_core.testing.child", "good"]
    assert (how["timeout"], how["stdin"]) == (SECONDS, subprocess.DEVNULL)
    assert how["env"]["PYTHONPATH"].split(os.pathsep) == [*filter(None, sys.path)]


@pytest.mark.parametrize(
    ("plugin", "fault"),
    [
        ("loud", "PluginError: it is broken"),
        ("mute", "exit status 3"),
        ("slow", f"it took more than {SECONDS} seconds"),
    ],
)
def test_a_child_that_fails_is_told_by_its_last_line_its_status_or_its_time(
    child: list[dict[str, Any]], plugin: str, fault: str
) -> None:
    assert told_by_child(plugin, "1") == ({}, fault)
    assert len(child) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_each_hash_seed_has_a_child_of_its_own(
    child: list[dict[str, Any]], told: Told, seed: str
) -> None:
    told_by_child("mute", seed)
    assert child[0]["env"]["PYTHONHASHSEED"] == seed
    told({}, only=seed)
    assert fresh_process(HALF).failed


def test_the_hash_seeds_of_the_children_order_sets_of_strings_differently() -> None:
    order = "print([*{'a', 'b'}])"
    orders = {
        subprocess.run(
            [sys.executable, "-c", order],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in SEEDS
    }
    assert len(orders) == len(SEEDS)


@pytest.mark.parametrize(
    ("state", "rows", "enabled"),
    [(DORMANT, [], ["half"]), (DORMANT, [HALF], []), (ACTIVE, [], []), (ACTIVE, [HALF], [])],
)
def test_a_child_enables_a_dormant_plugin_whose_rows_it_has_not_got(
    monkeypatch: pytest.MonkeyPatch, state: str, rows: list[Op], enabled: list[str]
) -> None:
    plugin = SimpleNamespace(name="half", state=state, rows=list(rows), reason="")
    other = SimpleNamespace(name="other", state=DORMANT, rows=[], reason="it is broken")
    asked: list[str] = []

    def enable(name: str) -> None:
        asked.append(name)
        plugin.rows.append(HALF)

    monkeypatch.setattr(child_module, "found_plugins", lambda: [plugin, other])
    monkeypatch.setattr(child_module, "host", lambda: SimpleNamespace(enable=enable))
    if rows or enabled:
        assert child_module.computed("half") == {"half": HERE}
    else:
        with pytest.raises(PluginError, match="no plugin 'half' brings operators"):
            child_module.computed("half")
    assert asked == enabled


def test_a_row_that_raises_in_a_child_is_told_and_costs_the_others_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needy = Op("needy", lambda x: os.environ["MICROGRAD_NOWHERE"], lambda out, x: (1.0,))
    plugin = SimpleNamespace(name="half", state=ACTIVE, rows=[needy, HALF], reason="")
    monkeypatch.setattr(child_module, "found_plugins", lambda: [plugin])
    told = child_module.computed("half")
    assert told["half"] == HERE
    assert "MICROGRAD_NOWHERE" in told["needy"]


def test_a_plugin_that_fails_in_a_child_is_told_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = SimpleNamespace(name="half", state="failed", rows=[], reason="it is broken")
    monkeypatch.setattr(child_module, "found_plugins", lambda: [broken])
    with pytest.raises(PluginError, match="it is broken"):
        child_module.computed("half")
