"""The kit catches a shipped rule in which one sign has been changed, whichever sign it is."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from micrograd_core import Op
from micrograd_core.testing import judge, properties

NAMES = "arithmetic comparison exponential gaussian hyperbolic logistic roots trigonometric"
MODULES = [importlib.import_module(f"micrograd_ops.{name}") for name in NAMES.split()]
# atan2's r at the origin, 1 or -1: the rule divides 0 by it twice.
EQUAL = {("micrograd_ops.trigonometric", 0)}
FLIPS = {ast.Add: ast.Sub, ast.Sub: ast.Add}


def is_signed(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp):
        return type(node.op) in FLIPS
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)


def rules(tree: ast.Module) -> Iterator[ast.AST]:
    """Every partials rule: the lambdas of rows, and the functions that rows name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda) or (
            isinstance(node, ast.FunctionDef) and ("partials" in node.name or "by_" in node.name)
        ):
            yield node


def signs(tree: ast.Module) -> list[ast.AST]:
    return [node for rule in rules(tree) for node in ast.walk(rule) if is_signed(node)]


def mutant(module: ModuleType, k: int) -> dict[str, Any]:
    """The names of a module whose rules have their sign number `k` changed."""
    tree = ast.parse(inspect.getsource(module))
    node: Any = signs(tree)[k]
    node.op = FLIPS[type(node.op)]() if isinstance(node, ast.BinOp) else ast.UAdd()
    names: dict[str, Any] = {"__name__": module.__name__}
    exec(compile(tree, module.__name__, "exec"), names)
    return names


def count(module: ModuleType) -> int:
    return len(signs(ast.parse(inspect.getsource(module))))


EVERY_SIGN = [
    (module, k)
    for module in MODULES
    for k in range(count(module))
    if (module.__name__, k) not in EQUAL
]


def test_there_are_signs_to_change() -> None:
    assert len(EVERY_SIGN) >= 30


@pytest.mark.parametrize(
    ("module", "k"), EVERY_SIGN, ids=[f"{m.__name__[14:]}-{k}" for m, k in EVERY_SIGN]
)
def test_a_changed_sign_is_caught(module: ModuleType, k: int) -> None:
    rows = [row for row in mutant(module, k).values() if isinstance(row, Op)]
    held = {title: check for title, check in properties().items() if title != "fresh process"}
    caught = (judge(title, check, row).failed for title, check in held.items() for row in rows)
    assert any(caught)
