"""A subcommand of the ``micrograd`` command line, as a plugin brings it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand.

    name: what the user types. help: one line. configure: adds arguments to its parser.
    run: does the work, prints what is to be read, and returns the exit status.
    """

    name: str
    help: str
    configure: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
