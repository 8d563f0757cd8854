"""What saved graphs and JSON have no common word for: numbers without end, static parameters."""

import math
import re
from reprlib import Repr
from struct import Struct
from typing import Any

from micrograd_core.source import Source

WORDS = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}
_DISTRIBUTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,199}")
_NAN = re.compile(r"nan:[0-9a-f]{16}")
_DOUBLE = Struct(">d")
_VERSION = re.compile(r"[A-Za-z0-9.!+_-]{0,200}")

_repr = Repr()
_repr.maxstring = _repr.maxother = _repr.maxlong = 60
shown = _repr.repr


def to_json(x: float) -> float | str:
    """Return a double as JSON has it: one that is not finite as a word.

    >>> [to_json(x) for x in (0.1, -0.0, math.inf, math.nan, -math.nan)]
    [0.1, -0.0, 'inf', 'nan', 'nan:fff8000000000000']
    """
    if math.isfinite(x):
        return x
    bits = _DOUBLE.pack(x)
    return str(x) if math.isinf(x) or bits == _DOUBLE.pack(math.nan) else f"nan:{bits.hex()}"


def from_json(x: Any) -> float:
    """Return the double that to_json() wrote; ValueError for anything else, integers too."""
    if type(x) is float and math.isfinite(x):
        return x
    if type(x) is str and x in WORDS:
        return WORDS[x]
    if type(x) is str and _NAN.fullmatch(x):
        (number,) = _DOUBLE.unpack(bytes.fromhex(x[4:]))
        if to_json(number) == x:
            return float(number)
    raise ValueError(f"it has {shown(x)} where a double belongs, written with a point or as a word")


def param_to_json(x: Any) -> Any:
    """Return a static parameter as JSON has it; ValueError for one that is not plain.

    Plain are None, bool, int, float, str, and lists and tuples of these.

    >>> [param_to_json(x) for x in (3, math.inf, (1, "a"), [None])]
    [3, {'float': 'inf'}, {'tuple': [1, 'a']}, [None]]
    """
    if type(x) is tuple:
        return {"tuple": [_scalar_to_json(item) for item in x]}
    return [_scalar_to_json(item) for item in x] if type(x) is list else _scalar_to_json(x)


def param_from_json(x: Any) -> Any:
    """Return the static parameter that param_to_json() wrote; ValueError for anything else."""
    if type(x) is dict and [*x] == ["tuple"] and type(x["tuple"]) is list:
        return tuple(map(_scalar_from_json, x["tuple"]))
    return [*map(_scalar_from_json, x)] if type(x) is list else _scalar_from_json(x)


def _scalar_to_json(x: Any) -> Any:
    if type(x) is float:
        return x if math.isfinite(x) else {"float": to_json(x)}
    if x is None or type(x) in (bool, str) or (type(x) is int and _is_small(x)):
        return x
    raise ValueError(f"{shown(x)} of type {type(x).__name__} is no plain number or text")


def _scalar_from_json(x: Any) -> Any:
    if type(x) is dict and [*x] == ["float"] and type(x["float"]) is str:
        return from_json(x["float"])
    if type(x) is float:
        return from_json(x)
    if x is None or type(x) in (bool, str) or (type(x) is int and _is_small(x)):
        return x
    raise ValueError(f"it has {shown(x)} where a static parameter belongs")


def _is_small(x: int) -> bool:
    """Return whether an integer is in the range of a double."""
    return x.bit_length() <= 1024


def checked_name(name: Any) -> str:
    """Return a name that an operator may have; ValueError."""
    if type(name) is not str or not name.isidentifier() or len(name) > 200:
        raise ValueError(f"{shown(name)} is no name of an operator")
    return name


def checked_source(plugin: Any, distribution: Any, version: Any) -> Source:
    """Return a source whose parts may stand in a sentence and a command line; ValueError."""
    if type(plugin) is not str or len(plugin) > 200:
        raise ValueError(f"{shown(plugin)} is no name of a plugin")
    if type(distribution) is not str or not _DISTRIBUTION.fullmatch(distribution):
        raise ValueError(f"{shown(distribution)} is no name of a distribution")
    if type(version) is not str or not _VERSION.fullmatch(version):
        raise ValueError(f"{shown(version)} is no version of a distribution")
    return Source(plugin, distribution, version)
