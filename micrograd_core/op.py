"""An operator is one row: a name, a forward rule, its partial derivatives, and a symbol."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, astuple, dataclass, field
from inspect import Parameter, signature
from typing import Any

from micrograd_core.arrays import elementwise, is_array
from micrograd_core.metadata import check_metadata
from micrograd_core.source import CORE, HERE, Source

Interval = tuple[float, float]

# What every Value already has under a name of its own.
RESERVED = frozenset({"backward", "data", "grad", "label", "op", "operands", "params"})


@dataclass(frozen=True, slots=True, eq=False)
class Op:
    """One operator.

    name: an identifier; ``v.name(...)`` applies the operator.
    forward: ``forward(*operands, **params)``, floats in, a float out; never raises, never complex.
    partials: ``partials(out, *operands, **params)``, the local derivatives d out / d operand, one
        per operand, in ordinary arithmetic and other rows called as functions. One of them may
        be a callable of no arguments, evaluated only where that operand needs a gradient.
    symbol: what a drawing shows, formatted with the static parameters; the name by default.
    doc: one line: the formula and where it comes from.
    domain: the interval each operand is drawn from by the derivative checks; one serves them all.
    ufunc: the NumPy function the operator answers to, where that has another name.
    replaces: the plugin whose operator of this name this row takes the place of.
    points: operands that the checks are to try as well, a tuple for each call.
    reference: the function for numbers of any precision, mpmath's; or ``"mpmath:tanh"``.
    singular: what is documented at singular points: {operands: (value, *partials)}.
    params: samples of the static parameters for the checks, a mapping for each.

    source: where it came from, set when a plugin that brings it is activated; it stays when that
        is disabled. Of a row that several bring: the one whose claim counts, else the last.

    Raises TypeError or ValueError for a row that is not well formed.
    """

    name: str
    forward: Callable[..., float]
    partials: Callable[..., Sequence[Any]]
    symbol: str = ""
    _: KW_ONLY
    doc: str = ""
    domain: tuple[Interval, ...] = ((-math.inf, math.inf),)
    ufunc: str = ""
    replaces: str = ""
    points: tuple[tuple[float, ...], ...] = ()
    reference: Callable[..., Any] | str = ""
    singular: Mapping[tuple[float, ...], tuple[float, ...]] = field(default_factory=dict)
    params: tuple[Mapping[str, Any], ...] = ()
    arity: int | None = field(init=False)
    source: Source = field(init=False, default=HERE)

    def __post_init__(self) -> None:
        if not (isinstance(self.name, str) and self.name.isidentifier()):
            raise ValueError(f"an operator's name must be an identifier, not {self.name!r}")
        if self.name in RESERVED or self.name.startswith("_"):
            raise ValueError(f"an operator cannot be called {self.name!r}: Value keeps that name")
        for rule in ("forward", "partials"):
            if not callable(getattr(self, rule)):
                raise TypeError(f"the {rule} of operator {self.name!r} must be callable")
        object.__setattr__(self, "symbol", self.symbol or self.name)
        try:
            self.label({})
        except (ValueError, IndexError, AttributeError) as error:
            text = f"the symbol {self.symbol!r} of operator {self.name!r} cannot be formatted"
            raise ValueError(f"{text}: {error}; double a brace that is meant") from None
        object.__setattr__(self, "arity", _arity(self.partials))
        if self.arity is not None and self.arity < 1:
            text = f"the partials of operator {self.name!r} take no operand"
            raise ValueError(f"{text}; write them as (out, x): there is one at least")
        check_metadata(self)

    def __call__(self, *operands: Any, **params: Any) -> Any:
        """Apply the operator to floats, Values, arrays, or whatever has ``__apply_op__``."""
        if any(map(is_array, operands)):
            return elementwise(self, operands, params)
        for operand in operands:
            interpret = getattr(type(operand), "__apply_op__", None)
            if interpret is not None:
                return interpret(self, *operands, **params)
        return self.forward(*operands, **params)

    def __repr__(self) -> str:
        return f"<operator {self.name} ({self.source})>"

    def __copy__(self) -> "Op":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Op":
        return self

    def __reduce__(self) -> str | tuple[Any, ...]:
        from micrograd_core.saving.provenance import revived

        return "ALIAS" if self is ALIAS else (revived, (self.name, *astuple(self.source)))

    def label(self, params: dict[str, Any]) -> str:
        """Return the symbol with the static parameters in it: ``**3`` for a cube."""
        if "{" not in self.symbol:
            return self.symbol
        return self.symbol.format_map(_Blanks(params))


class _Blanks(dict[str, Any]):
    """Parameters in which one that was not given reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def _arity(partials: Callable[..., Any]) -> int | None:
    """Return how many operands a rule takes after ``out``; None if any number."""
    parameters = list(signature(partials).parameters.values())
    if any(p.kind is Parameter.VAR_POSITIONAL for p in parameters):
        return None
    positional = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    return sum(p.kind in positional for p in parameters) - 1


# What a Value that is an argument of a nested transform is in it: itself, by another name, so that
# a derivative with respect to the argument does not see its other uses. No registry holds it.
ALIAS = Op("alias", lambda x: x, lambda out, x: (1.0,), doc="x itself")
object.__setattr__(ALIAS, "source", CORE)
