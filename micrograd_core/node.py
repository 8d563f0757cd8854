"""What a Value remembers of its origin: the operator, the operands, the static parameters."""

import math
from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from micrograd_core import changes
from micrograd_core.active import OperatorMethods
from micrograd_core.backward import constant_gradients
from micrograd_core.number import require_real
from micrograd_core.op import Op
from micrograd_core.saving import copying
from micrograd_core.static import plain

if TYPE_CHECKING:
    from micrograd_core.value import Value

# What only few Values have: their operands past the second, and their static parameters.
Extra = tuple[tuple[Any, ...], dict[str, Any]]


class Node(OperatorMethods):
    """The part of a Value that makes it a node of a graph."""

    __slots__ = (
        "_data",
        "_epoch",
        "_extra",
        "_row",
        "_shown",
        "_walk",
        "_x",
        "_y",
        "grad",
        "label",
    )

    _data: float
    _row: Op | None
    # The first two operands: a Value each, or the float that stood in the expression.
    _x: Any
    _y: Any
    _extra: Extra | None
    # How many changes of data there had been at its birth; for a leaf, at its last change; for a
    # result whose number was replaced, which fits nothing any more, infinity.
    _epoch: float
    # The walk that is between this node and its operands, to notice a cycle.
    _walk: object
    # The operands as they were shown, if they were, where some are plain numbers.
    _shown: "tuple[Value, ...]"
    grad: float
    label: str

    def _set_data(self, data: Any) -> None:
        self._data = require_real(data, "the data of a Value")
        # What was computed from the old number is of an earlier epoch, and so known as stale.
        self._epoch = changes.change() if self._row is None else math.inf

    data = property(attrgetter("_data"), _set_data, doc="The number itself, a float.")

    @property
    def op(self) -> Op | None:
        """The operator that made this Value; None for a leaf."""
        return self._row

    @property
    def params(self) -> Mapping[str, Any]:
        """The static parameters that the operator was given."""
        return {} if self._extra is None else plain(self._extra[1])

    @property
    def operands(self) -> "tuple[Value, ...]":
        """The Values this one was computed from, in order.

        A plain number of the expression shows as a leaf, the same at every look, with the gradient
        it would have had as a Value in the last ``backward()``. In the graph it stays a number.
        """
        raw = self._raw_operands()
        if float not in map(type, raw):
            return raw
        if not hasattr(self, "_shown"):
            self._shown = tuple(map(self._as_leaf, raw))
        for shown, x, grad in zip(
            self._shown, raw, constant_gradients(cast("Value", self)), strict=True
        ):
            if type(x) is float:
                shown.grad = grad
        return self._shown

    def _as_leaf(self, operand: Any) -> Any:
        return type(self)(operand) if type(operand) is float else operand  # type: ignore[call-arg]

    def _raw_operands(self) -> tuple[Any, ...]:
        """Return the operands, those that are plain numbers as floats."""
        if self._row is None:
            return ()
        if self._y is None:
            return (self._x,)
        return (self._x, self._y) if self._extra is None else (self._x, self._y, *self._extra[0])

    def _set_operands(self, operands: tuple[Any, ...]) -> None:
        self._x = operands[0]
        self._y = operands[1] if len(operands) > 1 else None
        if self._extra is not None:
            self._extra = operands[2:], self._extra[1]

    @property
    def _prev(self) -> "tuple[Value, ...]":
        """micrograd's name for the distinct operands."""
        return tuple(dict.fromkeys(self.operands))

    @property
    def _op(self) -> str:
        """micrograd's name for the operator's label: ``*``, ``**2``, or nothing for a leaf."""
        return "" if self._row is None else self._row.label(dict(self.params))

    __copy__ = copying.shallow
    __deepcopy__ = copying.deep
    __reduce__ = copying.reduce

    def __repr__(self) -> str:
        return f"Value(data={self._data}, grad={self.grad})"
