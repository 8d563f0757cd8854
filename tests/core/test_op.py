"""An operator is one row: what makes a good one, and what it does when it is called."""

import copy
import math
import pickle
from typing import Any

import numpy as np
import pytest

from micrograd_core import Op, UnknownOperatorError, Value
from micrograd_core.source import HERE
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU

SCALE = Op("scale", lambda x, k: x * k, lambda out, x, k: (k,), "x{k}")


def test_three_fields_make_a_good_row() -> None:
    row = Op("double", lambda x: 2 * x, lambda out, x: (2.0,))
    assert (row.symbol, row.doc, row.ufunc, row.replaces) == ("double", "", "", "")
    assert row.domain == ((-math.inf, math.inf),)
    assert (row.points, row.reference, row.singular, row.params) == ((), "", {}, ())
    assert row(Value(3.0)).data == 6.0


def test_a_row_is_frozen() -> None:
    with pytest.raises(AttributeError):
        MUL.name = "times"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["", "a b", "1st", "a-b", None, 3, "näme!"], ids=repr)
def test_a_name_that_is_no_identifier_is_refused(name: Any) -> None:
    with pytest.raises(ValueError, match="must be an identifier"):
        Op(name, abs, lambda out, x: (1.0,))


@pytest.mark.parametrize(
    "name", ["data", "grad", "backward", "label", "op", "operands", "params", "_op", "__add__"]
)
def test_a_name_that_a_value_keeps_for_itself_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"cannot be called '{name}'"):
        Op(name, abs, lambda out, x: (1.0,))


def test_every_public_attribute_of_a_value_is_kept_from_operators() -> None:
    own = {name for name in vars(Value) | vars(Value.__base__) if not name.startswith("_")}
    for name in own:
        with pytest.raises(ValueError, match="cannot be called"):
            Op(name, abs, lambda out, x: (1.0,))


@pytest.mark.parametrize("symbol", ["{", "{0}", "{n[0]}", "{n.no}"])
def test_a_symbol_that_cannot_be_formatted_is_refused(symbol: str) -> None:
    text = r"symbol .* of operator 'odd' cannot be formatted: .*brace"
    with pytest.raises(ValueError, match=text):
        Op("odd", abs, lambda out, x: (1.0,), symbol)


def test_where_a_row_came_from_is_not_for_its_author_to_say() -> None:
    with pytest.raises(TypeError, match="source"):
        Op("odd", abs, lambda out, x: (1.0,), source=HERE)  # type: ignore[call-arg]


@pytest.mark.parametrize("partials", [lambda out: (), lambda: (), lambda out, *, n: ()])
def test_a_rule_of_no_operand_is_refused(partials: Any) -> None:
    with pytest.raises(ValueError, match="the partials of operator 'one' take no operand"):
        Op("one", lambda: 1.0, partials)


@pytest.mark.parametrize("rule", ["forward", "partials"])
def test_a_rule_that_is_not_callable_is_refused(rule: str) -> None:
    rules: dict[str, Any] = {"forward": abs, "partials": lambda out, x: (1.0,), rule: 3}
    with pytest.raises(TypeError, match=f"the {rule} of operator 'odd' must be callable"):
        Op("odd", rules["forward"], rules["partials"])


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {"domain": [(0.0, 1.0)]},
            "domain of operator 'odd' has .*; it should be a tuple of inter",
        ),
        ({"domain": (0.0, 1.0)}, "domain of operator 'odd' has .0.0, 1.0.; it should be"),
        ({"domain": ((0.0, 1.0, 2.0),)}, "one for each operand or one for all"),
        ({"domain": (("0", "1"),)}, "one for each operand or one for all"),
        ({"domain": ((1.0, 0.0),)}, "has .1.0, 0.0., which is empty; its low end must be below"),
        ({"domain": ((0.0, 1.0), (2.0, 2.0))}, "has .2.0, 2.0., which is empty"),
        ({"domain": ((math.nan, 1.0),)}, "has .nan, 1.0., which is empty"),
        ({"domain": ()}, "has 0 intervals; give a tuple of intervals"),
        ({"domain": ((0.0, 1.0),) * 3}, "has 3 intervals; give a tuple of intervals"),
        ({"points": [(1.0,)]}, "points of operator 'odd' has .*; it should be a tuple of them"),
        ({"points": (1.0, 2.0)}, "points of operator 'odd' has 1.0; it should be a tuple of numb"),
        ({"points": ((),)}, "a tuple of numbers, one for each operand"),
        ({"points": (("1",),)}, "a tuple of numbers"),
        ({"points": ((1.0, 2.0, 3.0),)}, "it takes at most 2 operands"),
        ({"reference": 3}, "reference of operator 'odd' has 3; it should be a function"),
        ({"reference": "mpmath.tanh"}, "a string 'module:function' like 'mpmath:tanh'"),
        ({"reference": "mpmath:"}, "like 'mpmath:tanh'"),
        ({"singular": [(0.0,)]}, "a mapping from operands to"),
        ({"singular": {0.0: (0.0, 1.0)}}, "singular of operator 'odd' has 0.0; it should be"),
        ({"singular": {(0.0,): (0.0,)}}, "partials. for the operands .0.0,"),
        ({"singular": {(0.0,): 0.0}}, "partials. for the operands"),
        ({"params": {"k": 1}}, "a tuple of them; one alone has a comma"),
        ({"params": ("k",)}, "a mapping from the names of parameters to values"),
        ({"params": ({"m": 1},)}, "names 'm', which its partials do not take; there are x, y, k"),
    ],
)
def test_a_field_for_the_checks_that_is_not_well_formed_is_refused(fields: Any, text: str) -> None:
    with pytest.raises((TypeError, ValueError), match=text):
        Op("odd", abs, lambda out, x, y=0, *, k=1: (1.0, 1.0), **fields)


