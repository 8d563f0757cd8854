"""The row itself: its symbol can be read, and it and what it makes can be pickled."""

import pickle
from string import Formatter

from micrograd_core.active import using
from micrograd_core.op import Op
from micrograd_core.testing.case import Case, cases, parameter_names, registry_with
from micrograd_core.testing.points import points
from micrograd_core.testing.verdict import Verdict, fails, holds
from micrograd_core.value import Value


def symbol(op: Op) -> Verdict:
    """The symbol names parameters of the rule only, and formats with each sample of them."""
    known = parameter_names(op)
    for _, field, _, _ in Formatter().parse(op.symbol):
        name = (field or "").partition(".")[0].partition("[")[0]
        if field is not None and known is not None and name not in known:
            there = ", ".join(sorted(known)) or "none"
            text = f"the symbol {op.symbol!r} names {name!r}, which is no parameter; there is"
            return fails(f"{text} {there}; double a brace that is meant")
    for case in cases(op):
        try:
            label = op.label(dict(case.params))
        except Exception as error:
            text = f"the symbol {op.symbol!r} does not format with {dict(case.params)}: {error}"
            return fails(f"{text}; change symbol=")
        if not label.strip():
            text = f"the symbol {op.symbol!r} is blank with {dict(case.params)}"
            return fails(f"{text}; add a text that is always there")
    return holds()


def pickling(op: Op) -> Verdict:
    """The row comes back from a pickle as itself, and a graph with it as it was."""
    with using(registry_with(op)):
        return _pickled(op)


def _pickled(op: Op) -> Verdict:
    try:
        back = pickle.loads(pickle.dumps(op))  # noqa: S301 - written a moment ago
    except Exception as error:
        text = f"the row does not go through pickle: {type(error).__name__}: {error}"
        return fails(f"{text}; make it a plain Op")
    if back is not op:
        return fails(f"the row comes back from a pickle as {back!r}; make it a plain Op")
    for case in cases(op):
        fault = _lost(case)
        if fault:
            advice = "let static parameters be plain data: numbers, strings, tuples"
            return fails(f"a graph with {case.at(['x'] * case.count)} {fault}; {advice}")
    return holds()


def _lost(case: Case) -> str:
    xs = next(points(case, 1))
    out = case.apply(*map(Value, xs))
    try:
        back = pickle.loads(pickle.dumps(out))  # noqa: S301 - written a moment ago
    except Exception as error:
        return f"does not go through pickle: {type(error).__name__}: {error}"
    if back.op is not case.op or dict(back.params) != dict(case.params):
        return f"comes back with {back.op!r} and {dict(back.params)}"
    return ""
