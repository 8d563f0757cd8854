"""``micrograd draw``: traces a function, differentiates it, and writes the picture of its graph."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from micrograd_core import Command, GraphError, Value, tracing
from micrograd_viz.formats import known_format
from micrograd_viz.function import call, find_function
from micrograd_viz.layout import RANKDIRS, layout
from micrograd_viz.renderer import picture
from micrograd_viz.saving import save_picture


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of ``micrograd draw``."""
    add = parser.add_argument
    add("function", metavar="MODULE:FUNCTION", help="or FILE.py:FUNCTION; it returns a Value")
    add("--at", metavar="X=1.5,Y=2", action="append", help="what to call it with")
    add("--out", metavar="FILE", type=Path, help="where the picture goes (FUNCTION.svg)")
    add("--format", help="svg, png, ... (the suffix of FILE)")
    add("--rankdir", choices=RANKDIRS, default="LR", help="where the graph goes (LR)")
    add("--lines", action="store_true", help="show the source line that made each Value")
    add("--max-nodes", type=int, metavar="N", help="draw up to N Values one by one")


def run(args: Namespace) -> int:
    """Write the picture, print its path, and return 0; errors are sentences."""
    given = numbers(",".join(args.at)) if args.at else {}
    kind = known_format(args.format or (args.out or Path()).suffix[1:] or "svg")
    if args.out:
        _check_place(args.out)
    function = find_function(args.function)
    with tracing() if args.lines else nullcontext() as born:
        result = call(function, given)
    root = _differentiated(result, args.function)
    dot = layout(root, args.rankdir, trace=born, max_nodes=args.max_nodes)
    out = args.out or Path(f"{args.function.rpartition(':')[2]}.{kind}")
    save_picture(out, picture(dot.source, kind))
    sys.stdout.write(f"{out}\n")
    return 0


def numbers(text: str) -> dict[str, float]:
    """Read ``x=1.5,y=2``; ArgumentTypeError where that is not its form.

    >>> numbers("x=1.5,y=2")
    {'x': 1.5, 'y': 2.0}
    """
    found: dict[str, float] = {}
    for part in text.split(","):
        name, number = _number(part)
        if name in found:
            raise ArgumentTypeError(f"{name!r} is given twice, {part!r} the second; give it once")
        found[name] = number
    return found


def _number(part: str) -> tuple[str, float]:
    name, _, number = map(str.strip, part.partition("="))
    try:
        if name:
            return name, float(number)
    except ValueError:
        pass
    raise ArgumentTypeError(f"{part!r} is no NAME=NUMBER; write --at x=1.5,y=2")


def _check_place(out: Path) -> None:
    """Refuse a place where no file can be; OSError."""
    if out.is_dir():
        raise IsADirectoryError(f"{str(out)!r} is a folder; name a file in it with --out")
    if not out.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {str(out.parent)!r}; make it, or change --out")


def _differentiated(result: Any, reference: str) -> Value:
    if not isinstance(result, Value):
        raise ValueError(f"{reference} returned {result!r}; it must return a Value")  # noqa: TRY004
    # One that the function has differentiated itself would count its leaves twice.
    if result.grad:
        return result
    if result.op is None:
        text = f"{reference} returned {result!r}, which was not computed from anything"
        raise GraphError(f"{text}; it must return what an operation gives, as x * 2 does")
    result.backward()
    return result


DRAW = Command("draw", "trace a function, differentiate, write the picture", configure, run)
