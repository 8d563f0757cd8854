"""The operators that are always there: add, mul, pow and relu, from which arithmetic is derived."""

from collections.abc import Iterable

from micrograd_core import Op, hookimpl
from micrograd_ops.arithmetic import ADD, MUL, POW, RELU


@hookimpl
def micrograd_register_ops() -> Iterable[Op]:
    """Bring the four operators that every expression is made of."""
    return ADD, MUL, POW, RELU
