"""What pip installs is everything, and nothing else."""

import tarfile
from configparser import ConfigParser
from pathlib import Path
from zipfile import ZipFile

import pytest

from micrograd_ops import micrograd_register_ops
from micrograd_ops.elementary import ROWS

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "micrograd",
    "micrograd_core",
    "micrograd_nn",
    "micrograd_ops",
    "micrograd_pytest",
    "micrograd_viz",
)


@pytest.fixture(scope="module")
def wheel(wheelhouse: Path) -> ZipFile:
    """Return the project's wheel, which was built from its sdist."""
    (path,) = wheelhouse.glob("micrograd_plugins-*.whl")
    return ZipFile(path)


def test_the_wheel_holds_every_module_of_every_package_and_nothing_else(wheel: ZipFile) -> None:
    inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    modules = {
        p.relative_to(ROOT).as_posix() for name in PACKAGES for p in (ROOT / name).rglob("*.py")
    }
    assert inside == modules | {f"{name}/py.typed" for name in PACKAGES}


def test_the_wheel_declares_the_plugins_and_the_script(wheel: ZipFile) -> None:
    (path,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    declared = ConfigParser()
    declared.read_string(wheel.read(path).decode())
    assert set(declared["micrograd.plugins"]) == {"bundle", "nn", "ops"}
    assert set(declared["micrograd.optional"]) >= {"elementary", "viz"}
    rows = {row.name for row in (*micrograd_register_ops(), *ROWS)}
    assert set(declared["micrograd.operators"]) == rows
    assert declared["console_scripts"]["micrograd"] == "micrograd.cli:main"
    assert declared["pytest11"]["micrograd"] == "micrograd_pytest"


def test_the_wheel_needs_pluggy_and_nothing_else(wheel: ZipFile) -> None:
    (path,) = (name for name in wheel.namelist() if name.endswith("METADATA"))
    lines = wheel.read(path).decode().splitlines()
    needed = [line for line in lines if line.startswith("Requires-Dist") and "extra ==" not in line]
    assert needed == ["Requires-Dist: pluggy>=1.7"]


def test_the_sdist_holds_the_tests_the_examples_and_the_documents(wheelhouse: Path) -> None:
    (path,) = wheelhouse.glob("micrograd_plugins-*.tar.gz")
    with tarfile.open(path) as sdist:
        inside = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"README.md", "LICENSE", "pyproject.toml", "examples/demo.ipynb"} <= inside
    assert "tests/examples/test_distribution.py" in inside


def test_the_example_is_at_most_ten_lines_of_python() -> None:
    text = (ROOT / "examples" / "micrograd-tanh" / "micrograd_tanh.py").read_text()
    assert len([line for line in text.splitlines() if line.strip()]) <= 10
