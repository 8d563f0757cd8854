"""``micrograd check``: the table of properties, and operators of plugins in processes apart."""

import subprocess
from typing import Any

import pytest

import micrograd as mg
from micrograd_core.testing import process
from micrograd_core.testing.process import SEEDS, fresh_process, told_by_child
from micrograd_core.testing.purity import calls
from micrograd_ops.elementary import ROWS

CLEAN = """
from micrograd_core import Op, hookimpl

@hookimpl
def micrograd_register_ops():
    return [Op("half", lambda x: x / 2, lambda out, x: (0.5,))]
"""
HASHED = """
from micrograd_core import Op, hookimpl

K = hash("a text") % 1000 / 8

@hookimpl
def micrograd_register_ops():
    return [Op("hashed", lambda x: K * x, lambda out, x: (K,))]
"""
FAILING = """
import os
from micrograd_core import Op, hookimpl

@hookimpl
def micrograd_register_ops():
    if os.environ["PYTHONHASHSEED"] != "7":
        raise RuntimeError("only here")
    return [Op("half", lambda x: x / 2, lambda out, x: (0.5,))]
"""
LAME = """
import os
from micrograd_core import Op, hookimpl

def lame(x):
    return x if os.environ["PYTHONHASHSEED"] == "7" else "no number"

@hookimpl
def micrograd_register_ops():
    half = Op("half", lambda x: x / 2, lambda out, x: (0.5,))
    return [half, Op("lame", lame, lambda out, x: (1.0,))]
"""


def test_an_installed_operator_gives_the_same_in_a_fresh_process(strangers: Any) -> None:
    strangers.install("stranger", CLEAN)
    answer = strangers.micrograd("check", "half", PYTHONHASHSEED="7")
    assert answer.status == 0, answer.err
    (line,) = [line for line in answer.out.splitlines() if " fresh process " in line]
    assert line.split()[:5] == ["half", "stranger", "fresh", "process", "ok"]


def test_an_operator_that_depends_on_a_hash_is_caught_by_a_fresh_process(strangers: Any) -> None:
    strangers.install("stranger", HASHED)
    answer = strangers.micrograd("check", "hashed", PYTHONHASHSEED="7")
    assert answer.status == 1
    failed = [line for line in answer.out.splitlines() if "FAILED" in line]
    assert len(failed) == 1
    assert "fresh process" in failed[0]
    assert "depend on no hash" in answer.err


def test_a_plugin_that_fails_in_a_fresh_process_is_named(strangers: Any) -> None:
    strangers.install("stranger", FAILING)
    answer = strangers.micrograd("check", "half", PYTHONHASHSEED="7")
    assert answer.status == 1
    assert "half: fresh process: in a fresh process plugin 'stranger' of stranger 1.0 fails" in (
        answer.err
    )
    assert "RuntimeError: only here" in answer.err


def test_one_row_that_fails_elsewhere_is_named_and_the_others_of_its_plugin_hold(
    strangers: Any,
) -> None:
    strangers.install("stranger", LAME)
    answer = strangers.micrograd("check", "stranger", PYTHONHASHSEED="7")
    lines = [line.split() for line in answer.out.splitlines() if " fresh process " in line]
    assert [(words[0], words[4]) for words in lines] == [("half", "ok"), ("lame", "FAILED")]
    assert "lame: fresh process: in a fresh process it raises OperatorError: the forward rule" in (
        answer.err
    )


def test_an_optional_plugin_that_a_program_enabled_is_found_in_a_fresh_process(
    strangers: Any,
) -> None:
    strangers.install("stranger", CLEAN, "[micrograd.optional]\nstranger = stranger\n")
    program = """if True:
        import micrograd as mg
        from micrograd_core.testing.process import fresh_process
        mg.enable("stranger")
        verdict = fresh_process(mg.operator("half"))
        assert verdict.ok, verdict
    """
    answer = strangers.python("-c", program)
    assert answer.status == 0, answer.err


