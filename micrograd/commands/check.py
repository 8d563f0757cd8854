"""Checks the derivatives of operators: ``micrograd check``."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from micrograd.found import found_operators
from micrograd.terminal import say, show, table
from micrograd_core import Command, Op
from micrograd_core.plugins.discovery import Plugin

if TYPE_CHECKING:
    from micrograd_core.testing import Verdict

HEADER = ("operator", "distribution", "property", "verdict", "worst error", "where")


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="an operator; by default, all")


def run(args: Namespace) -> int:
    """Write a line for each property of each operator; return 1 if one does not hold."""
    from micrograd_core.testing import check_op

    verdicts = [(v, plugin) for plugin, op in _chosen(args.names) for v in check_op(op)]
    show(table(HEADER, [_row(verdict, plugin) for verdict, plugin in verdicts]))
    failures = [verdict for verdict, _ in verdicts if not verdict.ok]
    for failure in failures:
        say(f"{failure.operator}: {failure.property}: {failure.message}")
    show(f"\n{len(verdicts)} checks, {len(failures) or 'none'} failed")
    return 1 if failures else 0


def _chosen(names: list[str]) -> list[tuple[Plugin, Op]]:
    """Return the operators called `names`, or all; ArgumentTypeError for one there is not."""
    found = list(found_operators())
    known = {op.name for _, op in found}
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else "`micrograd ops` lists them"
            raise ArgumentTypeError(f"there is no operator {name!r} to check; {hint}")
    return [(plugin, op) for plugin, op in found if not names or op.name in names]


def _row(verdict: "Verdict", plugin: Plugin) -> tuple[str, ...]:
    return (
        verdict.operator,
        plugin.source.distribution,
        verdict.property,
        "ok" if verdict.ok else "FAILED",
        f"{verdict.worst:.1e}",
        verdict.where,
    )


COMMAND = Command("check", "check the derivatives of operators", configure, run)
