"""backward(): the chain rule; leaves add up, what lies between is set anew."""

import math
from contextlib import nullcontext
from typing import Any

import pytest

from micrograd_core import GraphError, Op, Registry, Value, detect_anomaly, using, walk
from micrograd_ops.arithmetic import ADD, MUL


def test_a_product_gives_each_operand_the_other() -> None:
    x, y = Value(2.0), Value(-3.0)
    (x * y).backward()
    assert (x.grad, y.grad) == (-3.0, 2.0)


def test_the_root_has_the_gradient_one() -> None:
    v = Value(2.0) * 3
    v.backward()
    assert v.grad == 1.0


def test_a_value_used_twice_gets_both_shares() -> None:
    x = Value(3.0)
    (x * x).backward()
    assert x.grad == 6.0
    y = Value(3.0)
    (y * 2 + y.relu() + y).backward()
    assert y.grad == 4.0


def test_gradients_are_floats_of_python_alone() -> None:
    x = Value(2)
    (x * 3 + x**2).backward()
    assert type(x.grad) is float


def test_leaves_add_up_over_two_calls_until_they_are_zeroed() -> None:
    x = Value(3.0)
    v = x * x
    v.backward()
    v.backward()
    assert x.grad == 12.0
    x.grad = 0.0
    v.backward()
    assert x.grad == 6.0


def test_what_lies_between_shows_the_last_call_only() -> None:
    x = Value(3.0)
    y = x * 2
    z = y * y
    z.backward()
    z.backward()
    assert (y.grad, z.grad) == (12.0, 1.0)
    assert x.grad == 48.0


def test_an_interior_gradient_does_not_leak_into_another_root_s_call() -> None:
    x = Value(3.0)
    y = x * 2
    first, second = y * 5, y * 7
    first.backward()
    x.grad = 0.0
    second.backward()
    assert (y.grad, x.grad) == (7.0, 14.0)


def test_backward_from_the_middle_leaves_what_lies_above_alone() -> None:
    x = Value(3.0)
    y = x * 2
    z = y * y
    z.backward()
    y.backward()
    assert (z.grad, y.grad, x.grad) == (1.0, 1.0, 26.0)


def test_a_graph_built_on_after_a_call_starts_anew() -> None:
    x = Value(2.0)
    y = x * 3
    y.backward()
    z = y * y
    x.grad = 0.0
    z.backward()
    assert x.grad == 2 * 6.0 * 3.0


def test_a_gradient_set_by_hand_between_does_not_count() -> None:
    x = Value(2.0)
    y = x * 3
    z = y * 1
    y.grad = z.grad = 1e9
    z.backward()
    assert x.grad == 3.0


def test_an_infinite_gradient_does_not_reach_what_the_root_does_not_depend_on() -> None:
    x, aside = Value(0.0), Value(1.0)
    unused = aside * 2
    (x**-1).backward()
    assert x.grad == -math.inf
    assert (aside.grad, unused.grad) == (0.0, 0.0)


def counting(name: str) -> tuple[list[int], Op]:
    """Return a list that grows by one each time the rule of the operator beside it runs."""
    calls: list[int] = []
    original = {"add": ADD, "mul": MUL}[name]

    def rule(out: object, x: object, y: object) -> object:
        calls.append(1)
        return original.partials(out, x, y)

    return calls, Op(name, original.forward, rule)  # type: ignore[arg-type]


def test_a_diamond_sixty_deep_takes_sixty_steps() -> None:
    calls, add = counting("add")
    with using(Registry([add, MUL])):
        x = Value(1.0)
        top = x
        for _ in range(60):
            top = top + top
        assert len(walk(top)) == 61
        top.backward()
    assert (top.data, x.grad) == (2.0**60, 2.0**60)
    assert len(calls) == 60


def test_each_operator_s_rule_runs_once_for_each_use() -> None:
    calls, mul = counting("mul")
    with using(Registry([ADD, mul])):
        x = Value(2.0)
        (x * x + x * 3 + (x * x) * (x + 1)).backward()
    assert len(calls) == 4


def test_a_cycle_made_by_hand_is_refused_and_changes_no_gradient() -> None:
    x = Value(2.0)
    low = x * 3
    high = low * 2
    high.backward()
    low._x = high
    with pytest.raises(GraphError, match="cycle"):
        high.backward()
    assert (x.grad, low.grad, high.grad) == (6.0, 2.0, 1.0)


def test_a_value_made_its_own_operand_by_hand_is_refused() -> None:
    loop = Value(2.0) * 3
    loop._y = loop
    with pytest.raises(GraphError, match="cycle"):
        loop.backward()


def test_walking_a_cycle_comes_to_an_end() -> None:
    low = Value(2.0) * 3
    high = low * 2
    low._x = high
    try:
        assert len(walk(high)) == 2
    except GraphError as error:
        assert "cycle" in str(error)


@pytest.mark.parametrize("grad", [None, "0", [], ()])
@pytest.mark.parametrize("watched", [False, True])
def test_a_gradient_that_is_no_number_is_refused_and_every_gradient_stays(
    grad: Any, watched: bool
) -> None:
    """``x.grad = None`` is how PyTorch's programs set gradients to zero."""
    x, y = Value(2.0, label="x"), Value(3.0)
    z = x * y + y
    z.backward()
    x.grad = grad
    with (
        pytest.raises(GraphError, match=r"gradient of Value\(data=2.0.*set it to 0.0") as caught,
        detect_anomaly() if watched else nullcontext(),
    ):
        z.backward()
    assert "2.0 labelled 'x'" in caught.value.__notes__[0]
    assert (x.grad, y.grad, z.grad) == (grad, 3.0, 1.0)
    x.grad = 0.0
    z.backward()
    assert x.grad == 3.0
