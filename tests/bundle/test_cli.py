"""The command line: its own commands, its exit status, its sentences."""

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Any

import pytest

import micrograd as mg
from micrograd import Op, hookimpl
from micrograd.cli import main
from micrograd_core.plugins.activation import bind
from micrograd_core.plugins.listing import found_operators
from micrograd_ops.elementary import ROWS, SIN

Run = Callable[..., Any]


def test_the_script_is_the_main_function() -> None:
    (script,) = entry_points(group="console_scripts", name="micrograd")
    assert script.load() is main


def test_it_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "micrograd", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"micrograd {version('micrograd-plugins')}\n"


def test_help_lists_every_command_those_of_dormant_plugins_of_ours_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    out = capsys.readouterr().out
    for command in ("check", "demo", "draw", "new-plugin", "ops", "plugins"):
        assert re.search(rf"\n    {command}\s", out)


@pytest.mark.parametrize("arguments", [[], ["dmo"], ["ops", "--jsn"], ["draw"], ["check", "tahn"]])
def test_a_wrong_command_line_is_status_2_and_one_sentence(
    micrograd: Run, arguments: list[str]
) -> None:
    status, out, err = micrograd(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("micrograd: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "micrograd: a COMMAND is missing; `micrograd --help` says what there is"),
        (["--nope"], "micrograd: unrecognized arguments: --nope; `micrograd --help` says"),
        (["ops", "--nope"], "micrograd: unrecognized arguments: --nope; `micrograd --help` says"),
    ],
)
def test_an_unknown_option_and_a_missing_command_are_told_apart(
    micrograd: Run, arguments: list[str], sentence: str
) -> None:
    assert micrograd(*arguments).err.startswith(sentence)


def test_a_plugin_that_is_not_enabled_has_a_way_in_from_a_shell(strangers: Any) -> None:
    """What programs read says how a program does it; a command line has no such line."""
    source = "import micrograd as mg\ndef f(x=1.0): return x.tanh()\ndef g(): return mg.nothing\n"
    (strangers.folder / "functions.py").write_text(source)
    answer = strangers.micrograd("draw", "functions:f")
    way_in = "micrograd.enable('elementary'), or set MICROGRAD_ENABLE=elementary"
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.endswith(f"which is not enabled: call {way_in}\n")
    assert strangers.micrograd("draw", "functions:f", MICROGRAD_ENABLE="elementary").status == 0
    # The command has enabled viz, so that one alone is left.
    err = strangers.micrograd("draw", "functions:g").err
    assert err.endswith(f"not active: elementary ({way_in})\n")


def test_an_error_without_a_word_is_told_with_its_command_and_line(
    micrograd: Run, tmp_path: Path
) -> None:
    file = tmp_path / "wordless.py"
    file.write_text("def f(x=1.0):\n    raise ValueError('')\n")
    try:
        status, out, err = micrograd("draw", f"{file}:f")
    finally:
        mg.disable("viz")
    assert (status, out) == (1, "")
    assert err.startswith("micrograd: command 'draw' (plugin 'viz' of micrograd-plugins ")
    assert err.endswith(f" failed: ValueError, raised at {file}:2\n")


def test_plugins_lists_each_with_its_state_and_what_it_brings(micrograd: Run) -> None:
    status, out, err = micrograd("plugins", "--json")
    assert (status, err) == (0, "")
    plugins = {plugin["plugin"]: plugin for plugin in json.loads(out)}
    assert {"bundle", "elementary", "nn", "ops", "viz"} <= plugins.keys()
    assert plugins["ops"] == {
        "plugin": "ops",
        "state": "active",
        "distribution": "micrograd-plugins",
        "version": version("micrograd-plugins"),
        "hooks": ["micrograd_register_ops"],
        "operators": ["add", "mul", "pow", "relu"],
        "reason": "",
    }
    assert plugins["elementary"]["state"] == plugins["viz"]["state"] == "dormant"
    assert "tanh" in plugins["elementary"]["operators"]


