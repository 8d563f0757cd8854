"""Values among NumPy's scalars, arrays and functions, through the operators in use."""

import operator
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from micrograd_core import Registry, UnknownOperatorError, Value, tracing, using
from micrograd_core import operator as operator_named
from micrograd_ops import micrograd_register_ops
from micrograd_ops.arithmetic import MUL, POW
from micrograd_ops.elementary import ROWS


@pytest.fixture(autouse=True, scope="module")
def elementary(arithmetic: Registry) -> Iterator[None]:
    """The elementary operators as well."""
    with using(Registry([*micrograd_register_ops(), *ROWS])):
        yield


SCALARS = [np.float64(3), np.float32(3), np.int64(3), np.uint8(3), np.array(3.0), np.array(3)]


@pytest.mark.parametrize("scalar", SCALARS, ids=lambda x: f"{type(x).__name__} {x.dtype}")
def test_a_scalar_on_either_side_is_the_number_it_stands_for(scalar: Any) -> None:
    v = Value(2.0)
    pairs = [
        (scalar + v, 5.0), (v + scalar, 5.0), (scalar - v, 1.0), (v - scalar, -1.0),
        (scalar * v, 6.0), (v * scalar, 6.0), (scalar / v, 1.5), (v / scalar, 2 / 3),
        (scalar**v, 9.0), (v**scalar, 8.0),
    ]  # fmt: skip
    for found, expected in pairs:
        assert type(found) is Value
        assert type(found.data) is float
        assert found.data == pytest.approx(expected)
        found.backward()
    assert type(v.grad) is float
    assert (scalar > v, scalar < v, v < scalar, v >= scalar) == (True, False, True, False)


def test_a_scalar_makes_the_same_graph_as_a_number() -> None:
    v = Value(2.0)
    for found in (np.float64(3) * v, v * np.float64(3)):
        assert found._op == "*"
        assert found.operands[0] is v
        assert found.operands[1].data == 3.0


@pytest.mark.parametrize(
    "name",
    ["exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "arcsin", "arctan", "sinh", "absolute",
     "expm1", "log1p", "cbrt", "floor", "square", "negative", "positive", "reciprocal"],
)  # fmt: skip
def test_a_function_of_one_number_takes_a_value(name: str) -> None:
    function = getattr(np, name)
    v = Value(0.25)
    found = function(v)
    assert type(found) is Value
    assert found.data == pytest.approx(function(0.25), rel=1e-15)


@pytest.mark.parametrize(
    "name",
    ["add", "subtract", "multiply", "divide", "power", "maximum", "minimum", "hypot", "arctan2"],
)
def test_a_function_of_two_numbers_takes_values_on_either_side(name: str) -> None:
    function = getattr(np, name)
    for x, y in ((Value(2.0), Value(3.0)), (2.0, Value(3.0)), (Value(2.0), np.float64(3))):
        assert function(x, y).data == pytest.approx(function(2.0, 3.0), rel=1e-15)


def test_the_gradient_goes_through_a_numpy_function() -> None:
    v = Value(0.5)
    np.exp(np.float64(2) * v).backward()
    assert v.grad == pytest.approx(2 * np.exp(1.0))


@pytest.mark.parametrize("traced", [False, True])
def test_a_value_meets_an_array_element_by_element(traced: bool) -> None:
    v, array = Value(2.0), np.array([[1.0, 2.0], [3.0, 4.0]])
    with tracing() if traced else using(Registry([*micrograd_register_ops(), *ROWS])):
        pairs = [
            (v * array, 2 * array), (array * v, 2 * array), (v + array, 2 + array),
            (array + v, 2 + array), (v - array, 2 - array), (array - v, array - 2),
            (v / array, 2 / array), (array / v, array / 2), (array**v, array**2),
            (v**array, 2**array), (np.maximum(v, array), np.maximum(2, array)),
        ]  # fmt: skip
    for found, expected in pairs:
        assert found.dtype == object
        assert found.shape == (2, 2)
        assert [x.data for x in found.flat] == pytest.approx(list(expected.flat))


def test_an_array_of_values_is_calculated_with() -> None:
    values = [Value(float(n)) for n in range(1, 4)]
    array = np.array(values)
    assert array.dtype == object
    out = (array * array).sum() + array @ np.array([1.0, 2.0, 3.0])
    out.backward()
    assert out.data == 28.0
    assert [v.grad for v in values] == [3.0, 6.0, 9.0]


def test_arrays_broadcast() -> None:
    v = np.array([Value(1.0), Value(2.0)])
    found = v[:, None] * np.array([10.0, 20.0, 30.0])
    assert found.shape == (2, 3)
    assert found[1, 2].data == 60.0
    assert (Value(1.0) * np.zeros((0, 2))).shape == (0, 2)


def test_comparisons_with_an_array_are_element_by_element() -> None:
    v, array = Value(2.0), np.array([1.0, 2.0, 3.0])
    assert (v < array).tolist() == [False, False, True]
    assert (array <= v).tolist() == [True, True, False]


def test_equality_with_what_numpy_has_is_identity() -> None:
    v = Value(3.0)
    assert (v == np.float64(3)) is False
    assert (np.float64(3) == v) is False
    assert (np.array([v, 3.0], dtype=object) == v).tolist() == [True, False]


def test_a_function_that_no_operator_answers_to_is_an_error_that_names_it() -> None:
    with pytest.raises(UnknownOperatorError, match=r"'arcsinh'|'sinc'|'logaddexp'"):
        np.logaddexp(Value(1.0), Value(2.0))
    with using(Registry()), pytest.raises(UnknownOperatorError, match="'exp'"):
        np.exp(Value(1.0))


