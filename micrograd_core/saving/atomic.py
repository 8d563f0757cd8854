"""Writes a file whole or not at all: until the new one is safely on disk the old one stands."""

import contextlib
import os
import re
import stat
from hashlib import sha256
from pathlib import Path


def write_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Put `content` at `path`; OSError, and the file is as it was.

    The content goes to a file beside it first, and to the disk, and then takes its name, and its
    permissions. What earlier writers that were killed have left behind is removed.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise OSError(f"{str(target)!r} is no ordinary file, and is not to be replaced by one")
    sweep(target)
    temporary = target.with_name(f"{_stem(target)}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
    try:
        with temporary.open("xb") as file:
            # Before there is anything in it to read.
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync(target.parent)


def sweep(path: str | os.PathLike[str]) -> None:
    """Remove what processes that are no more have left of writing to `path`."""
    target = Path(os.path.realpath(path))
    left = re.compile(rf"{re.escape(_stem(target))}\.(\d+)\.[0-9a-f]{{8}}\.tmp")
    # Where this cannot be done, reading or writing the file itself will say why.
    with contextlib.suppress(OSError):
        for entry in target.parent.iterdir():
            owner = left.fullmatch(entry.name)
            if owner is not None and not _alive(int(owner[1])):
                entry.unlink(missing_ok=True)


def _stem(target: Path) -> str:
    """Return how temporary names for `target` begin, whose own may be as long as names can be."""
    return f".micrograd-{sha256(os.fsencode(target.name)).hexdigest()[:16]}"


def _alive(process: int) -> bool:
    if os.name == "nt":
        return True  # There a signal 0 would not ask but interrupt.
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # It is somebody else's, or no process we could ask about.
    return True


def _sync(directory: Path) -> None:
    # Some systems cannot flush a directory. The file has its name all the same.
    with contextlib.suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
