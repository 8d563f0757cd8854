"""Puts a picture into a file, whole or not at all."""

from pathlib import Path

from micrograd_core.saving.atomic import write_whole


def save_picture(path: Path, drawn: bytes) -> None:
    """Put `drawn` at `path`; OSError, and a file that was there is as it was."""
    if path.exists() and not path.is_file():
        # A device or a pipe has nothing to keep, and is not to be replaced by a file.
        path.write_bytes(drawn)
    else:
        write_whole(path, drawn)
