"""Operators of many operands, plain numbers in any place, partials worked out only where wanted."""

import itertools
import math
from typing import Any

import pytest

from micrograd_core import Op, OperatorError, Value, gradients, tracing, walk

FMA = Op("fma", lambda x, y, z: x * y + z, lambda out, x, y, z: (y, x, 1.0), "fma")
TOTAL = Op("total", lambda *xs: math.fsum(xs), lambda out, *xs: (1.0,) * len(xs))
BLEND = Op(
    "blend",
    lambda x, y, z, w=0.5, *, sharp=1: (x * w + y * (1 - w)) * sharp + z,
    lambda out, x, y, z, w=0.5, *, sharp=1: (w * sharp, (1 - w) * sharp, 1.0, (x - y) * sharp),
    "blend{w}",
)


@pytest.mark.parametrize("places", list(itertools.product([True, False], repeat=3))[:-1])
def test_a_plain_number_may_stand_in_any_place_of_three(places: tuple[bool, ...]) -> None:
    numbers, partials = (2.0, 3.0, 5.0), (3.0, 2.0, 1.0)
    operands = [Value(x) if wanted else x for x, wanted in zip(numbers, places, strict=True)]
    v = FMA(*operands)
    v.backward()
    assert v.data == 11.0
    assert [x.data for x in v.operands] == list(numbers)
    assert [x.grad for x in v.operands] == list(partials)
    for given, shown in zip(operands, v.operands, strict=True):
        assert type(given) is float or given is shown


def test_gradients_and_walk_pass_over_plain_numbers() -> None:
    y = Value(3.0)
    v = FMA(2.0, y, 5.0)
    assert walk(v) == [y, v]
    assert gradients(v, y) == 2.0
    assert gradients(v, y, create_graph=True).data == 2.0


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 100])
def test_an_operator_may_take_any_number_of_operands(count: int) -> None:
    xs = [Value(float(n)) for n in range(count)]
    v = TOTAL(*xs)
    v.backward()
    assert v.data == sum(range(count))
    assert [x.grad for x in xs] == [1.0] * count
    assert v.operands == tuple(xs)


def test_the_same_value_may_stand_in_every_place() -> None:
    x = Value(3.0)
    v = FMA(x, x, x)
    v.backward()
    assert x.grad == 7.0
    assert v.operands == (x, x, x)
    assert v._prev == (x,)


def test_params_are_static_and_reach_both_rules_and_the_label() -> None:
    x, y = Value(2.0), Value(4.0)
    v = BLEND(x, y, 1.0, w=0.25, sharp=2)
    v.backward()
    assert v.data == (0.5 + 3.0) * 2 + 1
    assert v.params == {"w": 0.25, "sharp": 2}
    assert (x.grad, y.grad) == (0.5, 1.5)
    assert v._op == "blend0.25"
    assert [p.grad for p in v.operands] == [0.5, 1.5, 1.0]


def test_an_operand_with_a_default_may_be_left_out_given_by_place_or_by_name() -> None:
    x, y, z = Value(2.0), Value(4.0), Value(0.0)
    assert BLEND(x, y, z, w=0.25).data == BLEND(x, y, z, 0.25).data == 3.5
    v = BLEND(x, y, z, 0.25)
    v.backward()
    assert v.operands[3].grad == -2.0


def test_an_operand_left_to_its_default_does_not_break_the_count_of_partials() -> None:
    x, y, z = Value(2.0), Value(4.0), Value(0.0)
    v = BLEND(x, y, z)
    v.backward()
    assert (x.grad, y.grad, z.grad) == (0.5, 0.5, 1.0)


def test_a_default_does_not_excuse_a_wrong_count_of_partials() -> None:
    def partials(out: Any, x: Any, y: Any, w: Any = 0.5) -> Any:
        return (1.0,)

    v = Op("short", lambda x, y, w=0.5: x, partials)(Value(2.0), Value(4.0))
    with pytest.raises(OperatorError, match="gave 1 derivative for 2 operands"):
        v.backward()


def spying() -> tuple[list[str], Op]:
    """Return the log of what was worked out, and an operator with a waiting partial an operand."""
    log: list[str] = []

    def partial(name: str, d: Any) -> Any:
        return lambda: (log.append(name), d)[1]

    def partials(out: Any, x: Any, y: Any, z: Any) -> Any:
        return partial("x", y), partial("y", x), partial("z", 1.0)

    return log, Op("spied", lambda x, y, z: x * y + z, partials)


def test_a_partial_that_is_a_function_is_called_only_for_an_operand_that_is_a_value() -> None:
    log, spied = spying()
    x, z = Value(2.0), Value(1.0)
    spied(x, 3.0, z).backward()
    assert log == ["x", "z"]
    assert (x.grad, z.grad) == (3.0, 1.0)


def test_a_partial_that_is_a_function_is_called_only_on_the_way_to_an_input() -> None:
    log, spied = spying()
    x, y, z = Value(2.0), Value(3.0), Value(1.0)
    assert gradients(spied(x, y, z), y) == 2.0
    assert log == ["y"]
    assert gradients(spied(x, y, z), y, create_graph=True).data == 2.0
    assert log == ["y", "y"]


def test_a_constant_exponent_takes_no_logarithm() -> None:
    log: list[float] = []
    spied = Op("pow", lambda x, n: x**n, lambda out, x, n: (n, lambda: log.append(n) or 0.0))
    spied(Value(-2.0), n=-1).backward()
    spied(Value(-2.0), -1.0).backward()
    assert log == []


def test_looking_at_operands_does_not_make_backward_work_out_more() -> None:
    log, spied = spying()
    v = spied(Value(2.0), 3.0, Value(1.0))
    assert len(v.operands) == 3
    v.backward()
    assert log == ["x", "z"]


def test_tracing_does_not_make_backward_work_out_more() -> None:
    log, spied = spying()
    with tracing():
        v = spied(Value(2.0), 3.0, Value(1.0))
    v.backward()
    assert log == ["x", "z"]


def test_operands_can_be_looked_at_where_the_partial_of_a_number_fails() -> None:
    def fail() -> float:
        raise ZeroDivisionError

    v = Op("half", lambda x, y: x, lambda out, x, y: (1.0, fail))(Value(2.0), 3.0)
    v.backward()
    assert [x.data for x in v.operands] == [2.0, 3.0]
