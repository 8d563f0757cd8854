"""Holds every operator against what PyTorch gave at its edges: zeros, poles, ties, NaN."""

import json
import math
from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from micrograd_core import Registry, Value, gradients

ORACLE = Path(__file__).parents[1] / "oracles" / "torch_operators.json"
TABLES: dict[str, list[Any]] = json.loads(ORACLE.read_text())
ABOUT = TABLES.pop("about")


class Deviation(NamedTuple):
    """Where we mean to differ from PyTorch, in which column, and why."""

    table: str
    holds: Callable[..., bool]
    columns: str
    why: str


def at_root_of_negative(x: float) -> bool:
    return (x == 0 and math.copysign(1, x) < 0) or x == -math.inf


def near_origin(y: float, x: float) -> bool:
    return max(abs(y), abs(x)) == 1e-300


DEVIATIONS = (
    Deviation("relu", math.isnan, "first", "as in micrograd; PyTorch has 1"),
    Deviation("acosh", lambda x: x <= -1, "first second", "PyTorch has slopes where no values are"),
    Deviation("softplus", lambda x: 20 < x < 21, "first second", "PyTorch has x itself from 20 on"),
    Deviation("hypot", near_origin, "second", "x / out is x * out**-1, whose slope overflows"),
    Deviation(
        "atan2", near_origin, "first second", "PyTorch squares the operands; slopes as above"
    ),
    Deviation("pow", lambda x, n: n == 0, "second", "PyTorch has 0; by x and n it is 1 / x"),
    Deviation("pow:0.5", at_root_of_negative, "value first", "PyTorch's sqrt; ours is IEEE's pow"),
    Deviation("pow:-0.5", at_root_of_negative, "value", "PyTorch's sqrt; ours is IEEE's pow"),
    Deviation("pow:1.5", at_root_of_negative, "first second", "the slope is a root, as above"),
)


class Line(NamedTuple):
    """A line of a table; `second` is the upper triangle of the Hessian. None: PyTorch has none."""

    x: tuple[float, ...]
    value: list[float | None]
    first: list[float | None]
    second: list[float | None]


def lines(table: str) -> Iterator[Line]:
    for x, value, first, second in ([*line, [], []][:4] for line in TABLES[table]):
        read = [[None if t is None else float(t) for t in group] for group in (first, second)]
        yield Line(tuple(map(float, x)), [float(value)], *read)


def ours(registry: Registry, table: str, x: tuple[float, ...]) -> Line:
    name, _, exponent = table.partition(":")
    params = {"n": json.loads(exponent)} if exponent else {}
    values = [Value(number) for number in x]
    out = registry[name](*values, **params)
    first = gradients(out, values, create_graph=True)
    pairs = combinations_with_replacement(range(len(x)), 2)
    second = [gradients(first[i] * 1, [values[j]])[0] for i, j in pairs]
    return Line(x, [out.data], gradients(out, values), second)


def agree(actual: float, recorded: float) -> bool:
    if math.isnan(recorded):
        return math.isnan(actual)
    return math.isclose(actual, recorded, rel_tol=1e-9, abs_tol=1e-15)


def differences(registry: Registry, table: str, column: str) -> Iterator[Line]:
    """The lines of a table with a number in a column that is not ours."""
    for line in lines(table):
        found = getattr(ours(registry, table, line.x), column)
        recorded = getattr(line, column)
        if any(t is not None and not agree(a, t) for a, t in zip(found, recorded, strict=False)):
            yield line


def is_meant(table: str, column: str, x: tuple[float, ...]) -> bool:
    return any(d.table == table and column in d.columns and d.holds(*x) for d in DEVIATIONS)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("column", ["value", "first"])
def test_values_and_slopes_at_the_edges_are_those_of_pytorch(
    operators: Registry, table: str, column: str
) -> None:
    found = differences(operators, table, column)
    assert [line for line in found if not is_meant(table, column, line.x)] == []


@pytest.mark.parametrize("table", TABLES)
def test_second_derivatives_are_those_of_pytorch_where_it_has_them(
    operators: Registry, table: str
) -> None:
    """At a pole of the slope PyTorch has sometimes an infinity, sometimes NaN, and so have we."""
    found = (x for x in differences(operators, table, "second") if all_finite(x.second))
    assert [line for line in found if not is_meant(table, "second", line.x)] == []


def all_finite(numbers: list[float | None]) -> bool:
    return all(x is None or math.isfinite(x) for x in numbers)


@pytest.mark.parametrize("table", TABLES)
def test_the_sign_of_a_zero_is_that_of_pytorch(operators: Registry, table: str) -> None:
    for line in lines(table):
        (recorded,), (value,) = line.value, ours(operators, table, line.x).value
        if recorded == value == 0 and not is_meant(table, "value", line.x):
            assert math.copysign(1, value) == math.copysign(1, recorded), line


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda d: d.table)
def test_every_deviation_listed_is_one(operators: Registry, deviation: Deviation) -> None:
    for column in deviation.columns.split():
        found = differences(operators, deviation.table, column)
        assert any(deviation.holds(*line.x) for line in found), column


def test_every_operator_that_pytorch_has_is_in_the_tables(operators: Registry) -> None:
    assert {table.partition(":")[0] for table in TABLES} == {*operators} - {"cbrt", "sech"}


def test_what_rows_document_at_singular_points_is_what_pytorch_recorded(
    operators: Registry,
) -> None:
    """Where it has the point, and we do not mean to differ; +0.0 and -0.0 are one key."""
    recorded = 0
    for name, row in operators.items():
        for line in lines(name) if name in TABLES else ():
            for x, documented in row.singular.items():
                if not same_point(x, line.x) or is_meant(name, "first", x):
                    continue
                recorded += 1
                for ours_is, theirs in zip(documented, line.value + line.first, strict=False):
                    assert theirs is None or agree(ours_is, theirs), (name, x)
    assert recorded > 60


def same_point(x: tuple[float, ...], y: tuple[float, ...]) -> bool:
    """Whether every operand is the same, sign of a zero included."""
    return len(x) == len(y) and all(a.hex() == b.hex() for a, b in zip(x, y, strict=True))
