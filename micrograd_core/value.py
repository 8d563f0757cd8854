"""A Value is a number that remembers what it was computed from."""

import math
from collections.abc import Callable
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any

from micrograd_core import changes, ufuncs
from micrograd_core.active import ACTIVE, OperatorMethods
from micrograd_core.backward import backward
from micrograd_core.failure import forward_failed, not_a_number, too_many
from micrograd_core.node import Extra, Node
from micrograd_core.number import real, require_real
from micrograd_core.op import Op
from micrograd_core.plugins.names import mimebundle
from micrograd_core.static import static

_active = ACTIVE.get
_new = object.__new__
_EXACT = 2**53  # every integer up to here is a double


def _binary(name: str) -> Callable[["Value", Any], "Value"]:
    """Make the method of a Value for the operator called `name` with one other operand."""

    def method(self: "Value", other: Any) -> "Value":
        try:
            row = _active().table[name]
            if type(other) is Value:
                data: Any = row.forward(self._data, other._data)
            else:
                if type(other) is int:
                    other = float(other)
                elif type(other) is not float and (other := real(other)) is None:
                    return NotImplemented  # type: ignore[no-any-return]
                data = row.forward(self._data, other)
        except Exception:
            data = None
        if type(data) is not float:
            # The long way round does the same, tells observers, and says what went wrong.
            if type(other) is not Value and real(other) is None:
                return NotImplemented  # type: ignore[no-any-return]
            return birth(_row(name), (self, other), {})
        # _node() to the letter: here its call would be an eighth of the operation.
        out = _new(Value)
        out._data = data
        out._row = row
        out._x = self
        out._y = other
        out._extra = None
        out._epoch = changes.count
        out._walk = None
        out.grad = 0.0
        out.label = ""
        return out

    return method


def _apply(row: Op, x: Any, /, *operands: Any, **params: Any) -> "Value":
    """Do what birth() does, sooner, for one Value and nobody looking."""
    if operands or params or _active().observers:
        return birth(row, (x, *operands), params)
    try:
        data: Any = row.forward(x._data)
    except Exception:
        data = None
    return _node(row, data, x, None, None) if type(data) is float else birth(row, (x,), {})


def birth(row: Op, operands: tuple[Any, ...], params: dict[str, Any]) -> "Value":
    """Return the Value that operator `row` makes of any operands, one of them a Value at least.

    TypeError: an operand that is no real number. OperatorError: the row's forward rule raised,
    or gave something else than a number.
    """
    if params:
        params = static(row, params)
    if row.arity is not None and len(operands) > row.arity:
        raise too_many(row, len(operands))
    what = f"an operand of {row.name}"
    raw: list[Any] = [x if type(x) is Value else require_real(x, what) for x in operands]
    numbers = [x._data if type(x) is Value else x for x in raw]
    try:
        result = row.forward(*numbers, **params)
        data = real(result)
    except Exception as error:
        raise forward_failed(row, numbers, params, error) from error
    if data is None:
        raise not_a_number(row, "forward", numbers, result)
    rest = tuple(raw[2:])
    y = raw[1] if len(raw) > 1 else None
    out = _node(row, data, raw[0], y, (rest, params) if rest or params else None)
    for observe in _active().observers:
        observe(out)
    return out


def _node(row: Op, data: float, x: Any, y: Any, extra: Extra | None) -> "Value":
    out = _new(Value)
    out._data = data
    out._row = row
    out._x = x
    out._y = y
    out._extra = extra
    out._epoch = changes.count
    out._walk = None
    out.grad = 0.0
    out.label = ""
    return out


def _row(name: str) -> Op:
    """Return the active operator called `name`, sooner than lookup() does."""
    return _active().table.get(name) or _active().lookup(name)


