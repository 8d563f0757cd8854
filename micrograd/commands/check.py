"""Holds operators to their properties, and shows a line for each: ``micrograd check``."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from micrograd.terminal import say, show, table
from micrograd_core import Command, Op, PluginError
from micrograd_core.plugins.discovery import Plugin
from micrograd_core.plugins.selection import ALL, selected

if TYPE_CHECKING:
    from micrograd_core.testing import Verdict

HEADER = ("operator", "distribution", "property", "verdict", "worst error", "where")


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    text = "an operator, a plugin or a distribution; by default, all operators"
    parser.add_argument("names", nargs="*", metavar="NAME", help=text)


def run(args: Namespace) -> int:
    """Write a line for each property of each operator; return 1 if one does not hold."""
    from micrograd_core.testing import check_op, faults

    verdicts = [(v, plugin) for plugin, op in _chosen(args.names) for v in check_op(op)]
    show(table(HEADER, [_row(verdict, plugin) for verdict, plugin in verdicts]))
    failures = [verdict for verdict, _ in verdicts if verdict.failed]
    for fault in faults(failures):
        say(fault)
    skipped = sum(not (verdict.ok or verdict.failed) for verdict, _ in verdicts)
    show(f"\n{len(verdicts)} checks, {skipped} skipped, {len(failures) or 'none'} failed")
    return 1 if failures else 0


def _chosen(names: list[str]) -> list[tuple[Plugin, Op]]:
    """Return the operators that `names` stand for, or all; ArgumentTypeError if one is unknown."""
    try:
        return selected(names or [ALL])
    except PluginError as error:
        raise ArgumentTypeError(str(error)) from error


def _row(verdict: "Verdict", plugin: Plugin) -> tuple[str, ...]:
    return (
        verdict.operator,
        plugin.source.distribution,
        verdict.property,
        verdict.outcome,
        f"{verdict.worst:.1e}" if verdict.ok or verdict.failed else "",
        verdict.where if verdict.ok or verdict.failed else verdict.message,
    )


COMMAND = Command("check", "hold operators to their properties", configure, run)
