"""Writes graphs as JSON: the operators they need, and a line for each Value, operands first."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from micrograd_core.number import real
from micrograd_core.op import Op
from micrograd_core.saving.forms import Forms
from micrograd_core.saving.plain import checked_name, checked_source, param_to_json, shown, to_json
from micrograd_core.saving.provenance import source_of
from micrograd_core.value import Value
from micrograd_core.walk import walk

encode = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode


def lines(roots: Sequence[Value]) -> Iterator[str]:
    """Yield the lines of a saved graph that follow the checksum.

    TypeError: a root that is no Value. ValueError: there is none, or JSON has no place for
    something.
    """
    for root in roots:
        if not isinstance(root, Value):
            raise TypeError(f"a graph is saved by its Values; {root!r} is a {type(root).__name__}")
    if not roots:
        raise ValueError("no Value was given; name the results whose graph is to be saved")
    order = walk(*roots)
    position = {node: n for n, node in enumerate(order)}
    rows = dict.fromkeys(node._row for node in order if node._row is not None)
    operators = {row: n for n, row in enumerate(rows)}
    ages = _ages(order)
    forms = Forms()
    yield f'"operators":{encode(_records(operators))},'
    yield f'"roots":{encode([position[root] for root in roots])},'
    yield '"values":['
    for n, node in enumerate(order, start=1 - len(order)):
        yield encode(_line(node, position, operators, ages, forms)) + ("," if n else "]}\n")


def _records(operators: Mapping[Op, int]) -> list[dict[str, str]]:
    records = []
    for row in operators:
        source = source_of(row)
        checked_source(source.plugin, source.distribution, source.version)
        records.append({"name": checked_name(row.name), **asdict(source)})
    names = [(record["name"], record["distribution"]) for record in records]
    for name, distribution in names:
        if names.count((name, distribution)) > 1:
            text = f"two operators of {distribution} are called {name!r}"
            raise ValueError(f"{text}, and nothing would tell them apart; rename one")
    return records


def _ages(order: Sequence[Value]) -> dict[float, int | None]:
    """Return how many changes of data each moment is ago; None for a number set by hand.

    Only which moment came first is kept: a result is stale where an operand is younger.
    """
    moments = sorted({node._epoch for node in order} - {math.inf}, reverse=True)
    return {moment: age for age, moment in enumerate(moments)} | {math.inf: None}


def _line(
    node: Value,
    position: Mapping[Value, int],
    operators: Mapping[Op, int],
    ages: Mapping[float, int | None],
    forms: Forms,
) -> list[Any]:
    """Return what the line of a Value holds: four things of a leaf, seven of a result."""
    label: Any = node.label
    if not isinstance(label, str):
        text = f"the label {shown(label)} of {node!r} is no text; set it to a str"
        raise ValueError(text)  # noqa: TRY004 -- one error for all that the format has no place for
    line = [to_json(node._data), to_json(_gradient(node)), label, ages[node._epoch]]
    if node._row is None:
        return line
    forms.check(node._row, len(node._raw_operands()), *node.params)
    operands = [[to_json(x)] if type(x) is float else position[x] for x in node._raw_operands()]
    return [*line, operators[node._row], operands, _params(node)]


def _gradient(node: Value) -> float:
    grad: Any = node.grad
    try:
        number = grad if type(grad) is float else real(grad)
    except OverflowError:
        number = None
    if number is None:
        raise ValueError(f"the gradient {shown(grad)} of {node!r} is no number; set it to a float")
    return number


def _params(node: Value) -> dict[str, Any]:
    try:
        return {key: param_to_json(x) for key, x in node.params.items()}
    except ValueError as error:
        text = f"a static parameter of {node._row!r} cannot be saved: {error}"
        raise ValueError(text) from None
