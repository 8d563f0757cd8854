"""A subcommand of the ``micrograd`` command line, as a plugin brings it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand.

    name: what the user types. help: one line. configure: adds arguments to its parser.
    run: does the work, prints what is to be read, and returns the exit status.
    """

    name: str
    help: str
    configure: "Callable[[ArgumentParser], None]"
    run: "Callable[[Namespace], int]"
