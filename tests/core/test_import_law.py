"""The core imports the standard library and pluggy, and every hook is documented and tested."""

import ast
import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import micrograd_core
from micrograd_core.plugins import hookspecs
from micrograd_core.plugins.contents import HOOKS

CORE = Path(micrograd_core.__file__).parent
ALLOWED = {*sys.stdlib_module_names, "pluggy", "micrograd_core"}


def loaded_after(code: str) -> set[str]:
    """Return the top-level modules that a fresh Python has loaded after `code`, from outside."""
    script = f"""
import json, sys
before = set(sys.modules)
{code}
print(json.dumps(sorted({{m.partition('.')[0] for m in set(sys.modules) - before}})))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    return set(json.loads(done.stdout))


def test_importing_the_core_loads_the_standard_library_and_pluggy_only() -> None:
    assert loaded_after("import micrograd_core") <= ALLOWED


def test_working_with_the_core_loads_no_numpy() -> None:
    code = """
from micrograd_core import *
from micrograd_core import Registry, Value, grad, using
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU
import copy, pickle
with using(Registry([ADD, MUL, POW, RELU])):
    v = (Value(2.0) * 3 + 1).relu() ** 2
    v.backward()
    pickle.loads(pickle.dumps(copy.deepcopy(v)))
    assert grad(lambda p: p[0] * p[1])([2.0, 3.0]) == [3.0, 2.0]
    with tracing(), detect_anomaly():
        v * 2
"""
    assert loaded_after(code) <= ALLOWED | {"micrograd_ops"}


@pytest.mark.parametrize("path", sorted(CORE.glob("*.py")), ids=lambda path: path.stem)
def test_no_file_of_the_core_imports_anything_else_not_even_inside_a_function(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found = {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found = {str(node.module).partition(".")[0]}
        else:
            continue
        assert found <= ALLOWED


@pytest.mark.parametrize("path", sorted(CORE.glob("*.py")), ids=lambda path: path.stem)
def test_every_file_of_the_core_opens_with_a_sentence(path: Path) -> None:
    sentence = ast.get_docstring(ast.parse(path.read_text()))
    assert sentence
    assert sentence.splitlines()[0].endswith((".", ","))


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_documented_takes_nothing_and_says_what_it_returns(hook: str) -> None:
    function = getattr(hookspecs, hook)
    assert (inspect.getdoc(function) or "").startswith("Return ")
    assert inspect.signature(function).parameters == {}
    assert inspect.signature(function).return_annotation is not inspect.Signature.empty


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_test(hook: str) -> None:
    files = Path(__file__).parent.glob("test_*.py")
    texts = [path.read_text() for path in files if path != Path(__file__)]
    assert any(hook in text for text in texts)


def test_there_is_no_hook_beside_those() -> None:
    specs = {n for n, f in vars(hookspecs).items() if hasattr(f, f"{hookspecs.PROJECT}_spec")}
    assert specs == set(HOOKS)


def test_everything_public_is_there_and_documented() -> None:
    assert sorted(micrograd_core.__all__) == micrograd_core.__all__
    for name in micrograd_core.__all__:
        thing = getattr(micrograd_core, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert inspect.getdoc(thing), name


def test_the_core_says_that_it_is_typed() -> None:
    assert (CORE / "py.typed").exists()
