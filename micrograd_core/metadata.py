"""Checks the fields of an operator's row that only the checks of operators read."""

from collections.abc import Mapping
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any

from micrograd_core.errors import counted
from micrograd_core.number import real

if TYPE_CHECKING:
    from micrograd_core.op import Op


def check_metadata(op: "Op") -> None:
    """Raise TypeError or ValueError unless the fields that only the checks read are well formed.

    The arity of `op` is known by now.
    """
    _check_domain(op)
    for field in ("points", "params"):
        if not isinstance(getattr(op, field), tuple):
            raise _wrong(op, field, getattr(op, field), "a tuple of them; one alone has a comma")
    for xs in op.points:
        _check_operands(op, "points", xs)
    _check_reference(op)
    if not isinstance(op.singular, Mapping):
        raise _wrong(op, "singular", op.singular, "a mapping from operands to (value, *partials)")
    for xs, documented in op.singular.items():
        _check_operands(op, "singular", xs)
        if not (_are_numbers(documented) and len(documented) == 1 + len(xs)):
            raise _wrong(op, "singular", documented, f"(value, *partials) for the operands {xs}")
    for sample in op.params:
        _check_sample(op, sample)


def _check_domain(op: "Op") -> None:
    wanted = "a tuple of intervals (low, high), one for each operand or one for all"
    domain: Any = op.domain
    if not isinstance(domain, tuple) or not all(_are_numbers(x) and len(x) == 2 for x in domain):
        raise _wrong(op, "domain", domain, wanted)
    for low, high in domain:
        if not low < high:
            text = f"the domain of operator {op.name!r} has ({low!r}, {high!r}), which is empty"
            raise ValueError(f"{text}; its low end must be below its high end")
    if not domain or (op.arity is not None and len(domain) not in {1, op.arity}):
        count = counted(len(domain), "interval")
        raise ValueError(f"the domain of operator {op.name!r} has {count}; give {wanted}")


def _check_operands(op: "Op", field: str, xs: Any) -> None:
    if not _are_numbers(xs):
        raise _wrong(op, field, xs, "a tuple of numbers, one for each operand")
    if op.arity is not None and len(xs) > op.arity:
        text = f"{field} of operator {op.name!r} has {xs}"
        raise ValueError(f"{text}; it takes at most {counted(op.arity, 'operand')}")


def _check_reference(op: "Op") -> None:
    reference: Any = op.reference
    if isinstance(reference, str):
        module, _, attribute = reference.partition(":")
        if reference and not (module and attribute.isidentifier()):
            text = "a function, or a string 'module:function' like 'mpmath:tanh'"
            raise ValueError(f"the reference of operator {op.name!r} is {reference!r}, not {text}")
    elif not callable(reference):
        raise _wrong(op, "reference", reference, "a function, or a string 'module:function'")


def _check_sample(op: "Op", sample: Any) -> None:
    if not isinstance(sample, Mapping):
        raise _wrong(op, "params", sample, "a mapping from the names of parameters to values")
    _out, *parameters = signature(op.partials).parameters.values()
    if any(p.kind is Parameter.VAR_KEYWORD for p in parameters):
        return
    known = [p.name for p in parameters if p.kind is not Parameter.VAR_POSITIONAL]
    for name in sample:
        if name not in known:
            text = f"params of operator {op.name!r} names {name!r}, which its partials do not take"
            raise ValueError(f"{text}; there are {', '.join(known)}")


def _are_numbers(xs: Any) -> bool:
    return isinstance(xs, tuple) and bool(xs) and all(real(x) is not None for x in xs)


def _wrong(op: "Op", field: str, found: Any, wanted: str) -> TypeError:
    return TypeError(f"{field} of operator {op.name!r} has {found!r}; it should be {wanted}")