@pytest.mark.parametrize(
    ("names", "operators"),
    [
        (["ops"], {"add", "mul", "pow", "relu"}),
        (["relu", "sign"], {"relu", "sign"}),
    ],
)
def test_operators_are_named_by_themselves_or_by_plugin(
    micrograd: Any, names: list[str], operators: set[str]
) -> None:
    status, out, err = micrograd("check", *names)
    assert (status, err) == (0, "")
    assert {
        line.split()[0] for line in out.splitlines() if "micrograd-plugins" in line
    } == operators


def test_what_was_skipped_is_shown_as_skipped_with_the_reason_and_counted(micrograd: Any) -> None:
    class Plugin:
        @staticmethod
        @mg.hookimpl
        def micrograd_register_ops() -> list[mg.Op]:
            return [mg.Op("kit_half", lambda x: x / 2, lambda out, x: (0.5,))]

    mg.register(Plugin, "kit-halves")
    try:
        status, out, err = micrograd("check", "kit_half")
    finally:
        mg.unregister("kit-halves")
    assert (status, err) == (0, "")
    (line,) = [line for line in out.splitlines() if " reference " in line]
    assert "skipped" in line
    assert " ok " not in line
    assert "the row has no reference" in line
    assert out.splitlines()[-1] == "16 checks, 3 skipped, none failed"


def test_without_the_bundles_plugin_there_is_no_command_to_pass_emptily(strangers: Any) -> None:
    answer = strangers.python(
        "-c",
        "from micrograd_core import operator\nfrom micrograd_core.testing import assert_op\n"
        "assert_op(operator('relu'))",
        MICROGRAD_DISABLE="bundle",
    )
    assert answer.status == 1
    assert "PluginError: no active plugin brings a property" in answer.err


def test_pytest_names_a_plugin_that_fails_where_warnings_are_errors(strangers: Any) -> None:
    strangers.install("stranger", "import no_such_module")
    answer = strangers.python("-m", "pytest", "-W", "error", "--micrograd-ops=relu")
    assert answer.status == 4
    assert "ERROR: micrograd-ops: plugin 'stranger' of stranger 1.0 was set aside" in answer.err
    assert "Traceback" not in answer.out + answer.err


def test_one_process_of_each_hash_seed_serves_every_row_of_a_plugin(monkeypatch: Any) -> None:
    run, started = subprocess.run, []

    def counted(*arguments: Any, **options: Any) -> Any:
        started.append(arguments)
        return run(*arguments, **options)

    told_by_child.cache_clear()
    monkeypatch.setattr(subprocess, "run", counted)
    assert all(fresh_process(row).ok for row in ROWS)
    assert len(started) == len(SEEDS)


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({}, "brings another row; return it always"),
        (
            {"exp": ["0x0.0p+0 0x0.0p+0"] * len(calls(ROWS[0]))},
            "gives other numbers in a fresh process",
        ),
    ],
)
def test_a_row_that_is_another_in_a_fresh_process_is_caught(
    told: Any, text: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr(process, "told_by_child", lambda plugin, seed: (told, ""))
    assert text in fresh_process(ROWS[0]).message


def test_a_process_that_takes_too_long_is_a_failure_and_is_not_tried_again(
    monkeypatch: Any,
) -> None:
    told_by_child.cache_clear()
    monkeypatch.setattr(process, "SECONDS", 0.001)
    verdict = fresh_process(ROWS[0])
    monkeypatch.setattr(process, "SECONDS", 60)
    assert "it took more than 0.001 seconds" in verdict.message
    assert fresh_process(ROWS[1]).failed
    told_by_child.cache_clear()


def test_a_dormant_row_whose_name_a_stranger_has_too_is_checked_in_a_fresh_process(
    strangers: Any,
) -> None:
    strangers.install("stranger", CLEAN.replace("half", "sign"))
    answer = strangers.micrograd("check", "sign")
    lines = [line.split() for line in answer.out.splitlines() if " fresh process " in line]
    assert [words[1:5] for words in lines] == [
        ["stranger", "fresh", "process", "ok"],
        ["micrograd-plugins", "fresh", "process", "ok"],
    ]
