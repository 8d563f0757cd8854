"""Makes graphs of saved JSON: everything is checked, and nothing trusted."""

import math
from typing import TYPE_CHECKING, Any

from micrograd_core import changes
from micrograd_core.op import Op
from micrograd_core.saving.copying import rebuilt, set_origin
from micrograd_core.saving.forms import Forms
from micrograd_core.saving.plain import (
    checked_name,
    checked_source,
    from_json,
    param_from_json,
    shown,
)
from micrograd_core.saving.provenance import find
from micrograd_core.saving.strict_json import parse
from micrograd_core.source import normal

if TYPE_CHECKING:
    from micrograd_core.value import Value

KEYS = ["format", "version", "sha256", "operators", "roots", "values"]
RECORD = ["name", "plugin", "distribution", "version"]
OF_LEAF, OF_RESULT = 4, 7


def graph_of(content: bytes, *, warn: bool, stand_in: bool) -> "tuple[Value, ...]":
    """Return the roots of a saved graph.

    ValueError: it is no graph. UnknownOperatorError: an operator is not here, unless `stand_in`,
    or of another version, unless `warn`.
    """
    document = parse(content)
    if type(document) is not dict or [*document] != KEYS:
        raise ValueError(f"it has not {', '.join(KEYS)}, in this order")
    records, roots, values = (_list(document[key], key) for key in KEYS[3:])
    rows = _operators(records, warn=warn, stand_in=stand_in)
    forms = Forms()
    nodes: list[Value] = []
    for n, line in enumerate(values):
        try:
            nodes.append(_node(line, rows, forms, nodes))
        except ValueError as error:
            raise ValueError(f"its value {n} is no Value: {error}") from None
    if not roots:
        raise ValueError("it has no roots")
    return tuple(nodes[_index(root, len(nodes), "Value")] for root in roots)


def _operators(records: list[Any], *, warn: bool, stand_in: bool) -> list[Op]:
    named = []
    for record in records:
        if type(record) is not dict or [*record] != RECORD:
            raise ValueError(f"{shown(record)} is no operator: it has not {', '.join(RECORD)}")
        name, *source = record.values()
        named.append((checked_name(name), checked_source(*source)))
    if len({(name, normal(source.distribution)) for name, source in named}) != len(named):
        raise ValueError("it has the same operator twice")
    return [find(name, source, warn=warn, stand_in=stand_in) for name, source in named]


def _node(line: Any, rows: list[Op], forms: Forms, nodes: "list[Value]") -> "Value":
    if len(_list(line, "its line")) not in {OF_LEAF, OF_RESULT}:
        raise ValueError(f"it is of {len(line)} things, not of {OF_LEAF} or {OF_RESULT}")
    data, grad, label, age, *origin = line
    if type(label) is not str:
        raise ValueError(f"its label is {shown(label)}, which is no text")
    epoch = _epoch(age, is_leaf=not origin)
    node = rebuilt(from_json(data), from_json(grad), label, epoch)
    if origin:
        set_origin(node, *_origin(origin, rows, forms, nodes))
    return node


def _origin(
    origin: list[Any], rows: list[Op], forms: Forms, nodes: "list[Value]"
) -> tuple[Op, tuple[Any, ...], dict[str, Any]]:
    """Return the operator of a result, its operands, and its static parameters."""
    op, listed, params = origin
    row = rows[_index(op, len(rows), "operator")]
    operands = tuple(
        from_json(x[0])
        if type(x) is list and len(x) == 1
        else nodes[_index(x, len(nodes), "operand")]
        for x in _list(listed, "what it was computed from")
    )
    if all(type(x) is float for x in operands):
        raise ValueError("it was computed from no Value")
    if type(params) is not dict:
        raise ValueError(f"its parameters are {shown(params)}")
    given = {key: param_from_json(x) for key, x in params.items()}
    forms.check(row, len(operands), *given)
    return row, operands, given


def _epoch(age: Any, *, is_leaf: bool) -> float:
    """Return the moment that is `age` changes of data ago; infinity for a number set by hand."""
    if age is None and not is_leaf:
        return math.inf
    if type(age) is not int or not 0 <= age < 2**53:
        raise ValueError(f"its age is {shown(age)}")
    return changes.count - age


def _index(x: Any, count: int, what: str) -> int:
    """Return `x` if it is the position of something that came before; ValueError."""
    if type(x) is not int or not 0 <= x < count:
        raise ValueError(f"{shown(x)} is the position of no {what}, of which {count} came before")
    return x


def _list(x: Any, what: str) -> list[Any]:
    if type(x) is not list:
        raise ValueError(f"{what} is {shown(x)}, not a list")
    return x
