"""Says what is left of functions and slopes far out, where naive formulas have lost everything."""

import math

import pytest

from micrograd_core import Op, Value, gradients
from micrograd_ops.exponential import EXPM1, LOG1P
from micrograd_ops.gaussian import GELU
from micrograd_ops.hyperbolic import SECH, TANH
from micrograd_ops.logistic import SIGMOID, SOFTPLUS
from micrograd_ops.roots import CBRT


@pytest.mark.parametrize(
    ("row", "x", "value", "slope", "curvature"),
    [
        (SIGMOID, 1000.0, 1.0, 0.0, 0.0),
        (SIGMOID, -1000.0, 0.0, 0.0, 0.0),
        (SIGMOID, 700.0, 1.0, math.exp(-700), -math.exp(-700)),
        (SIGMOID, -700.0, math.exp(-700), math.exp(-700), math.exp(-700)),
        (SOFTPLUS, 1000.0, 1000.0, 1.0, 0.0),
        (SOFTPLUS, -1000.0, 0.0, 0.0, 0.0),
        (SOFTPLUS, -700.0, math.exp(-700), math.exp(-700), math.exp(-700)),
        (TANH, 1000.0, 1.0, 0.0, 0.0),
        (TANH, -1000.0, -1.0, 0.0, 0.0),
        (TANH, 300.0, 1.0, 4 * math.exp(-600), -8 * math.exp(-600)),
        (SECH, -700.0, 2 * math.exp(-700), 2 * math.exp(-700), 2 * math.exp(-700)),
        (GELU, 1000.0, 1000.0, 1.0, 0.0),
        (GELU, -1000.0, 0.0, 0.0, 0.0),
        (GELU, -20.0, -5.507248237212468e-88, -1.1014360483133464e-86, -2.1973374481395856e-85),
        (EXPM1, -700.0, -1.0, math.exp(-700), math.exp(-700)),
        (EXPM1, 1e-300, 1e-300, 1.0, 1.0),
        (LOG1P, 1e-300, 1e-300, 1.0, -1.0),
        (CBRT, -27.0, -3.0, 1 / 27, 2 / 2187),
    ],
    ids=lambda x: getattr(x, "name", None),
)
def test_value_slope_and_curvature_keep_their_digits(
    row: Op, x: float, value: float, slope: float, curvature: float
) -> None:
    v = Value(x)
    out = row(v)
    (first,) = gradients(out, [v], create_graph=True)
    (second,) = gradients(first, [v])
    assert [out.data, first.data, second] == pytest.approx(
        [value, slope, curvature], rel=1e-13, abs=0
    )


def test_log_of_sigmoid_by_softplus_has_a_slope_where_sigmoid_is_zero() -> None:
    """log(sigmoid(x)) is -softplus(-x), whose slope at -1000 is 1 and not 0 / 0."""
    v = Value(-1000.0)
    out = -SOFTPLUS(-v)
    assert out.data == -1000.0
    assert gradients(out, [v]) == [1.0]


@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_cube_root_is_upright_at_zero(zero: float) -> None:
    """PyTorch has no cube root to ask; the slope is positive on both sides."""
    v = Value(zero)
    assert math.copysign(1, CBRT(v).data) == math.copysign(1, zero)
    assert gradients(CBRT(v), [v]) == [math.inf]