def test_plugins_as_a_table_has_aligned_columns(micrograd: Run) -> None:
    header, *rows = micrograd("plugins").out.splitlines()
    for title in ("state", "distribution", "version", "hooks", "operators", "reason"):
        column = header.index(title)
        assert all(row[column - 1] == " " != row[column] for row in rows)


def test_listing_enables_nothing(micrograd: Run) -> None:
    for command in ("plugins", "ops"):
        micrograd(command)
    assert not hasattr(mg, "draw_dot")
    with pytest.raises(mg.UnknownOperatorError):
        mg.operator("softplus")


def test_ops_lists_active_operators_first_and_dormant_ones_marked(micrograd: Run) -> None:
    status, out, err = micrograd("ops", "--json")
    assert (status, err) == (0, "")
    records = json.loads(out)
    states = [record["state"] for record in records]
    assert states == sorted(states)
    (power,) = [record for record in records if record["operator"] == "pow"]
    assert power["symbol"] == "**{n}"
    assert power["arity"] == 2
    assert power["plugin"] == "ops"
    assert power["doc"]
    dormant = {r["operator"] for r in records if r["plugin"] == "elementary"}
    assert dormant == {row.name for row in ROWS}


def test_every_row_that_is_listed_knows_its_plugin() -> None:
    for plugin, row in found_operators():
        assert row.source == plugin.source


def test_ops_as_a_table_names_the_distribution_and_version(micrograd: Run) -> None:
    header, first, *_ = micrograd("ops").out.splitlines()
    assert header.split()[:3] == ["operator", "symbol", "arity"]
    assert first.split()[:6] == ["add", "+", "2", "active", "ops", "micrograd-plugins"]


def test_check_holds_the_named_operators_against_differences(micrograd: Run) -> None:
    status, out, err = micrograd("check", "relu", "tanh")
    assert (status, err) == (0, "")
    header, *rows = out.splitlines()
    assert " ".join(header.split()) == "operator distribution property verdict worst error where"
    assert {row.split()[0] for row in rows if "micrograd-plugins" in row} == {"relu", "tanh"}
    assert "ok" in rows[0]
    assert rows[-1].endswith("none failed")


@pytest.mark.slow
def test_check_without_names_checks_every_operator_of_ours(micrograd: Run) -> None:
    status, out, _ = micrograd("check")
    assert status == 0
    checked = {line.split()[0] for line in out.splitlines() if "micrograd-plugins" in line}
    assert checked == {"add", "mul", "pow", "relu", *(row.name for row in ROWS)}


@pytest.mark.parametrize(
    ("forward", "partials", "reason"),
    [
        (float, lambda out, x: (2 * out,), "correct that partial"),
        (float, lambda out, x: (1, 1), "2 derivatives for 1 operand"),
        (float, lambda out, x: 1 / 0, "ZeroDivisionError"),
        (math.log, lambda out, x: (1 / x,), "ValueError"),
    ],
)
def test_check_returns_1_and_says_what_is_wrong(
    micrograd: Run, forward: Run, partials: Run, reason: str
) -> None:
    class Plugin:
        @staticmethod
        @mg.hookimpl
        def micrograd_register_ops() -> list[mg.Op]:
            return [mg.Op("wrong", forward, partials)]

    mg.register(Plugin, "mistaken")
    try:
        status, out, err = micrograd("check", "wrong")
    finally:
        mg.unregister("mistaken")
    assert status == 1
    assert "FAILED" in out
    assert reason in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_a_reader_that_has_read_enough_is_no_error() -> None:
    pipe = f"{sys.executable} -m micrograd check | head -1"
    done = subprocess.run(pipe, shell=True, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("operator")
    assert done.stderr == ""


def test_a_list_of_operators_leaves_a_row_to_the_plugin_that_has_brought_it(
    micrograd: Any,
) -> None:
    """Though a plugin of ours, which is not enabled, would bring the very same row."""

    class Sine:
        @hookimpl
        def micrograd_register_ops(self) -> list[Op]:
            return [SIN]

    before = SIN.source
    mg.register(Sine(), "sine")
    try:
        assert micrograd("ops").status == 0
        assert mg.operator("sin").source.plugin == "sine"
    finally:
        mg.unregister("sine")
        bind(SIN, before)
