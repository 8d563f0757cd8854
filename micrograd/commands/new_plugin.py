"""Writes a package that brings a new operator, complete and tested: ``micrograd new-plugin``."""

import keyword
import re
import shlex
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from micrograd.new_package import distribution_of, module_of, package
from micrograd.terminal import show
from micrograd_core import Command, Op
from micrograd_core.plugins.listing import found_plugins, host

# A distribution's name is of these as well, and ends in a letter or a digit.
NAME = re.compile(r"[A-Za-z]([A-Za-z0-9_]{0,58}[A-Za-z0-9])?")


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("name", metavar="NAME", help="the operator's name: v.NAME() will apply it")
    parser.add_argument(
        "--out", metavar="DIR", type=Path, help="the folder to make (micrograd-NAME)"
    )


def run(args: Namespace) -> int:
    """Write the files, and say what to do with them."""
    name: str = args.name
    _check_name(name)
    folder: Path = args.out or Path(distribution_of(name))
    _check_folder(folder)
    files = package(name)
    write(folder, files)
    show("\n".join(str(folder / file) for file in files))
    show(
        f"\nIts rules are those of tanh; put your own into {folder / module_of(name)}.py. Then:\n"
        f"    pip install -e {shlex.quote(f'{folder}[test]')}\n"
        f"    pytest {shlex.quote(str(folder))}\n"
        f"    micrograd check {name}"
    )
    return 0


def write(folder: Path, files: dict[str, str]) -> None:
    """Put `files` into `folder`, which is empty or made; all of them or, on an error, none."""
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8", newline="\n")
    except BaseException:
        for file in files:
            (folder / file).unlink(missing_ok=True)
        if is_new:
            folder.rmdir()
        raise


def _check_name(name: str) -> None:
    """Refuse a name that no operator can have, or somebody has; ArgumentTypeError."""
    if not NAME.fullmatch(name):
        text = "an operator's name here is of up to 60 ASCII letters, digits and underscores"
        reason = f"{text}, a letter first and no underscore last"
    elif keyword.iskeyword(name):
        reason = "it is a keyword of Python"
    else:
        reason = _kept(name) or _taken(name)
    if reason:
        raise ArgumentTypeError(f"no plugin can be made for {name!r}: {reason}; choose another")


def _kept(name: str) -> str:
    try:
        Op(name, float, lambda out, x: (1.0,))
    except ValueError as error:
        return str(error)
    return ""


def _taken(name: str) -> str:
    """Return who has the name already, as operator, plugin, module or distribution."""
    for plugin in found_plugins():
        if plugin.name == name:
            return f"{plugin.source} has the name"
        if name in (row.name for row in plugin.rows):
            return f"{plugin.source} brings an operator {name!r}"
    for declaring in host().operators.get(name, []):
        return f"{declaring.source} brings an operator {name!r}"
    if find_spec(module_of(name)) is not None:
        return f"there is a module {module_of(name)}"
    try:
        found = distribution(distribution_of(name))
    except PackageNotFoundError:
        return ""
    return f"{found.name} {found.version} is installed"


def _check_folder(folder: Path) -> None:
    if folder.is_dir():
        if any(folder.iterdir()):
            raise ArgumentTypeError(f"{str(folder)!r} is not empty; name another folder with --out")
    elif folder.exists() or folder.is_symlink():
        raise ArgumentTypeError(f"{str(folder)!r} is no folder; name another with --out")


COMMAND = Command("new-plugin", "write a package that brings a new operator", configure, run)
