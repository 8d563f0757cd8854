"""Holds every row to the contract of an operator: total, real, and one rule for all operands."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd_core import Op, Value, gradients
from micrograd_core.testing.edges import singular_points
from micrograd_ops import micrograd_register_ops
from micrograd_ops.elementary import ROWS

ALL = (*micrograd_register_ops(), *ROWS)
EVERY_ROW = pytest.mark.parametrize("row", ALL, ids=lambda row: row.name)

EDGES = [0.0, -0.0, 5e-324, -1e-300, 0.5, -0.5, 1.0, -1.0, 2.0, 30.0, 1000.0, -1000.0, 1e308]
EDGES += [math.inf, -math.inf, math.nan]


def arity(row: Op) -> int:
    assert row.arity is not None
    return row.arity


def same(x: float, y: float) -> bool:
    return math.isclose(x, y, rel_tol=1e-14, abs_tol=1e-300) or (math.isnan(x) and math.isnan(y))


def partials(row: Op, operands: Any) -> list[Any]:
    """The row's rule on any operands, each partial evaluated."""
    found = row.partials(row(*operands), *operands)
    return [d() if callable(d) else d for d in found]


@EVERY_ROW
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_forward_gives_a_float_for_any_floats(row: Op, data: st.DataObject) -> None:
    """It never raises and is never complex, with infinities and NaN among the operands."""
    operands = data.draw(st.tuples(*[st.floats() | st.sampled_from(EDGES)] * arity(row)))
    assert type(row.forward(*operands)) is float


@EVERY_ROW
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_row_gives_the_same_number_on_floats_values_and_arrays(
    row: Op, data: st.DataObject
) -> None:
    operands = data.draw(st.tuples(*[st.floats() | st.sampled_from(EDGES)] * arity(row)))
    expected = row(*operands)
    value = row(*map(Value, operands)).data
    array = row(*(np.array([x, x]) for x in operands))
    np.testing.assert_array_equal([value, *array], [expected] * 3)


@EVERY_ROW
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_rule_gives_on_arrays_what_it_gives_on_floats(row: Op, data: st.DataObject) -> None:
    """Element by element, at the edges too, where floats divide by zero and Values step in."""
    numbers = st.lists(
        st.tuples(*[st.floats(-50, 50) | st.sampled_from(EDGES)] * arity(row)), min_size=1
    )
    points = data.draw(numbers)
    with np.errstate(all="ignore"):
        columns = [np.array(column) for column in zip(*points, strict=True)]
        found = [np.broadcast_to(d, len(points)) for d in partials(row, columns)]
    for i, point in enumerate(points):
        values = [*map(Value, point)]
        expected = gradients(row(*values), values)
        assert all(same(d[i], e) for d, e in zip(found, expected, strict=True)), point


@EVERY_ROW
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_rule_gives_on_values_what_it_gives_on_floats(row: Op, data: st.DataObject) -> None:
    """The derivative that can be differentiated again is the derivative."""
    operands = data.draw(st.tuples(*[st.floats(-50, 50).filter(is_ordinary)] * arity(row)))
    values = [*map(Value, operands)]
    out = row(*values)
    plain = gradients(out, values)
    differentiable = [d.data for d in gradients(out, values, create_graph=True)]
    assert all(map(same, plain, differentiable)), (plain, differentiable)


def is_ordinary(x: float) -> bool:
    return abs(x) > 1e-100


@EVERY_ROW
def test_row_is_documented_in_one_line(row: Op) -> None:
    assert row.doc
    assert "\n" not in row.doc


@EVERY_ROW
def test_domain_has_an_interval_for_each_operand_or_one_for_all(row: Op) -> None:
    assert len(row.domain) in {1, row.arity}
    assert all(low < high for low, high in row.domain)


@pytest.mark.parametrize("name", ["min", "max", "abs", "sigmoid", "where", "atan2", "tanh"])
def test_operators_are_methods_of_a_value(name: str) -> None:
    row = next(row for row in ALL if row.name == name)
    operands = [0.25, 3.0, -1.0][: arity(row)]
    first, *rest = operands
    assert getattr(Value(first), name)(*rest).data == row(*operands)


@pytest.mark.parametrize(
    ("ufunc", "name"),
    [(np.arcsin, "asin"), (np.arctan2, "atan2"), (np.absolute, "abs"), (np.minimum, "min")],
)
def test_numpy_functions_find_their_operator(ufunc: Any, name: str) -> None:
    """Also where NumPy has another name for it."""
    row = next(row for row in ALL if row.name == name)
    operands = [0.25, 0.75][: arity(row)]
    out = ufunc(*map(Value, operands))
    assert (out.op, out.data) == (row, row(*operands))


@EVERY_ROW
def test_what_a_row_documents_at_singular_points_holds(row: Op) -> None:
    """Each row documents some; where they are PyTorch's, its tables hold them too."""
    verdict = singular_points(row)
    assert verdict.ok, verdict.message
