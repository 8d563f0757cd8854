"""Training data is checked number by number before it is used."""

from fractions import Fraction

import numpy as np
import pytest

from micrograd_core import Value
from micrograd_nn.data import training_data

INF = float("inf")
NAN = float("nan")


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        ([], [], "one row at least; it got 0 rows and 0 targets"),
        ([[1.0]], [], "it got 1 row and 0 targets"),
        ([[1.0], [2.0]], [1], "it got 2 rows and 1 target$"),
        ([[1.0], [2.0, 3.0]], [1, 1], r"X\[1\] has 2 numbers, and X\[0\] has 1"),
        ([[1.0, 2.0], [1.0]], [1, 1], r"X\[1\] has 1 number, and X\[0\] has 2"),
        ([[1.0], [NAN]], [1, 1], r"X\[1\]\[0\] is nan; training needs finite numbers"),
        ([[1.0, -INF]], [1], r"X\[0\]\[1\] is -inf"),
        ([[1.0], [2.0]], [1, NAN], r"y\[1\] is nan"),
        (np.array([[1.0], [np.inf]]), np.array([1, 1]), r"X\[1\]\[0\] is inf"),
    ],
)
def test_data_that_cannot_be_trained_on_is_refused_with_its_place(X, y, message):
    with pytest.raises(ValueError, match=message):
        training_data(X, y)


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (None, [1], "X must be a sequence, not None"),
        (1.0, [1], r"X must be a sequence, not 1\.0"),
        ("ab", [1], "X must be a sequence, not 'ab'"),
        ({0: [1.0]}, [1], r"X must be a sequence, not \{0: \[1\.0\]\}"),
        ([1.0], [1], r"X\[0\] must be a sequence, not 1\.0"),
        (["ab"], [1], r"X\[0\] must be a sequence, not 'ab'"),
        ([["a"]], [1], r"X\[0\]\[0\] must be a real number"),
        ([[1j]], [1], r"X\[0\]\[0\] must be a real number"),
        ([[Value(1)]], [1], r"X\[0\]\[0\] must be a real number"),
        ([[1.0]], [None], r"y\[0\] must be a real number"),
        ([[1.0]], [[1]], r"y\[0\] must be a real number"),
        ([[1.0]], 1, "y must be a sequence, not 1"),
    ],
)
def test_data_of_the_wrong_type_is_refused_with_its_place(X, y, message):
    with pytest.raises(TypeError, match=message):
        training_data(X, y)


@pytest.mark.parametrize(
    "X",
    [
        [[1, 2], [3, 4]],
        ((1, 2), (3, 4)),
        (row for row in ([1.0, 2.0], (3.0, 4.0))),
        np.array([[1, 2], [3, 4]], dtype=np.uint8),
        [np.array([1.0, 2.0]), np.array([3.0, 4.0])],
        [[Fraction(1), np.float32(2)], [True + 2, 4.0]],
    ],
)
def test_rows_of_any_real_numbers_become_floats(X):
    rows, targets = training_data(X, iter([1, -1]))
    assert rows == [[1.0, 2.0], [3.0, 4.0]]
    assert targets == [1.0, -1.0]
    assert {type(x) for row in rows for x in row} == {float}
