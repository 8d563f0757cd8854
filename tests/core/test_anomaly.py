"""detect_anomaly() stops at the operator that makes a NaN or an infinity of finite numbers."""

import math
from typing import Any

import pytest

from micrograd_core import (
    AnomalyError,
    Op,
    Registry,
    Value,
    detect_anomaly,
    grad,
    gradients,
    hessian,
    jvp,
    tracing,
    using,
    value_and_grad,
)
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU


def test_a_forward_step_that_makes_an_infinity_is_named_with_its_operands() -> None:
    x = Value(0.0)
    with detect_anomaly(), pytest.raises(AnomalyError, match=r"'pow'.*made inf out of \(0.0"):
        x**-1


def test_a_forward_step_that_makes_a_nan_is_named() -> None:
    with detect_anomaly(), pytest.raises(AnomalyError, match=r"'pow'.*made nan"):
        Value(-2.0) ** 0.5


@pytest.mark.parametrize(
    "step", [lambda v: v * 1e200, lambda v: v + 1.7e308, lambda v: v**2, lambda v: v / 0]
)
def test_any_arithmetic_that_leaves_the_finite_is_noticed(step: object) -> None:
    with detect_anomaly(), pytest.raises(AnomalyError):
        step(Value(1.7e308))  # type: ignore[operator]


def test_an_infinity_or_a_nan_that_was_there_is_no_anomaly() -> None:
    with detect_anomaly():
        assert (Value(math.inf) * 2).data == math.inf
        assert math.isnan((Value(math.nan) + 1).data)
        assert math.isnan((Value(1.0) * math.nan).data)


def test_a_backward_step_that_makes_an_infinity_is_named() -> None:
    x = Value(0.0)
    with detect_anomaly():
        v = x**0.5 * 3
        with pytest.raises(AnomalyError, match="backward step of operator 'pow'"):
            v.backward()
    assert (x.grad, v.grad) == (0.0, 0.0)


def test_a_backward_step_is_watched_though_the_forward_pass_was_not() -> None:
    x = Value(0.0)
    v = x**0.5
    with detect_anomaly(), pytest.raises(AnomalyError):
        v.backward()
    v.backward()
    assert x.grad == math.inf


def test_a_backward_step_that_makes_a_nan_is_named() -> None:
    odd = Op("odd", lambda x: x, lambda out, x: (math.nan,))
    with detect_anomaly(), pytest.raises(AnomalyError, match="backward step of operator 'odd'"):
        odd(Value(1.0)).backward()


def test_a_graph_without_anomalies_gets_its_gradients() -> None:
    x = Value(3.0)
    with detect_anomaly():
        (x * x + x.relu()).backward()
    assert x.grad == 7.0


def test_outside_the_block_nothing_is_raised() -> None:
    with detect_anomaly():
        pass
    assert (Value(0.0) ** -1).data == math.inf


def test_the_watch_ends_with_the_error() -> None:
    with pytest.raises(AnomalyError), detect_anomaly():
        Value(0.0) ** -1
    assert (Value(0.0) ** -1).data == math.inf


def test_a_number_nobody_wants_a_gradient_of_is_no_anomaly() -> None:
    with tracing(), detect_anomaly():
        x = Value(3.0)
        v = POW(-2.0, x)  # by its base -12, by its exponent NaN: there is no logarithm of -2
        w = POW(x, 2.0) + POW(Value(2.0), 0.0)
        assert len(w.operands) == 2
        w.backward()
    assert v.data == -8.0


def test_looking_at_operands_makes_no_anomaly() -> None:
    x = Value(-2.0)
    v = POW(x, 3.0)
    assert len(v.operands) == 2
    with detect_anomaly():
        v.backward()
    assert x.grad == 12.0


def test_tracing_and_detecting_go_together_in_either_order() -> None:
    with tracing() as trace, detect_anomaly():
        good = Value(2.0) * 3
        with pytest.raises(AnomalyError):
            (good - 6) ** -1
    assert trace.births[0].value is good
    with detect_anomaly(), tracing() as trace, pytest.raises(AnomalyError):
        Value(0.0) ** -1


