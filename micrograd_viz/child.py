"""Runs a program for a limited time, and leaves no process behind."""

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from micrograd_viz.errors import RenderError, RenderTimeoutError

# A process group of its own, so that what the program starts in turn is stopped with it.
GROUPED = os.name == "posix"

# As long as every system can wait at once.
A_DAY = 86_400.0


def run(command: Sequence[str], text: bytes, timeout: float) -> bytes:
    """Give `text` to a program and return what it writes.

    RenderTimeoutError: it is not done after `timeout` seconds. RenderError: it cannot be started,
    or fails. However this ends, the program has ended before.
    """
    program = Path(command[0]).name
    pipe = subprocess.PIPE
    try:
        child = subprocess.Popen(  # noqa: S603 (a renderer that was looked for by its name)
            command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=GROUPED
        )
    except OSError as error:
        raise RenderError(f"{command[0]} cannot be started: {error}") from error
    with child:
        try:
            out, complaint = child.communicate(text, min(timeout, A_DAY))
        except subprocess.TimeoutExpired:
            text_of_error = f"{program} was stopped after {timeout:g} seconds without a picture"
            way_out = "Allow more with timeout=, or draw less with max_nodes="
            raise RenderTimeoutError(f"{text_of_error}. {way_out}") from None
        finally:
            _stop(child)
    if child.returncode:
        raise RenderError(f"{program} failed with status {child.returncode}: {_told(complaint)}")
    return out


def _stop(child: "subprocess.Popen[bytes]") -> None:
    """Kill the child, unless it has ended, and all that it started; wait for its end."""
    if child.returncode is not None:
        return
    if GROUPED:
        # Not waited for yet, its number cannot have become somebody else's.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    # Popen's own end of a with-block does not wait after an interrupt.
    child.wait()


def _told(complaint: bytes) -> str:
    told = " ".join(complaint.decode(errors="replace").split())
    return told[:400] or "it gave no reason"
