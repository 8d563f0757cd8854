"""Saves graphs to a file and loads them again: plain JSON under a checksum, and never any code."""

import os
from typing import TYPE_CHECKING, Any, Literal

from micrograd_core.errors import GraphFileError, MicrogradError

if TYPE_CHECKING:
    from micrograd_core.value import Value

# Some four million Values have room in it. A larger file is refused unread.
LARGEST = 2**28
VERSION = 1
HEAD = b'{"format":"micrograd graph","version":%d,"sha256":"'
SEAL = slice(len(HEAD % VERSION), len(HEAD % VERSION) + 64)
TAIL = b"]}\n"

PathLike = str | os.PathLike[str]


def save_graph(path: PathLike, *roots: "Value") -> None:
    """Write the graph of `roots` to the file `path`, which is replaced whole or not at all.

    It holds data, gradients, labels, static parameters, what is stale, and which operators are
    needed: each with its plugin, distribution and version.
    TypeError: a root that is no Value, or a path that is none. GraphFileError: a label, gradient or
    parameter that JSON has no place for, or the file cannot be written.
    """
    from micrograd_core.saving.atomic import write_whole
    from micrograd_core.saving.writing import lines

    shown = _shown(path, "save_graph('graph.json', y)")
    try:
        content = sealed("\n".join(lines(roots)).encode("ascii"))
        _check_size(len(content))
        write_whole(path, content)
    except (OSError, ValueError) as error:
        raise GraphFileError(
            f"the graph was not saved to {shown}: {error}; what was there before still is"
        ) from error


def load_graph(
    path: PathLike,
    *,
    versions: Literal["error", "warn"] = "error",
    missing: Literal["error", "warn"] = "error",
) -> "tuple[Value, ...]":
    """Return the roots of the graph in the file `path`, in the order they were saved.

    Operators are taken by name from the registry in use, where each must come from the
    distribution that made the graph. Nothing is imported because the file names it.
    versions: what an operator of another version is, an error or a PluginWarning.
    missing: what an operator that is not here is. After a PluginWarning the graph can be read,
        drawn and saved, and ``backward()`` through that operator is refused.
    GraphFileError: there is no such file, it is damaged or foreign, or an operator is not here.
    TypeError: a path that is none.
    """
    from micrograd_core.saving.reading import graph_of

    for name, choice in (("versions", versions), ("missing", missing)):
        if not isinstance(choice, str) or choice not in {"error", "warn"}:
            raise ValueError(f"{name} must be 'error' or 'warn', not {choice!r}")
    shown = _shown(path, "load_graph('graph.json')")
    refused = f"the saved graph {shown} cannot be used: "
    try:
        content = _unsealed(path)
        return graph_of(content, warn=versions == "warn", stand_in=missing == "warn")
    except (MicrogradError, OSError) as error:
        raise GraphFileError(f"{refused}{error}") from error
    except ValueError as error:
        text = f"{refused}{error}; get the file again, or save the graph again"
        raise GraphFileError(text) from error


def _shown(path: Any, example: str) -> str:
    """Return `path` as a sentence shows it; TypeError, with a call as an example, if it is none."""
    name = os.fspath(path) if isinstance(path, str | os.PathLike) else None
    if not isinstance(name, str):
        text = "a graph is kept in a file, named first by a str or a Path"
        raise TypeError(f"{text}, as in {example}; {path!r} is a {type(path).__name__}")
    return repr(name)


def sealed(rest: bytes) -> bytes:
    """Return a file: its checksum is the SHA-256 of it all with zeros in the checksum's place."""
    blank = HEAD % VERSION + b"0" * 64 + b'",\n' + rest
    return blank[: SEAL.start] + _digest(blank) + blank[SEAL.stop :]


def _digest(content: bytes) -> bytes:
    from hashlib import sha256

    digest = sha256(content[: SEAL.start] + b"0" * 64)
    digest.update(memoryview(content)[SEAL.stop :])
    return digest.hexdigest().encode()


def _unsealed(path: PathLike) -> bytes:
    """Return the bytes of a file that is ours, whole, and of this version; ValueError."""
    from pathlib import Path
    from stat import S_ISREG

    status = Path(path).stat()
    if not S_ISREG(status.st_mode):
        raise ValueError("it is no file")
    _check_size(status.st_size)
    with Path(path).open("rb") as file:
        _check_head(file.read(SEAL.stop))
        # A large file that was never written to its end is told by that, without reading it.
        file.seek(-min(len(TAIL), status.st_size), os.SEEK_END)
        if file.read() != TAIL:
            raise ValueError("it is damaged: it was cut short, or something was put behind its end")
        file.seek(0)
        content = file.read()
    if content[SEAL] != _digest(content):
        raise ValueError("it is damaged: its checksum does not match its content")
    return content


def _check_size(size: int) -> None:
    if size > LARGEST:
        raise ValueError(f"it has {size:,} bytes, and {LARGEST:,} are the most")


def _check_head(start: bytes) -> None:
    import re

    pattern = re.escape(HEAD).replace(b"%d", rb"(\d{1,9})")
    head = re.match(pattern, start)
    if head is None:
        raise ValueError("it is no graph of micrograd, or was cut short")
    if int(head[1]) != VERSION:
        raise ValueError(f"it has version {int(head[1])}, and this micrograd reads {VERSION}")
