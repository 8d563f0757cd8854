"""A Value is a number that remembers what it was computed from."""

import math
from collections.abc import Callable, Mapping
from operator import attrgetter, ge, gt, le, lt
from typing import Any, NamedTuple

from micrograd_core import changes, copying, ufuncs
from micrograd_core.active import ACTIVE, OperatorMethods
from micrograd_core.backward import backward, constant_gradients
from micrograd_core.failure import forward_failed, not_a_number
from micrograd_core.names import mimebundle
from micrograd_core.number import real, require_real
from micrograd_core.op import Op

_active = ACTIVE.get
_new = object.__new__


class Extra(NamedTuple):
    """What only few Values have: operands past the second, and static parameters."""

    rest: tuple[Any, ...]
    params: dict[str, Any]


def _binary(name: str) -> Callable[["Value", Any], "Value"]:
    """Make the method of a Value for the operator called `name` with one other operand."""

    def method(self: "Value", other: Any) -> "Value":
        try:
            row = _active().table[name]
            if type(other) is Value:
                data = row.forward(self._data, other._data)
            elif type(other) is float:
                data = row.forward(self._data, other)
            elif (other := real(other)) is None:
                return NotImplemented
            else:
                data = row.forward(self._data, other)
            if type(data) is not float:
                return birth(row, (self, other), {})
        except Exception:
            # The long way round does the same, tells observers, and says what went wrong.
            return birth(_active().lookup(name), (self, other), {})
        # What _node() does, written out here, where a call would cost a fifth of the operation.
        out = _new(Value)
        out._data = data
        out.grad = 0.0
        out.label = ""
        out._row = row
        out._x = self
        out._y = other
        out._extra = None
        out._epoch = changes.count
        return out

    return method


def birth(row: Op, operands: tuple[Any, ...], params: dict[str, Any]) -> "Value":
    """Return the Value that operator `row` makes of any operands, one of them a Value at least.

    TypeError: an operand that is no real number. OperatorError: the row's forward rule raised,
    or gave something else than a number.
    """
    raw = [x if type(x) is Value else require_real(x, f"an operand of {row.name}") for x in operands]
    numbers = [x._data if type(x) is Value else x for x in raw]
    try:
        data = row.forward(*numbers, **params)
    except Exception as error:
        raise forward_failed(row, numbers, params, error) from error
    if type(data) is not float and (data := real(data)) is None:
        raise not_a_number(row, "forward", numbers, data)
    rest = tuple(raw[2:])
    y = raw[1] if len(raw) > 1 else None
    out = _node(row, data, raw[0], y, Extra(rest, params) if rest or params else None)
    for observe in _active().observers:
        observe(out)
    return out


def _unary(row: Op, x: "Value", params: dict[str, Any]) -> "Value":
    """Do what birth() does, sooner, for one Value and nobody looking."""
    try:
        data = row.forward(x._data, **params)
    except Exception:
        return birth(row, (x,), params)
    if type(data) is not float or _active().observers:
        return birth(row, (x,), params)
    return _node(row, data, x, None, Extra((), params) if params else None)


def _node(row: Op | None, data: float, x: Any, y: Any, extra: Extra | None) -> "Value":
    out = _new(Value)
    out._data = data
    out.grad = 0.0
    out.label = ""
    out._row = row
    out._x = x
    out._y = y
    out._extra = extra
    out._epoch = changes.count
    return out


