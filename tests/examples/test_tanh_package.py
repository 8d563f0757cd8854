"""A stranger's package, installed by pip beside ours: its operator is there, whole."""

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "micrograd-tanh"
FIRST = 1 - math.tanh(0.5) ** 2
SECOND = -2 * math.tanh(0.5) * FIRST

Make = Callable[..., Any]


@pytest.fixture(scope="module")
def bare(environment: Make) -> Any:
    """An environment with the two distributions, pluggy, and nothing else."""
    return environment("micrograd-plugins", "micrograd-tanh")


@pytest.fixture(scope="module")
def equipped(environment: Make) -> Any:
    """An environment that can draw and test as well."""
    return environment("micrograd-plugins[viz]", "micrograd-tanh[test]")


def told(environment: Any, program: str) -> Any:
    """Run a program that prints one JSON document, and return that."""
    return json.loads(environment.run("python", "-c", f"import json, micrograd as mg\n{program}"))


def test_nothing_but_pluggy_is_needed(bare: Any) -> None:
    installed = told(
        bare,
        "from importlib.metadata import distributions\n"
        "print(json.dumps([found.name for found in distributions()]))",
    )
    assert sorted(installed) == ["micrograd-plugins", "micrograd-tanh", "pluggy"]


def test_every_value_has_the_operator_and_its_derivatives(bare: Any) -> None:
    y, first, second = told(
        bare,
        "x = mg.Value(0.5); y = x.tanh(); y.backward()\n"
        "print(json.dumps([y.data, x.grad, mg.grad(mg.grad(lambda x: x.tanh()))(0.5)]))",
    )
    assert y == math.tanh(0.5)
    assert (first, second) == pytest.approx((FIRST, SECOND), rel=1e-14)


def test_the_operator_is_in_networks_traces_and_anomalies(bare: Any) -> None:
    sources = told(
        bare,
        "n = mg.Neuron(2, nonlin=False)\n"
        "with mg.tracing() as trace, mg.detect_anomaly(): n([1.0, 2.0]).tanh().backward()\n"
        "print(json.dumps([birth.op.name for birth in trace.births]))",
    )
    assert sources == ["mul", "add", "mul", "add", "tanh"]


def test_the_command_line_lists_and_checks_it(bare: Any) -> None:
    plugins = {p["plugin"]: p for p in json.loads(bare.run("micrograd", "plugins", "--json"))}
    assert plugins["tanh"]["distribution"] == "micrograd-tanh"
    assert plugins["tanh"]["operators"] == ["tanh"]
    ops = json.loads(bare.run("micrograd", "ops", "--json"))
    owners = {op["state"]: op["plugin"] for op in ops if op["operator"] == "tanh"}
    assert owners == {"active": "tanh", "dormant": "elementary"}
    assert "micrograd-tanh" in bare.run("micrograd", "check", "tanh")


def test_its_tanh_counts_where_elementary_is_enabled_too(bare: Any) -> None:
    owner, again = told(
        bare,
        "import micrograd_core as core\n"
        "mg.enable('elementary'); mg.Value(0.5).exp()\n"
        "owner = core.INSTALLED.source('tanh').distribution\n"
        "print(json.dumps([owner, mg.Value(0.5).tanh().data]))",
    )
    assert owner == "micrograd-tanh"
    assert again == math.tanh(0.5)


def test_it_is_drawn(equipped: Any) -> None:
    svg = told(
        equipped,
        "mg.enable('viz'); x = mg.Value(0.5, label='x'); y = x.tanh(); y.backward()\n"
        "print(json.dumps(mg.draw_dot(y).pipe('svg', encoding='utf-8')))",
    )
    assert "<svg" in svg
    for text in (">tanh<", "data 0.4621", "grad 0.7864"):
        assert text in svg


def test_the_examples_own_test_passes(equipped: Any) -> None:
    shutil.copy(EXAMPLE / "test_micrograd_tanh.py", equipped.folder)
    out = equipped.run("python", "-m", "pytest", "-q", "test_micrograd_tanh.py")
    assert "3 passed" in out


def test_pytest_holds_the_operator_to_every_property_with_no_test_written(equipped: Any) -> None:
    chosen = ("--micrograd-ops=micrograd-tanh", "-k", "micrograd-ops")
    out = equipped.run("python", "-m", "pytest", "-rs", *chosen)
    assert "13 passed, 3 skipped" in out
    assert "numpy is not installed" in out
    assert "the row has no reference" in out
