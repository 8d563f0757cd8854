"""The command line: runs a subcommand of any plugin, and puts what goes wrong in a sentence."""

import argparse
import os
import re
import sys
import traceback
from collections.abc import Mapping, Sequence
from typing import NoReturn

from micrograd.offers import Offer, offers
from micrograd.terminal import printable, say, show, warnings_in_sentences
from micrograd_core import MicrogradError
from micrograd_core.plugins.hints import cause

FAILED, MISUSED, INTERRUPTED = 1, 2, 130

# What a command raises when the world is not as it should be, in a sentence already.
EXPECTED = (MicrogradError, OSError, ValueError, ImportError)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` asks for (by default the program's arguments).

    Returns 0; 1 where the command failed, or found that something is wrong; 2 where the command
    line was wrong. What went wrong is a sentence on the standard error stream. ``--help`` and
    ``--version`` exit.
    """
    try:
        with warnings_in_sentences():
            return _run(argv)
    except argparse.ArgumentTypeError as error:
        return _fail(str(error), MISUSED)
    except EXPECTED as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return _fail("interrupted", INTERRUPTED)


def _run(argv: Sequence[str] | None) -> int:
    found = offers()
    parser = _parser(found)
    args = parser.parse_args(argv)
    if args.command is None:
        parser.error("a COMMAND is missing")
    offer = found[args.command]
    try:
        status = offer.run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, a pager say, has read enough. Python would complain again at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        if isinstance(error, (argparse.ArgumentTypeError, *EXPECTED)) and str(error):
            raise
        return _fail(f"command {args.command!r} ({offer.plugin.source}) failed: {_told(error)}")
    return status


def _told(error: Exception) -> str:
    """Return the type and the words of an error; of a wordless one, the line that raised it."""
    if str(error):
        return cause(error)
    *_, last = traceback.extract_tb(error.__traceback__)
    return f"{cause(error)}, raised at {last.filename}:{last.lineno}"


def _fail(text: str, status: int = FAILED) -> int:
    # What a program calls, a shell sets.
    text = re.sub(r"micrograd\.enable\('([^']+)'\)", r"\g<0>, or set MICROGRAD_ENABLE=\1", text)
    say(f"micrograd: {text}")
    return status


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint is one sentence."""

    def error(self, message: str) -> NoReturn:
        raise argparse.ArgumentTypeError(f"{message}; `{self.prog} --help` says what there is")


class _Version(argparse.Action):
    """Reads the version only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        import micrograd

        show(f"micrograd {micrograd.__version__}")
        parser.exit()


def _parser(found: Mapping[str, Offer]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="micrograd", description="A scalar autograd engine, as a framework of plugins."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, offer in sorted(found.items()):
        text = printable(offer.command.help)
        parser_of = commands.add_parser(name, help=text.replace("%", "%%"), description=text)
        offer.command.configure(parser_of)
    return parser
