"""What the smooth operators are, and their derivatives, as formulas for exact numbers."""

import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from mpmath import mp, mpf

Exact = Callable[..., Any]
LARGEST = sys.float_info.max


class Formula(NamedTuple):
    """A function of exact numbers; its first derivatives; its second (xx, or xx, xy, yy).

    span: the largest operand, where a larger one makes numbers that mpmath cannot hold.
    """

    value: Exact
    first: tuple[Exact, ...]
    second: tuple[Exact, ...]
    span: float = LARGEST


def unary(value: Exact, first: Exact, second: Exact, span: float = LARGEST) -> Formula:
    return Formula(value, (first,), (second,), span)


def zero(*operands: Any) -> Any:
    return mpf(0)


def one(*operands: Any) -> Any:
    return mpf(1)


def logistic_slope(x: Any) -> Any:
    return 1 / ((1 + mp.exp(x)) * (1 + mp.exp(-x)))


def bell(x: Any) -> Any:
    return 2 / mp.sqrt(mp.pi) * mp.exp(-x * x)


def radius(x: Any, y: Any) -> Any:
    return mp.sqrt(x * x + y * y)


FORMULAS = {
    "add": Formula(lambda x, y: x + y, (one, one), (zero, zero, zero)),
    "mul": Formula(lambda x, y: x * y, (lambda x, y: y, lambda x, y: x), (zero, one, zero)),
    "pow": Formula(
        lambda x, n: x**n,
        (lambda x, n: n * x ** (n - 1), lambda x, n: x**n * mp.ln(x)),
        (
            lambda x, n: n * (n - 1) * x ** (n - 2),
            lambda x, n: x ** (n - 1) * (1 + n * mp.ln(x)),
            lambda x, n: x**n * mp.ln(x) ** 2,
        ),
    ),
    "exp": unary(mp.exp, mp.exp, mp.exp),
    "expm1": unary(mp.expm1, mp.exp, mp.exp),
    "log": unary(mp.ln, lambda x: 1 / x, lambda x: -1 / x**2),
    "log1p": unary(mp.log1p, lambda x: 1 / (1 + x), lambda x: -1 / (1 + x) ** 2),
    "log2": unary(
        lambda x: mp.ln(x) / mp.ln2,
        lambda x: 1 / (x * mp.ln2),
        lambda x: -1 / (x**2 * mp.ln2),
    ),
    "sqrt": unary(mp.sqrt, lambda x: 1 / (2 * mp.sqrt(x)), lambda x: -1 / (4 * x * mp.sqrt(x))),
    "cbrt": unary(
        lambda x: mp.sign(x) * mp.cbrt(abs(x)),
        lambda x: mp.cbrt(abs(x)) / (3 * abs(x)),
        lambda x: -2 * mp.cbrt(abs(x)) / (9 * x * abs(x)),
    ),
    "hypot": Formula(
        radius,
        (lambda x, y: x / radius(x, y), lambda x, y: y / radius(x, y)),
        (
            lambda x, y: y**2 / radius(x, y) ** 3,
            lambda x, y: -x * y / radius(x, y) ** 3,
            lambda x, y: x**2 / radius(x, y) ** 3,
        ),
    ),
    "sin": unary(mp.sin, mp.cos, lambda x: -mp.sin(x)),
    "cos": unary(mp.cos, lambda x: -mp.sin(x), lambda x: -mp.cos(x)),
    "tan": unary(mp.tan, lambda x: mp.sec(x) ** 2, lambda x: 2 * mp.sec(x) ** 2 * mp.tan(x)),
    "asin": unary(mp.asin, lambda x: 1 / mp.sqrt(1 - x**2), lambda x: x / mp.sqrt(1 - x**2) ** 3),
    "acos": unary(mp.acos, lambda x: -1 / mp.sqrt(1 - x**2), lambda x: -x / mp.sqrt(1 - x**2) ** 3),
    "atan": unary(mp.atan, lambda x: 1 / (1 + x**2), lambda x: -2 * x / (1 + x**2) ** 2),
    "atan2": Formula(
        mp.atan2,
        (lambda y, x: x / (x**2 + y**2), lambda y, x: -y / (x**2 + y**2)),
        (
            lambda y, x: -2 * x * y / (x**2 + y**2) ** 2,
            lambda y, x: (y**2 - x**2) / (x**2 + y**2) ** 2,
            lambda y, x: 2 * x * y / (x**2 + y**2) ** 2,
        ),
    ),
    "sinh": unary(mp.sinh, mp.cosh, mp.sinh),
    "cosh": unary(mp.cosh, mp.sinh, mp.cosh),
    "tanh": unary(mp.tanh, lambda x: mp.sech(x) ** 2, lambda x: -2 * mp.tanh(x) * mp.sech(x) ** 2),
    "sech": unary(
        mp.sech,
        lambda x: -mp.sech(x) * mp.tanh(x),
        lambda x: mp.sech(x) * (mp.tanh(x) ** 2 - mp.sech(x) ** 2),
    ),
    "asinh": unary(
        mp.asinh, lambda x: 1 / mp.sqrt(1 + x**2), lambda x: -x / mp.sqrt(1 + x**2) ** 3
    ),
    "acosh": unary(
        mp.acosh, lambda x: 1 / mp.sqrt(x**2 - 1), lambda x: -x / mp.sqrt(x**2 - 1) ** 3
    ),
    "atanh": unary(mp.atanh, lambda x: 1 / (1 - x**2), lambda x: 2 * x / (1 - x**2) ** 2),
    "sigmoid": unary(
        lambda x: 1 / (1 + mp.exp(-x)),
        logistic_slope,
        lambda x: -logistic_slope(x) * mp.tanh(x / 2),
    ),
    "softplus": unary(
        lambda x: mp.log1p(mp.exp(x)), lambda x: 1 / (1 + mp.exp(-x)), logistic_slope
    ),
    "erf": unary(mp.erf, bell, lambda x: -2 * x * bell(x), 1e3),
    "erfc": unary(mp.erfc, lambda x: -bell(x), lambda x: 2 * x * bell(x), 1e3),
    "gelu": unary(
        lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2,
        lambda x: mp.erfc(-x / mp.sqrt(2)) / 2 + x * mp.npdf(x),
        lambda x: (2 - x**2) * mp.npdf(x),
        1e3,
    ),
}
