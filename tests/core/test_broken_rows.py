"""A row that breaks its contract: an OperatorError that names it, and gradients as they were."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from micrograd_core import Op, OperatorError, Value, detect_anomaly, gradients, operator


def raising(*operands: Any, **params: Any) -> Any:
    """Raise, as a rule must not."""
    raise ZeroDivisionError("of all things")


def row(forward: Any = lambda x: x, partials: Any = lambda out, x: (1.0,)) -> Op:
    """Return a row called odd, good unless a rule is given."""
    return Op("odd", forward, partials)


@pytest.mark.parametrize(
    "result", [None, "1.0", 1j, [1.0], (), object(), Value, 10**400], ids=lambda x: repr(x)[:9]
)
def test_a_forward_rule_that_gives_no_number_is_an_error_that_shows_it(result: Any) -> None:
    odd = row(lambda x: result)
    with pytest.raises(OperatorError, match="forward rule of operator 'odd'"):
        odd(Value(2.0))
    with pytest.raises(OperatorError, match="forward rule of operator 'odd'"):
        Op("odd", lambda x, y: result, lambda out, x, y: (1, 1))(Value(2.0), 3.0)


@pytest.mark.parametrize("error", [ZeroDivisionError, OverflowError, ValueError, KeyError])
def test_a_forward_rule_that_raises_is_an_error_that_says_for_which_numbers(error: type) -> None:
    def forward(x: float, k: int) -> float:
        raise error("of all things")

    odd = row(forward, lambda out, x, k: (1.0,))
    with pytest.raises(OperatorError, match=rf"raised {error.__name__}.*\(2.0, k=3\)") as caught:
        odd(Value(2.0), k=3)
    assert isinstance(caught.value.__cause__, error)


@pytest.mark.parametrize("result", [3, True, Fraction(3), np.float64(3), np.int8(3)], ids=repr)
def test_a_forward_rule_may_give_any_real_number(result: Any) -> None:
    v = row(lambda x: result)(Value(2.0))
    assert type(v.data) is float
    assert v.data == float(result)


@pytest.mark.parametrize("d", [3, True, Fraction(3), np.float64(3), np.array(3.0)], ids=repr)
@pytest.mark.parametrize("lazy", [False, True])
def test_a_partial_may_be_any_real_number_or_a_function_that_gives_one(d: Any, lazy: bool) -> None:
    x = Value(2.0)
    row(partials=lambda out, x: ((lambda: d) if lazy else d,))(x).backward()
    assert type(x.grad) is float
    assert x.grad == float(d)


def test_a_partial_may_be_a_value_and_counts_as_its_number() -> None:
    two = Value(2.0)
    x = Value(3.0)
    v = row(partials=lambda out, x: (two,))(x) * 5.0
    v.backward()
    assert type(x.grad) is float
    assert (x.grad, two.grad) == (10.0, 0.0)
    assert gradients(v, x) == 10.0
    assert gradients(v, x, create_graph=True).data == 10.0


NO_PARTIALS = {
    "raises": raising,
    "too few": lambda out, x: (),
    "too many": lambda out, x: (1.0, 1.0),
    "a number, not a tuple": lambda out, x: 1.0,
    "None, not a tuple": lambda out, x: None,
    "a string": lambda out, x: ("1.0",),
    "None": lambda out, x: (None,),
    "complex": lambda out, x: (1j,),
    "a list": lambda out, x: ([1.0],),
    "too large": lambda out, x: (10**400,),
    "lazy and raises": lambda out, x: (raising,),
    "lazy and a string": lambda out, x: (lambda: "1.0",),
    "lazy and None": lambda out, x: (lambda: None,),
}


def watched(v: Value) -> None:
    """Differentiate under detect_anomaly()."""
    with detect_anomaly():
        v.backward()


WAYS = {
    "backward": Value.backward,
    "watched": watched,
    "gradients": lambda v: gradients(v, v.operands[0].operands[0]),
    "create_graph": lambda v: gradients(v, v.operands[0].operands[0], create_graph=True),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", NO_PARTIALS)
def test_partials_that_are_no_numbers_are_an_error_that_names_the_row(kind: str, way: str) -> None:
    x = Value(2.0)
    v = row(partials=NO_PARTIALS[kind])(x) * 1.0
    with pytest.raises(OperatorError, match="'odd'"):
        WAYS[way](v)
    assert (x.grad, v.grad) == (0.0, 0.0)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_wrong_number_of_partials_is_an_error_that_counts_them(count: int, way: str) -> None:
    odd = Op("odd", lambda x, y: x, lambda out, x, y: (1.0,) * count)
    v = odd(Value(2.0), Value(3.0)) * 1.0
    with pytest.raises(OperatorError, match=f"gave {count} derivatives? for 2 operands"):
        WAYS[way](v)


@pytest.mark.parametrize("way", WAYS)
def test_a_row_with_a_static_parameter_is_held_to_its_number_of_partials(way: str) -> None:
    odd = Op("odd", lambda x, k: x, lambda out, x, *, k: (1.0, 99.0))
    with pytest.raises(OperatorError, match="gave 2 derivatives for 1 operand"):
        WAYS[way](odd(Value(2.0), k=1) * 1.0)


@pytest.mark.parametrize(
    "partials", [raising, lambda out, x, y: (1.0, "y"), lambda out, x, y: (1.0,)]
)
def test_a_failure_in_the_middle_leaves_every_gradient_as_it_was(partials: Any) -> None:
    odd = Op("odd", lambda x, y: x + y, partials)
    x, y = Value(2.0), Value(3.0)
    before = x * y
    middle = odd(before, x)
    after = middle * y + x
    nodes = [x, y, before, middle, after]
    for n, node in enumerate(nodes):
        node.grad = float(n + 1)
    with pytest.raises(OperatorError):
        after.backward()
    assert [node.grad for node in nodes] == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_an_interrupt_in_the_middle_leaves_every_gradient_as_it_was() -> None:
    def interrupt(out: float, x: float) -> tuple[float]:
        raise KeyboardInterrupt

    x = Value(2.0)
    v = row(partials=interrupt)(x * 3) * x
    with pytest.raises(KeyboardInterrupt):
        v.backward()
    assert (x.grad, v.grad) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("rule", "x", "slope"),
    [
        (lambda out, x: (1 / x,), 0.0, math.inf),
        (lambda out, x: (-1 / x**2,), 0.0, -math.inf),
        (lambda out, x: (x**2,), 1e200, math.inf),
        (lambda out, x: (x**0.5,), -1.0, math.nan),
        (lambda out, x: (lambda: 1 / x,), 0.0, math.inf),
    ],
)
def test_a_rule_that_python_s_floats_refuse_is_evaluated_as_ieee_754_says(
    rule: Callable[..., Any], x: float, slope: float
) -> None:
    v = Value(x)
    row(partials=rule)(v).backward()
    assert v.grad == slope or (math.isnan(slope) and math.isnan(v.grad))
    assert gradients(row(partials=rule)(v), v) == pytest.approx(slope, nan_ok=True)
    with_graph = gradients(row(partials=rule)(v), v, create_graph=True)
    assert with_graph.data == pytest.approx(slope, nan_ok=True)


def test_a_rule_that_divides_by_a_plain_zero_has_the_same_derivative_with_a_graph() -> None:
    divide = Op("divide", lambda x, y: math.inf, lambda out, x, y: (1 / y, -out / y))
    x = Value(1.0)
    v = divide(x, 0.0)
    assert gradients(v, x) == math.inf
    assert gradients(v, x, create_graph=True).data == math.inf


def test_evaluating_a_rule_again_makes_no_node_that_stays_and_tells_no_observer() -> None:
    x = Value(0.0)
    v = row(partials=lambda out, x: (1 / x,))(x)
    v.backward()
    assert v.operands == (x,)
    assert x.op is None


def test_a_partials_rule_that_raises_is_advised_unless_the_error_is_an_advice_itself() -> None:
    advice = "write it in arithmetic and other operators' rows"
    with pytest.raises(OperatorError, match=rf"raised ZeroDivisionError: .*; {advice}"):
        row(partials=raising)(Value(2.0)).backward()
    asking = row(partials=lambda out, x: (operator("nowhere")(x),))
    with pytest.raises(OperatorError, match=r"raised UnknownOperatorError: .*nowhere") as caught:
        asking(Value(2.0)).backward()
    assert advice not in str(caught.value)
