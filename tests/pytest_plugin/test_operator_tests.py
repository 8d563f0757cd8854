"""``pytest --micrograd-ops=NAME`` collects a test for each operator and each property."""

from collections.abc import Callable, Iterator
from typing import Any

import mpmath
import numpy as np
import pytest

import micrograd as mg
from micrograd_core.active import INSTALLED
from micrograd_core.testing import properties
from micrograd_ops.elementary import ROWS
from micrograd_pytest import items

pytest_plugins = "pytester"

# What a run in this process imports is forgotten after it, and NumPy cannot be imported twice.
HEAVY = np, mpmath

GOOD = mg.Op("kit_good", lambda x: 2 * x, lambda out, x: (2.0,))
WRONG = mg.Op("kit_wrong", lambda x: x * x, lambda out, x: (3 * x,))

Run = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def plugin() -> Iterator[None]:
    """A plugin of this program with a good operator and a wrong one."""

    class Rows:
        @mg.hookimpl
        def micrograd_register_ops(self) -> list[mg.Op]:
            return [GOOD, WRONG]

    mg.register(Rows(), "kit-rows")
    yield
    mg.unregister("kit-rows")


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    """Run pytest in this process, in an empty folder, without the plugins it has no use for."""

    def with_plugin(*arguments: str) -> pytest.RunResult:
        return pytester.runpytest_inprocess("-p", "no:cov", "-p", "no:hypothesispytest", *arguments)

    return with_plugin


def test_one_test_is_collected_for_each_operator_and_each_property(run: Run) -> None:
    found = run("--micrograd-ops=relu,, tanh,", "--collect-only", "-q")
    assert found.ret == 0
    ids = [line for line in found.outlines if line.startswith("micrograd-ops::")]
    assert ids == [
        f"micrograd-ops::{n}::{title}" for n in ("relu", "tanh") for title in properties()
    ]
    assert "micrograd-ops::tanh::first derivatives" in ids


def test_the_tests_of_a_good_operator_pass_and_what_cannot_be_checked_is_skipped(run: Run) -> None:
    found = run("--micrograd-ops=kit_good", "-rs")
    assert found.ret == 0
    found.assert_outcomes(passed=13, skipped=3)
    found.stdout.fnmatch_lines(["*SKIPPED*the row has no reference; give it one*"])


def test_a_failing_one_prints_the_message_and_no_traceback_of_ours(run: Run) -> None:
    found = run("--micrograd-ops=kit_wrong")
    assert found.ret == 1
    found.assert_outcomes(passed=12, failed=1, skipped=3)
    found.stdout.fnmatch_lines(
        [
            "*_ kit_wrong: first derivatives _*",
            "kit_wrong: first derivatives: at kit_wrong(*) partial 0 is *; correct that partial*",
        ]
    )
    found.stdout.no_fnmatch_line("*Traceback*")
    found.stdout.no_fnmatch_line("*items.py*")


def test_an_error_that_is_no_verdict_is_shown_with_its_traceback(
    run: Run, monkeypatch: Any
) -> None:
    def broken(*arguments: Any) -> Any:
        raise RuntimeError("not a verdict")

    monkeypatch.setattr(items, "judge", broken)
    found = run("--micrograd-ops=relu", "-k", "arity")
    found.assert_outcomes(failed=1, deselected=15)
    found.stdout.fnmatch_lines(["E * RuntimeError: not a verdict", "*test_operator_tests.py*"])


@pytest.mark.parametrize(
    ("name", "count"),
    [("kit-rows", 2), ("elementary", len(ROWS)), ("micrograd_plugins", len(ROWS) + 4)],
)
def test_a_name_may_be_that_of_a_plugin_or_a_distribution(run: Run, name: str, count: int) -> None:
    """A dormant plugin of ours is found, and stays dormant."""
    found = run(f"--micrograd-ops={name}", "--collect-only", "-q", "-k", "pickling")
    assert len([line for line in found.outlines if line.startswith("micrograd-ops::")]) == count
    assert not hasattr(mg.Value(1.0), "softplus")


def test_all_is_every_operator_there_is(run: Run) -> None:
    found = run("--micrograd-ops=all", "--collect-only", "-q", "-k", "symbol")
    ids = [line for line in found.outlines if line.startswith("micrograd-ops::")]
    assert {row.name for row in ROWS} | {"add", "kit_wrong"} <= {i.split("::")[1] for i in ids}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tahn", "there is no operator 'tahn'*did you mean 'tan'?*There are abs, *elementary*"),
        (" ,", "no operator was named; name some, or all"),
        ("viz", "plugin 'viz' of micrograd-plugins * brings no operator to check: it has none*"),
    ],
)
def test_an_unknown_name_is_a_usage_error_that_says_what_there_is(
    run: Run, name: str, text: str
) -> None:
    found = run(f"--micrograd-ops={name}")
    assert found.ret == pytest.ExitCode.USAGE_ERROR
    found.stderr.fnmatch_lines([f"ERROR: micrograd-ops: {text}"])


def test_tests_are_chosen_by_k_and_by_m_among_the_others(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(
        "import pytest\n\n@pytest.mark.filterwarnings('ignore')\ndef test_own_first(): pass\n"
    )
    run("--micrograd-ops=relu", "-k", "first").assert_outcomes(passed=2, deselected=15)
    run("--micrograd-ops=relu,add", "-k", "relu and first").assert_outcomes(passed=1, deselected=32)
    run("--micrograd-ops=relu", "-m", "filterwarnings").assert_outcomes(passed=1, deselected=16)


def test_operators_of_one_name_are_told_apart_by_their_plugins(run: Run) -> None:
    class Rival:
        @mg.hookimpl
        def micrograd_register_ops(self) -> list[mg.Op]:
            return [mg.Op("kit_good", abs, lambda out, x: (1.0,), replaces="kit-rows")]

    mg.register(Rival(), "kit-rival")
    try:
        found = run("--micrograd-ops=kit_good", "--collect-only", "-q", "-k", "symbol")
    finally:
        mg.unregister("kit-rival")
    assert found.outlines[:2] == [
        "micrograd-ops::kit_good[kit-rows]::symbol",
        "micrograd-ops::kit_good[kit-rival]::symbol",
    ]


def test_without_properties_it_is_a_usage_error_and_not_an_empty_success(
    run: Run, monkeypatch: Any
) -> None:
    monkeypatch.setattr(INSTALLED.host.find("bundle"), "properties", {})
    found = run("--micrograd-ops=relu")
    assert found.ret == pytest.ExitCode.USAGE_ERROR
    found.stderr.fnmatch_lines(["*no active plugin brings a property*"])


def test_nothing_of_micrograd_is_imported_unless_asked_for(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "import sys\n\ndef test_modules():\n"
        "    loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "    assert {n for n in loaded if n.startswith('micrograd')} == {'micrograd_pytest'}\n"
        "    assert 'micrograd_pytest.items' not in sys.modules\n"
    )
    found = pytester.runpytest_subprocess("-p", "no:cov")
    found.assert_outcomes(passed=1)
