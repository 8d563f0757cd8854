"""What ``micrograd new-plugin`` writes is installed by pip beside ours, and its own tests pass."""

import json
import math
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from micrograd.cli import main

from .conftest import run_quietly

Make = Callable[..., Any]


@pytest.mark.slow
def test_a_generated_package_is_installed_and_its_tests_pass(
    wheelhouse: Path, environment: Make, tmp_path: Path
) -> None:
    folder = tmp_path / "made"
    assert main(["new-plugin", "swish", "--out", str(folder)]) == 0
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(wheelhouse)]
    run_quietly([*build, str(folder)])
    installed = environment("micrograd-plugins", "micrograd-swish[test]")
    program = "import micrograd as mg; y = mg.Value(0.5).swish(); print(y.data, repr(y.op))"
    row = "<operator swish (plugin 'swish' of micrograd-swish 1.0.0)>"
    assert installed.run("python", "-c", program) == f"{math.tanh(0.5)} {row}\n"
    records = json.loads(installed.run("micrograd", "ops", "--json"))
    (record,) = (record for record in records if record["operator"] == "swish")
    assert (record["distribution"], record["version"]) == ("micrograd-swish", "1.0.0")
    assert "ok" in installed.run("micrograd", "check", "swish")
    shutil.copy(folder / "test_micrograd_swish.py", installed.folder)
    assert "3 passed" in installed.run("python", "-m", "pytest", "-q", "test_micrograd_swish.py")
