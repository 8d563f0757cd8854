"""An operator as the checks call it: with static parameters chosen, a function of floats."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import Parameter, signature
from typing import Any

from micrograd_core.active import ACTIVE
from micrograd_core.errors import OperatorError
from micrograd_core.failure import described, partials_failed
from micrograd_core.op import Interval, Op
from micrograd_core.registry import Registry
from micrograd_core.static import static

POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)


@dataclass(frozen=True, slots=True)
class Case:
    """An operator, static parameters for it, and how many operands are left to give."""

    op: Op
    params: Mapping[str, Any]
    count: int

    def apply(self, *operands: Any) -> Any:
        """Apply the operator to floats, Values or arrays."""
        return self.op(*operands, **self.params)

    def forward(self, *xs: float) -> Any:
        """Return what the forward rule itself gives."""
        return self.op.forward(*xs, **self.params)

    def rule(self, out: Any, *operands: Any) -> Any:
        """Return what the partials rule itself gives."""
        return self.op.partials(out, *operands, **self.params)

    def partials(self, out: Any, *operands: Any) -> Any:
        """Return what the partials rule gives on floats or Values; OperatorError if it raises."""
        try:
            return self.rule(out, *operands)
        except Exception as error:
            raise partials_failed(self.op, operands, error) from error

    def interval(self, n: int) -> Interval:
        """Return the interval that operand `n` is drawn from."""
        return self.op.domain[n] if n < len(self.op.domain) else self.op.domain[-1]

    def contains(self, xs: Sequence[float]) -> bool:
        """Return whether a point is inside the domain, and on no edge of it."""
        inside = zip(xs, map(self.interval, range(self.count)), strict=True)
        return all(low < x < high for x, (low, high) in inside)

    def at(self, xs: Sequence[Any]) -> str:
        """Return the call as one writes it: ``pow(0.5, n=2)``."""
        given = [*map(repr, xs), *(f"{key}={value!r}" for key, value in self.params.items())]
        return f"{self.op.name}({', '.join(given)})"

    def positionally(self, xs: Sequence[Any]) -> tuple[list[Any], dict[str, Any]]:
        """Return the operands, with those that are given by name behind, and the parameters."""
        named = [name for name in operand_names(self.op) if name in self.params]
        rest = {key: value for key, value in self.params.items() if key not in named}
        return [*xs, *(self.params[name] for name in named)], rest


def cases(op: Op) -> list[Case]:
    """Return the ways to check `op`: without parameters if that can be, and with each sample.

    One of any number of operands is checked with as many as its points have, or with two and three.
    OperatorError: it needs parameters of which the row gives no sample, or a point fits no case.
    """
    missing = [] if op.params else [*_required(op)]
    if missing:
        text = f"it takes {', '.join(missing)}, and the row gives no sample: add params="
        raise OperatorError(f"{_whose(op)}: {text}({{{missing[0]!r}: ...}},)")
    samples: list[Mapping[str, Any]] = [] if any(_required(op)) else [{}]
    found = [
        Case(op, params, count)
        for params in (static(op, dict(sample)) for sample in (*samples, *op.params))
        for count in _counts(op, params)
    ]
    for xs in op.points:
        _refuse_stray(op, xs, found)
    return found


def registry_with(op: Op) -> Registry:
    """Return a registry of `op` and, under other names, the operators in use."""
    return Registry([op, *(row for row in ACTIVE.get().values() if row.name != op.name)])


def operand_names(op: Op) -> list[str]:
    """Return the names that the partials rule has for its operands; none if it takes any number."""
    if op.arity is None:
        return []
    return [p.name for p in _parameters(op) if p.kind in POSITIONAL]


def parameter_names(op: Op) -> set[str] | None:
    """Return every name that the partials rule takes a value by; None if it takes any."""
    parameters = _parameters(op)
    if any(p.kind is Parameter.VAR_KEYWORD for p in parameters):
        return None
    return {p.name for p in parameters if p.kind is not Parameter.POSITIONAL_ONLY}


def _parameters(op: Op) -> list[Parameter]:
    _out, *parameters = signature(op.partials).parameters.values()
    return parameters


def _required(op: Op) -> Iterator[str]:
    for p in _parameters(op):
        if p.kind is Parameter.KEYWORD_ONLY and p.default is Parameter.empty:
            yield p.name


def _counts(op: Op, params: Mapping[str, Any]) -> list[int]:
    if op.arity is None:
        return list(dict.fromkeys(map(len, (*op.points, *op.singular)))) or [2, 3]
    return [sum(name not in params for name in operand_names(op))]


def _refuse_stray(op: Op, xs: tuple[float, ...], found: list[Case]) -> None:
    fitting = [case for case in found if case.count == len(xs)]
    if not fitting:
        text = f"the point {xs} has another number of operands; correct points="
        raise OperatorError(f"{_whose(op)}: {text}")
    if not fitting[0].contains(xs):
        text = f"the point {xs} is not inside the domain {op.domain}; widen domain=, or"
        raise OperatorError(f"{_whose(op)}: {text} document what holds there in singular=")


def _whose(op: Op) -> str:
    return f"the row of {described(op)}"