@pytest.mark.parametrize("count", [1, 2])
def test_one_interval_serves_all_operands_or_each_has_its_own(count: int) -> None:
    domain = ((0, math.inf),) * count
    row = Op("odd", abs, lambda out, x, y: (1.0, 1.0), domain=domain)
    assert row.domain == domain


@pytest.mark.parametrize("count", [1, 2, 3])
def test_operands_in_any_number_have_intervals_in_any_number(count: int) -> None:
    assert len(Op("odd", abs, lambda out, *xs: xs, domain=((0.0, 1.0),) * count).domain) == count


def test_a_rule_that_takes_any_parameters_may_have_any_samples() -> None:
    row = Op("odd", abs, lambda out, *xs, **params: xs, params=({"m": 1},), points=((1, 2, 3),))
    assert row.params == ({"m": 1},)


@pytest.mark.parametrize(
    ("partials", "arity"),
    [
        (lambda out, x: (1,), 1),
        (lambda out, x, y: (1, 1), 2),
        (lambda out, x, y=2: (1, 1), 2),
        (lambda out, x, *, n: (1,), 1),
        (lambda out, *xs: xs, None),
        (lambda out, a, b, c, d: (1, 1, 1, 1), 4),
    ],
)
def test_the_arity_is_read_off_the_partials(partials: Any, arity: int | None) -> None:
    assert Op("odd", abs, partials).arity == arity


def test_the_label_is_the_symbol_with_the_static_parameters() -> None:
    assert POW.label({"n": 3}) == "**3"
    assert POW.label({}) == "**"
    assert MUL.label({}) == "*"
    assert Op("odd", abs, lambda out, x: (1.0,)).label({"k": 2}) == "odd"


def test_a_row_takes_floats_and_gives_a_float() -> None:
    assert MUL(2.0, 3.0) == 6.0
    assert POW(0.0, n=-1) == math.inf
    assert type(RELU(-1.0)) is float


def test_a_row_takes_values_and_gives_a_value_with_its_graph() -> None:
    x = Value(2.0)
    for v in (MUL(x, 3.0), MUL(3.0, x), x.mul(3.0)):
        assert (v.data, v.op) == (6.0, MUL)
    assert MUL(3.0, x).operands[1] is x


def test_an_operand_given_by_name_is_a_static_parameter() -> None:
    for v in (SCALE(Value(2.0), k=3), Value(2.0) ** 3, POW(Value(2.0), n=3)):
        assert len(v.operands) == 1
        assert list(v.params.values()) == [3]
    assert SCALE(Value(2.0), k=3)._op == "x3"


def test_a_row_goes_over_arrays_element_by_element() -> None:
    found = ADD(np.array([[1.0], [2.0]]), np.array([10, 20]))
    assert found.tolist() == [[11.0, 21.0], [12.0, 22.0]]
    assert found.dtype == float
    assert POW(np.array([4.0, -1.0, 0.0]), n=0.5)[:1].tolist() == [2.0]
    assert MUL(np.zeros((0, 3)), 2.0).shape == (0, 3)


def test_a_row_hands_over_to_whatever_has_apply_op() -> None:
    class Spy:
        @staticmethod
        def __apply_op__(row: Op, *operands: Any, **params: Any) -> Any:
            return row, operands, params

    spy = Spy()
    assert MUL(2.0, spy) == (MUL, (2.0, spy), {})
    assert POW(spy, n=3) == (POW, (spy,), {"n": 3})


def test_a_row_refuses_operands_that_are_no_numbers() -> None:
    with pytest.raises(TypeError, match=r"an operand of mul must be a real number.*'a'"):
        MUL(Value(1.0), "a")
    with pytest.raises(TypeError, match="must be a real number"):
        MUL(Value(1.0), None)


def test_a_value_as_a_static_parameter_is_refused() -> None:
    with pytest.raises(TypeError, match=r"'k'|k="):
        SCALE(Value(2.0), k=Value(3.0))


def test_a_row_pickles_by_name() -> None:
    assert pickle.loads(pickle.dumps(MUL)) is MUL


def test_a_pickled_row_that_is_not_there_is_an_error_that_names_it() -> None:
    pickled = pickle.dumps(SCALE)
    with pytest.raises(UnknownOperatorError, match="'scale'"):
        pickle.loads(pickled)


def test_a_copy_of_a_row_is_the_row_in_use_or_not() -> None:
    assert copy.copy(MUL) is copy.deepcopy(MUL) is MUL
    assert copy.copy(SCALE) is copy.deepcopy(SCALE) is SCALE


def test_repr_names_the_operator_and_where_it_came_from() -> None:
    assert repr(SCALE) == "<operator scale (this program)>"
