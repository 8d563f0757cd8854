"""Keeps an operator's static parameters as they were given: its rules may read, not change, them.

A list that a rule added to would change what the next ``backward()`` gives, and so would one that
the caller changed after the forward pass.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from micrograd_core.arrays import is_array

if TYPE_CHECKING:
    from micrograd_core.op import Op

_PLAIN = frozenset({int, float, str, bool, type(None)})


def static(row: "Op", params: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters with copies that cannot be changed in the place of what can be.

    TypeError: a Value among them.
    """
    for param in params.values():
        if type(param) not in _PLAIN:
            return {key: _kept(row, key, param) for key, param in params.items()}
    return params


def plain(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters as they were given, for whoever wants to see them."""
    return {key: _given(param) for key, param in params.items()}


def _given(param: Any) -> Any:
    if type(param) is KeptList:
        return [*map(_given, param)]
    if type(param) is KeptDict:
        return {name: _given(x) for name, x in param.items()}
    return param


def _kept(row: "Op", key: str, param: Any) -> Any:
    if hasattr(type(param), "__apply_op__"):
        raise TypeError(
            f"{key}= of {row.name} is a static parameter, and {param!r} is a Value; "
            "give it without the name, as an operand"
        )
    if type(param) is list:
        return KeptList(_kept(row, key, x) for x in param)
    if type(param) is dict:
        return KeptDict({name: _kept(row, key, x) for name, x in param.items()})
    if type(param) is set:
        return frozenset(param)
    if is_array(param):
        param = param.copy()
        param.flags.writeable = False
    return param


def _refused(name: str) -> Callable[..., NoReturn]:
    def method(self: Any, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(f"{name} would change a static parameter, which is {self!r}; change a copy")

    return method


class KeptList(list[Any]):
    """A list that stays as it is."""

    __slots__ = ()

    append, extend, insert = map(_refused, ("append()", "extend()", "insert()"))
    pop, remove, clear = map(_refused, ("pop()", "remove()", "clear()"))
    sort, reverse = map(_refused, ("sort()", "reverse()"))
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refused("an assignment")

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return KeptList, (list(self),)


class KeptDict(dict[Any, Any]):
    """A dictionary that stays as it is."""

    __slots__ = ()

    pop, popitem, clear = map(_refused, ("pop()", "popitem()", "clear()"))
    update, setdefault = map(_refused, ("update()", "setdefault()"))
    __setitem__ = __delitem__ = __ior__ = _refused("an assignment")

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return KeptDict, (dict(self),)
