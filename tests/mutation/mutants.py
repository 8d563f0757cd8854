"""Makes the mutants: a module's text with one operator, number or decision changed."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import cosmic_ray.plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

Position = tuple[int, int]

ROOMS = ("micrograd_core", "micrograd_ops")

# One change or two for each thing that can be changed. Of Cosmic Ray's others, eleven for each
# arithmetic operator, most fail at once with a TypeError, and would only flatter the score.
CHANGES = (
    "AddNot",
    "ExceptionReplacer",
    "NumberReplacer",
    "RemoveDecorator",
    "ReplaceAndWithOr",
    "ReplaceBinaryOperator_Add_Sub",
    "ReplaceBinaryOperator_BitAnd_BitOr",
    "ReplaceBinaryOperator_BitOr_BitAnd",
    "ReplaceBinaryOperator_Div_Mul",
    "ReplaceBinaryOperator_FloorDiv_Div",
    "ReplaceBinaryOperator_Mod_Mul",
    "ReplaceBinaryOperator_Mul_Div",
    "ReplaceBinaryOperator_Pow_Mul",
    "ReplaceBinaryOperator_Sub_Add",
    "ReplaceBreakWithContinue",
    "ReplaceComparisonOperator_Eq_NotEq",
    "ReplaceComparisonOperator_GtE_Gt",
    "ReplaceComparisonOperator_GtE_Lt",
    "ReplaceComparisonOperator_Gt_GtE",
    "ReplaceComparisonOperator_Gt_LtE",
    "ReplaceComparisonOperator_IsNot_Is",
    "ReplaceComparisonOperator_Is_IsNot",
    "ReplaceComparisonOperator_LtE_Gt",
    "ReplaceComparisonOperator_LtE_Lt",
    "ReplaceComparisonOperator_Lt_GtE",
    "ReplaceComparisonOperator_Lt_LtE",
    "ReplaceComparisonOperator_NotEq_Eq",
    "ReplaceContinueWithBreak",
    "ReplaceFalseWithTrue",
    "ReplaceOrWithAnd",
    "ReplaceTrueWithFalse",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_USub",
    "ZeroIterationForLoop",
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one module.

    lines: those of the module that it changes; none if they run while the module is imported, and
        not in a function. was, becomes: their text, before and after.
    """

    module: str
    change: str
    text: str
    lines: tuple[int, ...]
    was: str
    becomes: str


def modules(root: Path) -> list[str]:
    """Return the paths of all modules that are mutated."""
    return sorted(p.relative_to(root).as_posix() for r in ROOMS for p in (root / r).rglob("*.py"))


def unchanged(root: Path, module: str) -> Mutant:
    """Return what is no mutant: the module as it is, which its tests must let live."""
    return Mutant(module, "nothing", (root / module).read_text(), (), "", "")


def mutants(root: Path, module: str) -> Iterator[Mutant]:
    """Yield every mutant of a module that differs from it in more than the spelling."""
    original = (root / module).read_text()
    tree, bodies = get_ast(original), [*functions(original)]
    useless = {"", meaning(original)}
    for change in CHANGES:
        operator = cosmic_ray.plugins.get_operator(f"core/{change}")()
        places = [place for node in ast_nodes(tree) for place in operator.mutation_positions(node)]
        for occurrence, (start, end) in enumerate(places):
            text = mutate_code(original, operator, occurrence)
            if text is not None and meaning(text) not in useless:
                was, becomes = difference(original, text)
                inside = any(first <= start and end <= last for first, last in bodies)
                lines = tuple(range(start[0], end[0] + 1)) if inside else ()
                yield Mutant(module, change, text, lines, was, becomes)


def meaning(text: str) -> str:
    """Return the same for texts that differ in spelling only; nothing for one that is no program.

    Such mutants, `1e+200` in the place of `1e200` or a misplaced `/`, say nothing about tests.
    """
    try:
        return ast.dump(ast.parse(text))
    except SyntaxError:
        return ""


def functions(text: str) -> Iterator[tuple[Position, Position]]:
    """Yield where the body of each function and lambda begins and ends."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            yield (node.body[0].lineno, 0), (node.end_lineno or 0, node.end_col_offset or 0)
        elif isinstance(node, ast.Lambda):
            body = node.body
            first = body.lineno, body.col_offset
            yield first, (body.end_lineno or 0, body.end_col_offset or 0)


def difference(original: str, text: str) -> tuple[str, str]:
    """Return the lines that differ, before and after, without their indentation."""
    changed = list(unified_diff(original.splitlines(), text.splitlines(), n=0))[3:]
    was = [line[1:].strip() for line in changed if line.startswith("-")]
    becomes = [line[1:].strip() for line in changed if line.startswith("+")]
    return "\n".join(filter(None, was)), "\n".join(filter(None, becomes))
