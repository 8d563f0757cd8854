"""A rule that changes what it is given to read is named, and what it changed is as it was."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from micrograd_core import Op, OperatorError, Registry, Value, gradients, using
from micrograd_ops.arithmetic import ADD, MUL

PLAIN = Op("plain", lambda x, y: x * y, lambda out, x, y: (y, x))


def meddler(change: Callable[..., Any]) -> Op:
    """Return x * y whose partials rule does something to `out`, `x` or `y` on the way."""

    def partials(out: Any, x: Any, y: Any) -> Any:
        if isinstance(x, Value):
            change(out, x, y)
        return y, x

    return Op("meddler", PLAIN.forward, partials)


def fail_after_setting(out: Any, x: Any, y: Any) -> None:
    """Change an operand, then raise."""
    x.data = 9.0
    raise ValueError("of all things")


CHANGES: dict[str, Callable[..., Any]] = {
    "the data of a leaf": lambda out, x, y: setattr(y, "data", 9.0),
    "the data of a result": lambda out, x, y: setattr(x, "data", 9.0),
    "its own data": lambda out, x, y: setattr(out, "data", 9.0),
    "the gradient of a leaf": lambda out, x, y: setattr(y, "grad", 9.0),
    "the gradient of a result": lambda out, x, y: setattr(x, "grad", 9.0),
    "all of them to NaN": lambda out, x, y: [setattr(v, "data", float("nan")) for v in (out, x, y)],
}


@pytest.fixture
def named(host: Any, plugin: Any) -> Callable[[Op], Any]:
    """Put to use a row of a plugin called bad, beside arithmetic."""
    return lambda row: using(host(plugin("bad", [row, ADD, MUL])).registry)


@pytest.mark.parametrize("change", CHANGES)
def test_a_rule_that_changes_a_value_is_named_and_every_number_is_as_it_was(
    named: Any, change: str
) -> None:
    row = meddler(CHANGES[change])
    with named(row):
        x, y = Value(2.0), Value(5.0)
        before = x * 3
        out = row(before, y) + x
        out.backward()
        numbers = [(v.data, v.grad) for v in (x, y, before, *out.operands, out)]
        text = r"'meddler' \(plugin 'bad' of micrograd-bad 1.0\) changed its .* \(6.0, 5.0\) and"
        with pytest.raises(OperatorError, match=text):
            gradients(out, [x, y], create_graph=True)
        assert [(v.data, v.grad) for v in (x, y, before, *out.operands, out)] == numbers
        assert gradients(out, [x, y]) == [16.0, 6.0]
        assert gradients(before * y, [x], create_graph=True)[0].data == 15.0
        out.backward()
        assert x.grad == 32.0


def test_a_rule_that_changes_a_value_and_raises_leaves_every_number_as_it_was() -> None:
    x, y = Value(2.0), Value(5.0)
    out = meddler(fail_after_setting)(x * 3, y)
    with pytest.raises(OperatorError, match="of all things"):
        gradients(out, x, create_graph=True)
    assert gradients(out, [x, y]) == [15.0, 6.0]


def test_a_rule_that_is_given_copies_can_change_nothing() -> None:
    """Where plain floats fail, the rule is evaluated on Values, and those are nobody's."""

    def partials(out: Any, x: Any) -> Any:
        if isinstance(x, Value):
            x.data = x.grad = 9.0
            return (1.0,)
        raise ZeroDivisionError

    x = Value(2.0)
    Op("odd", lambda x: x, partials)(x).backward()
    assert (x.data, x.grad) == (2.0, 1.0)


def grow_list(coefficients: Any) -> None:
    coefficients.append(1.0)


STATIC: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "append": ([1.0, 2.0], grow_list),
    "item": ([1.0, 2.0], lambda k: k.__setitem__(0, 9.0)),
    "del": ([1.0, 2.0], lambda k: k.__delitem__(0)),
    "+=": ([1.0, 2.0], lambda k: k.__iadd__([1.0])),
    "sort": ([2.0, 1.0], lambda k: k.sort()),
    "inside a list": ([[1.0], [2.0]], lambda k: k[0].clear()),
    "a dictionary's item": ({"a": 1.0}, lambda k: k.__setitem__("a", 9.0)),
    "update": ({"a": 1.0}, lambda k: k.update(b=1)),
    "inside a dictionary": ({"a": [1.0]}, lambda k: k["a"].append(2.0)),
    "a set": ({1.0}, lambda k: k.add(2.0)),
    "an array": (np.ones(2), lambda k: k.__setitem__(0, 9.0)),
}


@pytest.mark.parametrize("where", ["forward", "partials"])
@pytest.mark.parametrize("way", STATIC)
def test_a_rule_that_changes_a_static_parameter_is_named_and_does_not(
    named: Any, way: str, where: str
) -> None:
    param, change = STATIC[way]
    given = copy.deepcopy(param)

    def forward(x: float, *, k: Any) -> float:
        if where == "forward":
            change(k)
        return x

    def partials(out: Any, x: Any, *, k: Any) -> Any:
        change(k)
        return (1.0,)

    row = Op("meddler", forward, partials)
    with named(row):
        x = Value(2.0)
        with pytest.raises(OperatorError, match=r"'meddler' \(plugin 'bad' of micrograd-bad 1.0\)"):
            row(x * 1.0, k=param).backward()
        assert x.grad == 0.0
    assert repr(param) == repr(given)


def test_a_rule_may_do_what_it_likes_with_the_dictionary_of_its_parameters() -> None:
    def partials(out: Any, x: Any, **params: Any) -> Any:
        return (params.pop("k"),)

    x = Value(2.0)
    v = Op("odd", lambda x, **params: x * params.pop("k"), partials)(x, k=3.0)
    for _ in range(2):
        v.backward()
    assert (v.params, x.grad) == ({"k": 3.0}, 6.0)


def test_a_list_that_the_caller_changes_later_changes_no_gradient() -> None:
    scale = Op("scale", lambda x, *, k: k[0] * x, lambda out, x, *, k: (k[0],))
    x, k = Value(2.0), [3.0]
    v = scale(x, k=k)
    k[0] = 100.0
    v.backward()
    assert (v.data, x.grad) == (6.0, 3.0)


def test_static_parameters_read_as_what_they_were_and_are_copied_and_pickled() -> None:
    odd = Op("odd", lambda x, **k: x, lambda out, x, **k: (len(k["a"] + [1.0]) - 1,))
    given = {"a": [1.0, [2.0]], "b": {"c": {"d": 3.0}}, "e": (4, "f"), "g": None}
    v = odd(Value(2.0), **given)
    assert v.params == given
    assert {type(x) for x in (v.params["a"], v.params["a"][1])} == {list}
    assert {type(x) for x in (v.params["b"], v.params["b"]["c"])} == {dict}
    v.params["a"].append(3.0)
    assert v.params == given
    with using(Registry([odd])):
        for twin in (copy.deepcopy(v), pickle.loads(pickle.dumps(v))):
            assert twin.params == given
            twin.backward()
            assert twin.operands[0].grad == 2.0
            with pytest.raises(TypeError, match=r"append\(\) would change a static parameter"):
                twin._extra[1]["a"].append(3.0)
