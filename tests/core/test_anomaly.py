"""detect_anomaly() stops at the operator that makes a NaN or an infinity of finite numbers."""

import math

import pytest

from micrograd_core import AnomalyError, Op, Registry, Value, detect_anomaly, tracing, using
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
