"""The notebooks run from top to bottom, and are kept as they ran, with nothing of the machine."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
NOTEBOOKS = ("demo.ipynb", "trace_graph.ipynb")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Return the script that runs the notebooks."""
    path = EXAMPLES / "execute_notebooks.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(notebook: Any) -> list[str]:
    """Return what the cells of a notebook wrote as text."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output.get("text") or output.data["text/plain"] for output in outputs]


def pictures(notebook: Any) -> list[str]:
    """Return the kinds of pictures in a notebook."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [kind for o in outputs for kind in o.get("data", {}) if kind.startswith("image/")]


def test_the_script_runs_every_notebook_there_is(script: ModuleType) -> None:
    assert sorted(script.NAMES) == sorted(path.name for path in EXAMPLES.glob("*.ipynb"))
    assert script.NAMES == NOTEBOOKS


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_run_again_says_and_shows_the_same(script: ModuleType, name: str) -> None:
    kept = nbformat.read(EXAMPLES / name, as_version=4)
    again = script.executed(EXAMPLES / name)
    assert written(again) == written(kept)
    assert pictures(again) == pictures(kept)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_kept_as_it_ran(name: str) -> None:
    notebook = nbformat.read(EXAMPLES / name, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not [o for cell in code for o in cell.outputs if o.output_type == "error"]
    assert pictures(notebook)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_holds_nothing_of_the_machine_or_the_hour(name: str) -> None:
    text = (EXAMPLES / name).read_text()
    assert not [word for word in ("ipykernel_", "/tmp", "/home", "0x7f", "iopub") if word in text]
    assert len(text) < 500_000


def test_the_demo_ends_with_every_point_on_the_right_side() -> None:
    text = "".join(written(nbformat.read(EXAMPLES / "demo.ipynb", as_version=4)))
    assert "loss 0.8958441028683222, accuracy 50%" in text
    assert "step 99  loss 0.010978  accuracy 100%" in text
