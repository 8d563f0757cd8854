"""``micrograd draw``: traces a function, differentiates it, and writes the picture of its graph."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from micrograd_core import Command, Value, tracing
from micrograd_viz.errors import NoRendererError
from micrograd_viz.function import call, find_function
from micrograd_viz.layout import RANKDIRS, layout
from micrograd_viz.renderer import picture


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of ``micrograd draw``."""
    add = parser.add_argument
    add("function", metavar="MODULE:FUNCTION", help="or FILE.py:FUNCTION; it returns a Value")
    add("--at", metavar="X=1.5,Y=2", type=numbers, default={}, help="what to call it with")
    add("--out", metavar="FILE", type=Path, help="where the picture goes (FUNCTION.svg)")
    add("--format", help="svg, png, ... (the suffix of FILE)")
    add("--rankdir", choices=RANKDIRS, default="LR", help="where the graph goes (LR)")
    add("--lines", action="store_true", help="show the source line that made each Value")
    add("--max-nodes", type=int, metavar="N", help="draw up to N Values one by one")


def run(args: Namespace) -> int:
    """Write the picture, print its path, and return 0; errors are sentences."""
    function = find_function(args.function)
    with tracing() if args.lines else nullcontext() as born:
        result = call(function, args.at)
    root = _differentiated(result, args.function)
    dot = layout(root, args.rankdir, trace=born, max_nodes=args.max_nodes)
    name = args.function.rpartition(":")[2]
    written = _written(dot.source, args.out or Path(f"{name}.{args.format or 'svg'}"), args.format)
    sys.stdout.write(f"{written}\n")
    return 0


def numbers(text: str) -> dict[str, float]:
    """Read ``x=1.5,y=2``; ArgumentTypeError where that is not its form.

    >>> numbers("x=1.5,y=2")
    {'x': 1.5, 'y': 2.0}
    """
    found = {}
    for part in text.split(","):
        name, _, number = part.partition("=")
        try:
            found[name.strip()] = float(number)
        except ValueError:
            name = ""
        if not name.strip():
            raise ArgumentTypeError(f"{part!r} is no NAME=NUMBER; write --at x=1.5,y=2")
    return found


def _differentiated(result: Any, reference: str) -> Value:
    if not isinstance(result, Value):
        raise ValueError(f"{reference} returned {result!r}; it must return a Value")  # noqa: TRY004
    # One that the function has differentiated itself would count its leaves twice.
    if not result.grad:
        result.backward()
    return result


def _written(source: str, out: Path, kind: str | None) -> Path:
    """Write the picture, or where nothing can draw it the DOT text, and return the path."""
    try:
        drawn = picture(source, kind or out.suffix[1:] or "svg")
    except NoRendererError as error:
        sys.stderr.write(f"micrograd: {error}, which was written instead\n")
        out, drawn = out.with_suffix(".gv"), source.encode()
    out.write_bytes(drawn)
    return out


DRAW = Command("draw", "trace a function, differentiate, write the picture", configure, run)
