"""Says how the operators that compare and choose share a derivative among their operands."""

import math

import numpy as np
import pytest

from micrograd_core import Op, Value, gradients
from micrograd_ops.comparison import EQ, GE, GT, LE, LT, MAX, MIN, NE, WHERE


@pytest.mark.parametrize("row", [MIN, MAX])
def test_tie_gives_each_operand_half(row: Op) -> None:
    v, w = Value(2.0), Value(2.0)
    assert gradients(row(v, w), [v, w]) == [0.5, 0.5]
    assert gradients(row(v, v), [v]) == [1.0]


@pytest.mark.parametrize("row", [MIN, MAX])
@pytest.mark.parametrize("other", [1.0, math.inf, -math.inf, math.nan])
def test_nan_wins_over_any_number(row: Op, other: float) -> None:
    assert math.isnan(row(math.nan, other))
    assert math.isnan(row(other, math.nan))


@pytest.mark.parametrize(("row", "chosen"), [(MIN, 0), (MAX, 1)])
def test_the_operand_chosen_has_the_whole_derivative(row: Op, chosen: int) -> None:
    v, w = Value(1.0), Value(2.0)
    assert gradients(row(v, w), [v, w]) == [float(i == chosen) for i in range(2)]


@pytest.mark.parametrize("condition", [1.0, -1.0, 5e-324, math.inf, math.nan, True])
def test_where_takes_any_number_but_zero_for_true(condition: float) -> None:
    x, y = Value(3.0), Value(4.0)
    out = WHERE(condition, x, y)
    assert out.data == 3.0
    assert gradients(out, [x, y]) == [1.0, 0.0]


@pytest.mark.parametrize("condition", [0.0, -0.0, False])
def test_where_takes_zero_for_false(condition: float) -> None:
    x, y = Value(3.0), Value(4.0)
    out = WHERE(condition, x, y)
    assert out.data == 4.0
    assert gradients(out, [x, y]) == [0.0, 1.0]


def test_where_takes_a_condition_computed_from_values() -> None:
    x = Value(-3.0)
    out = WHERE(GT(x, 0.0), x**2, -x)
    assert out.data == 3.0
    assert gradients(out, [x]) == [-1.0]


def test_where_masks_an_array_by_an_array() -> None:
    x = np.array([-2.0, 3.0])
    assert WHERE(x > 0, x, 0.0).tolist() == [0.0, 3.0]


@pytest.mark.parametrize(
    ("row", "below", "same", "above", "nan"),
    [
        (GT, 0.0, 0.0, 1.0, 0.0),
        (GE, 0.0, 1.0, 1.0, 0.0),
        (LT, 1.0, 0.0, 0.0, 0.0),
        (LE, 1.0, 1.0, 0.0, 0.0),
        (EQ, 0.0, 1.0, 0.0, 0.0),
        (NE, 1.0, 0.0, 1.0, 1.0),
    ],
)
def test_comparison_is_one_or_zero_without_a_derivative(
    row: Op, below: float, same: float, above: float, nan: float
) -> None:
    for x, expected in ((1.0, below), (2.0, same), (3.0, above), (math.nan, nan)):
        v, w = Value(x), Value(2.0)
        assert row(v, w).data == expected
        assert gradients(row(v, w), [v, w]) == [0.0, 0.0]


def test_python_equality_of_values_stays_identity() -> None:
    v, w = Value(2.0), Value(2.0)
    assert EQ(v, w).data == 1.0
    assert v != w
    assert not np.equal(*np.array([v, w]))
