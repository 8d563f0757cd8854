"""Writes for a terminal: sentences, tables with aligned columns, and no control characters."""

import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from micrograd_core import PluginWarning


def show(text: str) -> None:
    """Write what a command is asked for to the standard output stream, and end the line."""
    sys.stdout.write(f"{text}\n")


def say(text: str) -> None:
    """Write one line of text to the standard error stream."""
    sys.stderr.write(f"{printable(text)}\n")


def printable(text: str) -> str:
    r"""Return `text` on one line, with control characters escaped.

    A plugin's text can hold anything, a terminal's own commands included.

    >>> printable("two\nlines and a \x1b[31mcolour")
    'two lines and a \\x1b[31mcolour'
    """
    line = " ".join(text.split())
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return lines of aligned columns under a header; None and an empty text show as a dash.

    >>> print(table(["name", "arity"], [["add", 2], ["sum", None]]))
    name  arity
    add   2
    sum   -
    """
    cells = [list(header), *([_cell(content) for content in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)
    return "\n".join(lines)


def _cell(content: object) -> str:
    return "-" if content is None else printable(str(content)) or "-"


def table_of(records: Sequence[dict[str, Any]]) -> str:
    """Return a table of records with the same keys, which make its header."""
    return table(list(records[0]), [list(record.values()) for record in records])


@contextmanager
def warnings_in_sentences() -> Iterator[None]:
    """Show what is wrong with plugins as sentences; leave other warnings as they are."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", PluginWarning)
        show = warnings.showwarning

        def showwarning(message: Any, category: Any, *where: Any, **options: Any) -> None:
            if issubclass(category, PluginWarning):
                say(f"micrograd: {message}")
            else:
                show(message, category, *where, **options)

        warnings.showwarning = showwarning
        yield
