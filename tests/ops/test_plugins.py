"""Says what the two plugins of this room bring, and that they ask for nothing."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import micrograd_ops
from micrograd_core import Op
from micrograd_ops import elementary

MODULES = [f"micrograd_ops.{module.name}" for module in iter_modules(micrograd_ops.__path__)]


def rows_of(module: str) -> set[Op]:
    return {row for row in vars(import_module(module)).values() if isinstance(row, Op)}


def test_default_plugin_brings_the_four_operators_of_micrograd() -> None:
    assert [row.name for row in micrograd_ops.micrograd_register_ops()] == [
        *("add", "mul", "pow", "relu")
    ]


def test_every_row_written_here_is_brought_by_one_plugin() -> None:
    brought = [*micrograd_ops.micrograd_register_ops(), *elementary.micrograd_register_ops()]
    assert len({row.name for row in brought}) == len(brought)
    assert set(brought) == set().union(*map(rows_of, MODULES))


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_only_the_core_this_room_and_the_plainest_of_the_library(
    module: str,
) -> None:
    path = import_module(module).__file__
    assert path is not None
    tree = ast.parse(Path(path).read_text())
    found = {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    found |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    plain = {"math", "operator", "sys", "collections.abc", "typing"}
    assert {name for name in found - plain if name.split(".")[0] != "micrograd_ops"} <= {
        "micrograd_core"
    }


def test_elementary_pack_loads_no_array_library() -> None:
    heavy = ["numpy", "scipy", "torch", "mpmath"]
    code = f"import sys, micrograd_ops.elementary; print(*[m for m in {heavy} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == ""