def test_another_registry_in_the_block_is_watched_too() -> None:
    rows = [ADD, MUL, POW, RELU]
    with detect_anomaly(), using(Registry(rows)), pytest.raises(AnomalyError):
        Value(0.0) ** -1


def root(x: Any) -> Any:
    """Return the square root of x, whose slope at 0 is infinite."""
    return x**0.5


DERIVATIVES = {
    "backward": lambda: root(Value(0.0)).backward(),
    "gradients": lambda: by_itself(create_graph=False),
    "gradients with a graph": lambda: by_itself(create_graph=True),
    "grad": lambda: grad(root)(0.0),
    "grad at a Value": lambda: grad(root)(Value(0.0)),
    "value_and_grad": lambda: value_and_grad(root)(0.0),
    "hessian": lambda: hessian(root)(0.0),
    "jvp": lambda: jvp(root, (0.0,), (1.0,)),
    "jvp at a Value": lambda: jvp(root, (Value(0.0),), (1.0,)),
}


def by_itself(*, create_graph: bool) -> Any:
    """Return the gradient of a root at 0."""
    x = Value(0.0)
    return gradients(root(x), x, create_graph)


@pytest.mark.parametrize("derivative", DERIVATIVES)
def test_every_way_to_differentiate_names_the_step_in_one_sentence(derivative: str) -> None:
    mode = "forward-mode" if derivative.startswith("jvp") else "backward"
    with detect_anomaly(), pytest.raises(AnomalyError) as caught:
        DERIVATIVES[derivative]()
    text, (note,) = str(caught.value), caught.value.__notes__
    assert text.startswith(f"the {mode} step of operator 'pow' (")
    assert text.endswith("made the derivative inf at 0.0 out of 1.0; its operands were (0.0)")
    assert note.startswith("the node is 0.0, made by operator 'pow'")
    DERIVATIVES[derivative]()


def test_a_second_derivative_that_leaves_the_finite_is_noticed() -> None:
    with detect_anomaly(), pytest.raises(AnomalyError, match="backward step of operator 'pow'"):
        hessian(lambda x: x**1.5)(0.0)
    with detect_anomaly(), pytest.raises(AnomalyError, match="forward-mode step of operator 'pow'"):
        jvp(grad(lambda x: x**1.5), (0.0,), (1.0,))


def test_an_infinity_that_a_rule_meets_on_its_way_is_no_anomaly() -> None:
    bell = Op("bell", math.atan, lambda out, x: (1 / (1 + x * x),))
    x = Value(1e200)
    with detect_anomaly():
        y = bell(x)
        assert gradients(y, x) == gradients(y, x, create_graph=True).data == 0.0
        assert jvp(bell, (x,), (1.0,))[1].data == jvp(bell, (1e200,), (1.0,))[1] == 0.0


def test_an_infinite_derivative_that_nobody_asks_for_is_no_anomaly() -> None:
    x, other = Value(0.0), Value(3.0)
    with detect_anomaly():
        v = root(x) + other
        assert gradients(v, other) == gradients(v, other, create_graph=True).data == 1.0
        assert jvp(lambda y: root(x) + y, (3.0,), (1.0,)) == (3.0, 1.0)


def test_an_infinite_direction_is_no_anomaly() -> None:
    with detect_anomaly():
        assert jvp(lambda x: x * 2, (1.0,), (math.inf,)) == (2.0, math.inf)


def test_derivatives_with_a_graph_are_traced_while_anomalies_are_watched() -> None:
    x = Value(3.0)
    y = x * x
    with tracing() as alone:
        gradients(y, x, create_graph=True)
    with detect_anomaly(), tracing() as watched:
        gradients(y, x, create_graph=True)
    assert len(watched.births) == len(alone.births) > 0