def test_reductions_and_keywords_of_functions_are_refused() -> None:
    with pytest.raises(TypeError):
        np.exp(Value(1.0), out=np.zeros(()))
    with pytest.raises(TypeError):
        np.add.reduce(Value(1.0))


def test_an_array_with_something_else_in_it_is_refused() -> None:
    with pytest.raises(TypeError):
        Value(1.0) * np.array(["a"])
    with pytest.raises(TypeError):
        Value(1.0) * np.array([1j])


def test_numpy_s_sum_and_mean_work_on_lists_of_values() -> None:
    values = [Value(1.0), Value(3.0)]
    assert np.sum(values).data == 4.0
    assert np.mean(values).data == 2.0
    assert np.dot(values, [2.0, 1.0]).data == 5.0


def test_a_row_goes_over_arrays_of_values_and_over_an_array_beside_a_value() -> None:
    array = np.array([Value(1.0), Value(4.0)])
    for found in (POW(array, 0.5), POW(array, n=0.5), POW(array, np.array([0.5, 0.5]))):
        assert [v.data for v in found] == [1.0, 2.0]
        found[1].backward()
    assert array[1].grad == 0.75
    found = MUL(Value(3.0), np.array([1.0, 2.0]))
    assert [v.data for v in found] == [3.0, 6.0]


@pytest.mark.parametrize(
    "name", ["less", "less_equal", "greater", "greater_equal", "equal", "not_equal"]
)
def test_a_comparison_of_numpy_is_that_of_python_where_two_tie_and_where_not(name: str) -> None:
    one, other, two = Value(1.0), Value(1.0), Value(2.0)
    ufunc, python = getattr(np, name), {
        "less": operator.lt, "less_equal": operator.le, "greater": operator.gt,
        "greater_equal": operator.ge, "equal": operator.is_, "not_equal": operator.is_not,
    }[name]  # fmt: skip
    for x in (one, other, two):
        for y in (one, other, two):
            assert bool(ufunc(x, y)) is python(x, y)


def test_what_is_compared_with_an_array_is_a_mask() -> None:
    array, v = np.array([[1.0, 3.0], [3.0, 0.0]]), Value(2.0)
    for mask in (v < array, array > v, np.less(v, array)):
        assert mask.dtype == bool
        assert array[mask].tolist() == [3.0, 3.0]
    assert (np.array([v, 3.0], dtype=object) == v).dtype == bool


@pytest.mark.parametrize(("data", "clipped", "slope"), [(4.0, 1.0, 0.0), (0.5, 0.5, 1.0)])
def test_clip_keeps_the_graph(data: float, clipped: float, slope: float) -> None:
    v = Value(data)
    for out in (np.clip(v, 0, 1), np.clip(v, a_min=None, a_max=1), np.clip(v, max=1.0, min=-1.0)):
        v.grad = 0.0
        out.backward()
        assert (type(out), out.data, v.grad) == (Value, clipped, slope)
    assert np.clip(v, None, None) is v


def test_clip_goes_over_arrays_and_takes_values_as_bounds() -> None:
    low, array = Value(2.0), np.array([1.0, 5.0, 9.0])
    found = np.clip(array, low, 7)
    assert [x.data for x in found] == [2.0, 5.0, 7.0]
    found[0].backward()
    assert low.grad == 1.0
    assert [x.data for x in np.clip(Value(4.0), array, 6.0)] == [4.0, 5.0, 6.0]
    with using(Registry()), pytest.raises(UnknownOperatorError, match="'maximum'"):
        np.clip(low, 0, 1)


def test_other_functions_of_numpy_do_what_they_did() -> None:
    v = Value(3.0)
    assert np.ravel(v)[0] is v
    assert np.stack([v, v]).tolist() == [v, v]
    assert np.shape(v) == ()
    assert np.where(np.array([True, False]), v, 0.0)[0] is v


def test_a_result_is_not_put_into_an_array_that_is_there() -> None:
    array, v = np.array([1.0, 2.0]), Value(2.0)
    sentence = r"puts no Value into an array that is there.*make a new array, as in a = a \+ v"
    with pytest.raises(TypeError, match=f"np.add {sentence}"):
        array += v
    with pytest.raises(TypeError, match=f"np.exp {sentence}"):
        np.exp(v, out=array)
    with pytest.raises(TypeError, match=f"np.clip {sentence}"):
        np.clip(v, 0, 1, out=array)
    with pytest.raises(TypeError, match=r"np\.clip of a Value takes no dtype"):
        np.clip(v, 0, 1, dtype=float)
    assert array.tolist() == [1.0, 2.0]


def test_a_row_goes_over_an_array_of_values_where_numpy_s_function_does_not() -> None:
    """What docs/semantics.md says: NumPy asks no element of an array."""
    array = np.array([Value(-2.0), Value(0.5)])
    assert [type(x) for x in operator_named("sign")(array)] == [Value, Value]
    assert operator_named("asin")(array)[1].data == pytest.approx(np.arcsin(0.5))


@pytest.mark.parametrize(
    "call", [lambda v: np.add.outer(v, 1.0), lambda v: np.multiply(v, 2.0, dtype=float)]
)
def test_other_methods_and_options_of_a_numpy_function_are_refused(call: Any) -> None:
    with pytest.raises(TypeError, match="NotImplemented"):
        call(Value(2.0))
