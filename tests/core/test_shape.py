"""The graph of an expression is micrograd's, node for node; the record is of micrograd 0.1.0."""

import json
from pathlib import Path
from runpy import run_path

import pytest

from micrograd_core import Value

HERE = Path(__file__).parent
RECORDED = json.loads((HERE / "micrograd_shapes.json").read_text())
graph = run_path(str(HERE / "record_micrograd_shapes.py"))["graph"]


@pytest.mark.parametrize("program", RECORDED)
def test_a_program_has_the_nodes_labels_numbers_and_gradients_of_micrograd(program: str) -> None:
    found, recorded = graph(Value, program), RECORDED[program]
    assert [(op, operands) for op, _, _, operands in found] == [
        (op, operands) for op, _, _, operands in recorded
    ]
    for (_, data, grad, _), (_, its_data, its_grad, _) in zip(found, recorded, strict=True):
        assert (data, grad) == pytest.approx((its_data, its_grad), rel=1e-12, abs=1e-12)


def shape(v: Value) -> object:
    """Return the nested labels of the operators, and the numbers at the leaves."""
    return v.data if v.op is None else (v._op, *map(shape, v.operands))


def test_derived_operators_are_made_of_the_four() -> None:
    a, b = Value(2.0), Value(4.0)
    assert shape(-a) == ("*", 2.0, -1.0)
    assert shape(a - b) == ("+", 2.0, ("*", 4.0, -1.0))
    assert shape(a - 1) == ("+", 2.0, -1.0)
    assert shape(1 - a) == ("+", ("*", 2.0, -1.0), 1.0)
    assert shape(a / b) == ("*", 2.0, ("**-1", 4.0))
    assert shape(a / 4) == ("*", 2.0, 0.25)
    assert shape(10 / a) == ("*", ("**-1", 2.0), 10.0)
    assert shape(a**3) == ("**3", 2.0)
    assert shape(2 + a) == ("+", 2.0, 2.0)


def test_operands_keep_their_order_and_prev_has_each_of_them_once() -> None:
    a, b = Value(2.0), Value(3.0)
    assert (a * b).operands == (a, b)
    assert (a * a).operands == (a, a)
    assert (a * a)._prev == (a,)
    assert a.operands == a._prev == ()


def test_a_leaf_has_no_operator_and_an_empty_label() -> None:
    v = Value(1.0)
    assert v.op is None
    assert v._op == ""
    assert v.params == {}


def test_a_number_of_the_expression_is_one_leaf_the_same_at_each_access() -> None:
    v = Value(3.0) * 2
    number = v.operands[1]
    assert (number.data, number.op) == (2.0, None)
    assert v.operands[1] is number
    assert v._prev[1] is number


def test_a_number_shows_the_gradient_it_would_have_as_a_value() -> None:
    for early in (True, False):
        v = Value(3.0) * 2
        out = v * v
        if early:
            assert v.operands[1].grad == 0.0
        out.backward()
        assert v.operands[1].grad == 2 * 6.0 * 3.0


def test_a_number_shows_the_same_gradient_whether_it_was_looked_at_early_or_late() -> None:
    found = []
    for early in (True, False):
        v = Value(3.0) * 2
        if early:
            assert v.operands
        v.backward()
        v.backward()
        found.append(v.operands[1].grad)
    assert found[0] == found[1]


def test_params_are_the_static_parameters_and_changing_the_copy_changes_nothing() -> None:
    v = Value(3.0) ** 2
    dict(v.params)["n"] = 5
    assert v.params == {"n": 2}
    v.params.clear()  # type: ignore[attr-defined]
    assert v.params == {"n": 2}
