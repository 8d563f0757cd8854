"""What a Value is: what it is made from, what it refuses, how it compares, what it shows."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from micrograd_core import GraphError, Registry, UnknownOperatorError, Value, tracing, using
from micrograd_ops.arithmetic import ADD

NUMBERS = [
    (1, 1.0), (True, 1.0), (-0.0, -0.0), (Fraction(1, 4), 0.25), (2**60, 2.0**60),
    (np.float64(0.1), 0.1), (np.float32(0.5), 0.5), (np.float16(0.5), 0.5), (np.int64(-3), -3.0),
    (np.uint8(255), 255.0), (np.bool_(True), 1.0), (np.array(2.5), 2.5), (np.array(7), 7.0),
    (math.inf, math.inf), (5e-324, 5e-324), (Fraction(1, 10**400), 0.0),
]  # fmt: skip
NO_NUMBERS: list[Any] = [
    "a", "1", b"1", None, 1j, complex(1), [1], (1,), {}, object(), float, Value, np.array([1.0]),
    np.array([]), np.complex128(1), np.array("a"), np.datetime64("2020-01-01"),
]  # fmt: skip
HUGE = [10**400, -(10**400), Fraction(10**400), 10**5000, Fraction(10**5000)]


@pytest.mark.parametrize(("given", "number"), NUMBERS)
def test_a_real_number_of_any_kind_becomes_a_float(given: Any, number: float) -> None:
    for data in (Value(given).data, (Value(0.0) + given).data, (given + Value(0.0)).data):
        assert type(data) is float
        assert data == number
    assert math.copysign(1, Value(given).data) == math.copysign(1, number)


def test_nan_stays_nan() -> None:
    assert math.isnan(Value(math.nan).data)


@pytest.mark.parametrize("given", [*NO_NUMBERS, Value(1.0)], ids=repr)
def test_anything_else_is_refused_in_a_sentence_that_shows_it(given: Any) -> None:
    with pytest.raises(TypeError, match="must be a real number") as caught:
        Value(given)
    assert repr(given) in str(caught.value)
    assert type(given).__name__ in str(caught.value)


def test_what_is_no_number_is_not_put_into_data_either() -> None:
    v = Value(1.0)
    with pytest.raises(TypeError, match=r"data of a Value must be a real number.*'a' of type str"):
        v.data = "a"
    assert v.data == 1.0
    v.data = 3
    assert type(v.data) is float


@pytest.mark.parametrize("given", HUGE, ids=lambda x: f"{len(hex(int(x)))} hex digits")
def test_a_number_beyond_a_double_is_refused_in_a_sentence(given: Any) -> None:
    for refused in (lambda: Value(given), lambda: Value(1.0) + given, lambda: given * Value(1.0)):
        with pytest.raises(OverflowError, match="beyond the range of a double"):
            refused()


class Stranger:
    """A type with arithmetic of its own, which a Value must give way to."""

    def answer(self, other: Any) -> str:
        """Say that the Stranger was asked."""
        return "asked"

    __radd__ = __rmul__ = __rsub__ = __rtruediv__ = __rpow__ = __gt__ = __lt__ = answer


def test_an_operator_leaves_an_operand_it_does_not_know_to_the_other_side() -> None:
    v, other = Value(1.0), Stranger()
    for found in (v + other, v * other, v - other, v / other, v**other, v < other, v > other):
        assert found == "asked"


OPERATORS = [
    "add",
    "radd",
    "mul",
    "rmul",
    "sub",
    "rsub",
    "truediv",
    "rtruediv",
    "pow",
    "rpow",
    "lt",
    "le",
    "gt",
    "ge",
]


@pytest.mark.parametrize("name", OPERATORS)
@pytest.mark.parametrize("given", ["a", None, 1j, [1]], ids=repr)
def test_operators_answer_not_implemented_to_what_is_no_number(name: str, given: Any) -> None:
    assert getattr(Value, f"__{name}__")(Value(1.0), given) is NotImplemented


def test_a_sum_with_a_string_is_a_type_error_from_either_side() -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        Value(1.0) + "a"
    with pytest.raises(TypeError):
        "a" - Value(1.0)  # type: ignore[operator]


def test_equality_and_hash_are_identity() -> None:
    a, b = Value(1.0), Value(1.0)
    assert a == a
    assert a != b
    assert a != 1.0
    assert len({a, b, a}) == 2


def test_order_compares_data_with_values_and_numbers_on_either_side() -> None:
    one, two = Value(1.0), Value(2.0)
    assert one < two and two > one and one <= two and two >= one
    assert one < 2 and one < 2 and one <= 1.0 and one <= 1 and Fraction(1, 2) < one
    assert not one < 1 and not one > 1
    assert max(one, two, key=None) is two
    assert sorted([two, one]) == [one, two]


def test_nan_is_neither_smaller_nor_larger() -> None:
    nan = Value(math.nan)
    assert not nan < 1 and not nan > 1 and not nan <= nan and not nan >= nan


def test_repr_is_micrograd_s() -> None:
    assert repr(Value(2)) == "Value(data=2.0, grad=0.0)"


def test_a_label_is_kept_and_can_be_set() -> None:
    v = Value(1.0, label="x")
    v.label += "1"
    assert v.label == "x1"
    assert Value(1.0).label == (Value(1.0) + 1).label == ""


def test_grad_starts_at_zero_and_can_be_set() -> None:
    v = Value(1.0)
    assert v.grad == 0.0
    v.grad = 0  # as micrograd's zero_grad() does
    (v * 2).backward()
    assert v.grad == 2.0


def test_a_value_takes_no_attribute_that_it_does_not_have() -> None:
    with pytest.raises(AttributeError):
        Value(1.0).gradd = 1.0  # type: ignore[attr-defined]


def test_an_operator_is_a_method_of_a_value_and_of_the_class() -> None:
    v = Value(-1.0)
    assert v.relu().data == Value.relu(v).data == 0.0
    assert v.add(2).data == v.mul(v).data == 1.0


def test_only_operators_in_use_are_attributes() -> None:
    assert hasattr(Value(1.0), "relu")
    assert {"relu", "data", "backward"} <= set(dir(Value(1.0)))
    with using(Registry([ADD])):
        assert not hasattr(Value(1.0), "relu")
        assert "relu" not in dir(Value(1.0))
        assert "add" in dir(Value(1.0))
        with pytest.raises(UnknownOperatorError, match=r"no operator 'relu'.* which has add"):
            Value(1.0).relu()


def test_without_a_plugin_the_error_names_the_missing_operator() -> None:
    with using(Registry()), pytest.raises(UnknownOperatorError, match="'mul'"):
        Value(1) * Value(2)


def test_an_error_shows_no_error_of_ours_behind_it() -> None:
    with using(Registry()), pytest.raises(UnknownOperatorError) as caught:
        Value(1) * Value(2)
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    with tracing(), pytest.raises(OverflowError) as overflow:
        Value(1) * 10**400
    assert overflow.value.__context__ is None or overflow.value.__suppress_context__


def test_backward_of_a_leaf_is_refused() -> None:
    v = Value(1.0)
    with pytest.raises(GraphError, match="nothing to differentiate"):
        v.backward()
    assert v.grad == 0.0


def test_a_format_is_that_of_the_number_and_none_is_the_value_s_own() -> None:
    assert f"{Value(1.5):.3f}" == "1.500"
    assert f"{Value(1.5)}" == "Value(data=1.5, grad=0.0)"


@pytest.mark.parametrize("number", [3, True, Fraction(1, 2), 0.5])
def test_a_number_of_any_kind_stands_in_the_graph_as_a_float(number: Any) -> None:
    for v in (Value(2.0) * number, number * Value(2.0), Value(2.0) + number):
        assert [type(x.data) for x in v.operands] == [float, float]
        assert type(v._y) is float
        v.backward()
    x = Value(2.0)
    (x * number).backward()
    assert x.grad == float(number)


@pytest.mark.parametrize(("x", "y"), [(1.0, 0.0), (1.0, -0.0), (-1.0, 0.0), (0.0, 0.0)])
def test_a_division_by_a_plain_zero_has_the_sign_of_ieee(x: float, y: float) -> None:
    expected = math.copysign(math.inf, x * math.copysign(1.0, y)) if x else math.nan
    assert repr((Value(x) / y).data) == repr(expected)