class Value(Node):
    """A real number in double precision, the gradient of something with respect to it, its origin.

    data: an int, bool, float, Fraction or NumPy scalar, kept as a float. Setting it makes every
        result computed from the old number stale: their ``backward()`` is refused.
    grad: a float, 0.0 until a ``backward()`` reaches the Value.
    label: the name that a drawing shows.

    ``+ - * / **`` take Values and real numbers on either side. ``<`` and its kin compare data;
    ``==`` and ``hash`` go by identity. Every operator of the active registry is a method.

    TypeError: `data` that is no real number.
    """

    __slots__ = ()

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Callable[..., "Value"]: ...

    def __init__(self, data: Any, label: str = "") -> None:
        self._data = data if type(data) is float else require_real(data, "the data of a Value")
        self._row = self._x = self._y = self._extra = self._walk = None
        self._epoch = changes.count
        self.grad = 0.0
        self.label = label
        if not _active().filled:
            _active().fill()

    def __init_subclass__(cls) -> None:
        raise TypeError(
            f"{cls.__name__} cannot derive from Value: operators make Values, not {cls.__name__}s. "
            "Hold a Value in it, or bring an operator in a plugin"
        )

    def backward(self) -> None:
        """Set the gradient of this Value on every Value it was computed from.

        Leaves add to the gradient they have, other Values are set anew. GraphError: this Value is
        a leaf, or data has changed since it was computed. On any error all gradients stay.
        """
        backward(self)

    __apply_op__ = staticmethod(_apply)

    __add__ = __radd__ = _binary("add")
    __mul__ = __rmul__ = _binary("mul")
    _power = _binary("pow")

    def __pow__(self, exponent: Any) -> "Value":
        if type(exponent) is Value:
            return self._power(exponent)
        if type(exponent) is int and -_EXACT <= exponent <= _EXACT:
            n: float | None = exponent
        elif (n := real(exponent)) is None:
            return NotImplemented
        try:
            row = _active().table["pow"]
            data: Any = row.forward(self._data, n)
        except Exception:
            data = None
        if type(data) is float:
            return _node(row, data, self, None, ((), {"n": n}))
        return birth(_row("pow"), (self,), {"n": n})

    def __rpow__(self, base: Any) -> "Value":
        number = real(base)
        return NotImplemented if number is None else birth(_row("pow"), (number, self), {})

    # Derived from those exactly as micrograd derives them.

    def __pos__(self) -> "Value":
        return self

    def __neg__(self) -> "Value":
        return self * -1.0

    def __sub__(self, other: Any) -> "Value":
        if type(other) is not Value and (other := real(other)) is None:
            return NotImplemented
        return self + (-other)

    def __rsub__(self, other: Any) -> "Value":
        return NotImplemented if real(other) is None else (-self) + other

    def __truediv__(self, other: Any) -> "Value":
        if type(other) is Value:
            return self * other**-1
        if (number := real(other)) is None:
            return NotImplemented
        reciprocal = _row("pow").forward(number, -1)
        # An infinity is made by an operator in the graph, where detect_anomaly() sees it.
        return self * (reciprocal if math.isfinite(reciprocal) else Value(number) ** -1)

    def __rtruediv__(self, other: Any) -> "Value":
        return NotImplemented if real(other) is None else self**-1 * other

    def __abs__(self) -> "Value":
        return _apply(_row("abs"), self)

    def __lt__(self, other: Any) -> bool:
        return _compare(self, other, lt)

    def __le__(self, other: Any) -> bool:
        return _compare(self, other, le)

    def __gt__(self, other: Any) -> bool:
        return _compare(self, other, gt)

    def __ge__(self, other: Any) -> bool:
        return _compare(self, other, ge)

    def __format__(self, spec: str) -> str:
        return format(self._data, spec) if spec else repr(self)

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self)} - {*vars(OperatorMethods)} | {*_active()})

    __array_ufunc__ = ufuncs.apply
    __array_function__ = ufuncs.call

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any] | None:
        return mimebundle(self)


def _compare(value: Value, other: Any, relation: Callable[[Any, Any], bool]) -> bool:
    if type(other) is Value:
        return relation(value._data, other._data)
    number = real(other)
    return NotImplemented if number is None else relation(value._data, number)