class Value(OperatorMethods):
    """A real number in double precision, the gradient of something with respect to it, its origin.

    data: an int, bool, float, Fraction or NumPy scalar, kept as a float. Setting it makes every
        result computed from the old number stale: their ``backward()`` is refused.
    grad: a float, 0.0 until a ``backward()`` reaches the Value.
    label: the name that a drawing shows.

    ``+ - * / **`` take Values and real numbers on either side. ``<`` and its kin compare data;
    ``==`` and ``hash`` go by identity. Every operator of the active registry is a method.

    TypeError: `data` that is no real number.
    """

    __slots__ = ("_data", "_epoch", "_extra", "_row", "_x", "_y", "grad", "label")

    _data: float
    _epoch: float
    _extra: Extra | None
    _row: Op | None
    # The first two operands: a Value each, or the float that stood in the expression.
    _x: Any
    _y: Any
    grad: float
    label: str

    def __init__(self, data: Any, label: str = "") -> None:
        self._data = data if type(data) is float else require_real(data, "the data of a Value")
        self.grad = 0.0
        self.label = label
        self._row = self._x = self._y = self._extra = None
        self._epoch = changes.count
        if not _active().filled:
            _active().fill()

    def _set_data(self, data: Any) -> None:
        self._data = require_real(data, "the data of a Value")
        # A result whose number was replaced no longer fits its operands, now or ever.
        self._epoch = changes.tick() if self._row is None else math.inf

    data = property(attrgetter("_data"), _set_data, doc="The number itself, a float.")

    @property
    def op(self) -> Op | None:
        """The operator that made this Value; None for a leaf."""
        return self._row

    @property
    def params(self) -> Mapping[str, Any]:
        """The static parameters that the operator was given."""
        return {} if self._extra is None else dict(self._extra.params)

    @property
    def operands(self) -> "tuple[Value, ...]":
        """The Values this one was computed from, in order; a plain number is a leaf like another.

        Such a leaf shows the gradient it would have had as a Value in the last ``backward()``.
        """
        raw = self._raw_operands()
        if float not in map(type, raw):
            return raw
        values = []
        for x, grad in zip(raw, constant_gradients(self), strict=True):
            if type(x) is float:
                x = Value(x)
                x.grad, x._epoch = grad, 0
            values.append(x)
        self._set_operands(values)
        return tuple(values)

    def _raw_operands(self) -> tuple[Any, ...]:
        """Return the operands, those that are plain numbers as floats."""
        if self._row is None:
            return ()
        if self._y is None:
            return (self._x,)
        return (self._x, self._y, *(self._extra.rest if self._extra else ()))

    def _set_operands(self, values: "list[Value]") -> None:
        self._x = values[0]
        self._y = values[1] if len(values) > 1 else None
        if self._extra is not None:
            self._extra = self._extra._replace(rest=tuple(values[2:]))

    @property
    def _prev(self) -> "tuple[Value, ...]":
        """micrograd's name for the distinct operands."""
        return tuple(dict.fromkeys(self.operands))

    @property
    def _op(self) -> str:
        """micrograd's name for the operator's label: ``*``, ``**2``, or nothing for a leaf."""
        return "" if self._row is None else self._row.label(dict(self.params))

    def backward(self) -> None:
        """Set the gradient of this Value on every Value it was computed from.

        Leaves add to the gradient they have, other Values are set anew. GraphError: this Value is
        a leaf, or data has changed since it was computed. On any error all gradients stay.
        """
        backward(self)

    @staticmethod
    def __apply_op__(row: Op, operands: tuple[Any, ...], params: dict[str, Any]) -> "Value":
        if len(operands) == 1:
            return _unary(row, operands[0], params)
        return birth(row, operands, params)

    __add__ = __radd__ = _binary("add")
    __mul__ = __rmul__ = _binary("mul")
    _power = _binary("pow")

    # Derived from the four operators exactly as micrograd derives them.

    def __neg__(self) -> "Value":
        return self * -1.0

    def __sub__(self, other: Any) -> "Value":
        if type(other) is not Value and (other := real(other)) is None:
            return NotImplemented
        return self + (-other)

    def __rsub__(self, other: Any) -> "Value":
        return (-self) + other

    def __truediv__(self, other: Any) -> "Value":
        if type(other) is Value:
            return self * other**-1
        if (number := real(other)) is None:
            return NotImplemented
        return self * _active().lookup("pow").forward(number, -1)

    def __rtruediv__(self, other: Any) -> "Value":
        return self**-1 * other

    def __pow__(self, exponent: Any) -> "Value":
        if type(exponent) is Value:
            return self._power(exponent)
        number = real(exponent)
        if number is None:
            return NotImplemented
        n = int(exponent) if isinstance(exponent, int) else number
        return _unary(_active().lookup("pow"), self, {"n": n})

    def __rpow__(self, base: Any) -> "Value":
        number = real(base)
        if number is None:
            return NotImplemented
        return birth(_active().lookup("pow"), (number, self), {})

    def __abs__(self) -> "Value":
        return _unary(_active().lookup("abs"), self, {})

    def __lt__(self, other: Any) -> bool:
        return _compare(self, other, lt)

    def __le__(self, other: Any) -> bool:
        return _compare(self, other, le)

    def __gt__(self, other: Any) -> bool:
        return _compare(self, other, gt)

    def __ge__(self, other: Any) -> bool:
        return _compare(self, other, ge)

    def __repr__(self) -> str:
        return f"Value(data={self._data}, grad={self.grad})"

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self)} - {*vars(OperatorMethods)} | {*_active()})

    __array_ufunc__ = ufuncs.apply
    __copy__ = copying.shallow
    __deepcopy__ = copying.deep
    __reduce__ = copying.reduce

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any] | None:
        return mimebundle(self)


def _compare(value: Value, other: Any, relation: Callable[[Any, Any], bool]) -> bool:
    if type(other) is Value:
        return relation(value._data, other._data)
    number = real(other)
    return NotImplemented if number is None else relation(value._data, number)
