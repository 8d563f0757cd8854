"""Writes DOT, one line at a time."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|-?[0-9]+(\.[0-9]+)?")


class Dot(NamedTuple):
    """A directed graph in DOT: its attributes, and the lines of its body."""

    graph: Mapping[str, str]
    body: Sequence[str]

    @property
    def source(self) -> str:
        """The whole text, as graphviz.Digraph writes it."""
        return "".join(["digraph {\n", f"\tgraph {attributes(self.graph)}\n", *self.body, "}\n"])


def attributes(values: Mapping[str, str]) -> str:
    """Return an attribute list; each value must be escaped already.

    >>> attributes({"shape": "record", "label": "data | grad"})
    '[label="data | grad" shape=record]'
    """
    return f"[{' '.join(f'{name}={quoted(values[name])}' for name in sorted(values))}]"


def quoted(text: str) -> str:
    """Return a DOT identifier, in quotes where it needs them.

    >>> quoted("LR"), quoted("0.5"), quoted("a b"), quoted("")
    ('LR', '0.5', '"a b"', '""')
    """
    return text if _PLAIN.fullmatch(text) else f'"{text}"'


def node(name: str, label: str, **more: str) -> str:
    r"""Return the line of a node.

    >>> node("n0op", "+")
    '\tn0op [label="+"]\n'
    """
    return f"\t{name} {attributes({'label': label, **more})}\n"


def edge(tail: str, head: str, **more: str) -> str:
    r"""Return the line of an edge.

    >>> edge("n0", "n1op"), edge("g0", "g1", label="2 edges")
    ('\tn0 -> n1op\n', '\tg0 -> g1 [label="2 edges"]\n')
    """
    return f"\t{tail} -> {head}{' ' + attributes(more) if more else ''}\n"


def record(rows: Sequence[Sequence[str]], rankdir: str) -> str:
    """Return the label of a record: rows one below the other, the fields of each side by side.

    Braces turn the direction, and so does a graph that is laid out sideways.

    >>> record([["data 1", "grad 0"]], "LR"), record([["data 1", "grad 0"]], "TB")
    ('{ data 1 | grad 0 }', 'data 1 | grad 0')
    >>> record([["x"], ["data 1", "grad 0"]], "TB")
    '{ x | { data 1 | grad 0 } }'
    """
    sideways = rankdir in {"LR", "RL"}
    if len(rows) == 1 and not sideways:
        return " | ".join(rows[0])
    stack = " | ".join(f"{{ {' | '.join(row)} }}" if len(row) > 1 else row[0] for row in rows)
    return stack if sideways else f"{{ {stack} }}"
