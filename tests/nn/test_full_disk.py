"""A full disk, or one that may not be written: the old checkpoint stands, a sentence says why."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

SETTING = """
import os, sys
from pathlib import Path
from micrograd_nn import SGD, CheckpointError, Neuron, load_checkpoint, save_checkpoint

folder = Path(sys.argv[1])
path = folder / "run"
model = Neuron(2)
optimizer = SGD(model.parameters())

def attempt():
    try:
        save_checkpoint(path, model, optimizer, step=2)
    except CheckpointError as error:
        return str(error)

def state():
    return {file.name: file.read_bytes() for file in folder.iterdir()}
"""

# A limit on the size of files stands for the disk: a write past it fails in the kernel, as on a
# full one, after as many bytes as there was room for.
FULL = (
    SETTING
    + """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
save_checkpoint(path, model, optimizer, step=1)
before = state()
size = len(before["run"])
for room in (0, 1, size // 2, size - 1):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    said = attempt()
    assert said is not None, room
    assert state() == before, room
    print(said)
resource.setrlimit(resource.RLIMIT_FSIZE, (size * 2, resource.RLIM_INFINITY))
assert attempt() is None
assert load_checkpoint(path, model, optimizer) == 2
"""
)

# The superuser may write anywhere, so it becomes nobody first, once everything is imported.
READ_ONLY = (
    SETTING
    + """
save_checkpoint(path, model, optimizer, step=1)
path.chmod(0o666)
before = state()
folder.chmod(0o555)
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    (folder / "other").touch()
except PermissionError:
    print(attempt())
assert state() == before
assert load_checkpoint(path, model, optimizer) == 1
"""
)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that nobody in particular can reach; pytest's own are closed to other users."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        inner = path / "checkpoints"
        inner.mkdir()
        yield inner
        inner.chmod(0o755)


def said(program: str, folder: Path) -> list[str]:
    """Run a program in a process of its own; return the lines it printed."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.mark.skipif(os.name == "nt", reason="has no limits of this kind")
def test_on_a_full_disk_the_old_checkpoint_stands_and_nothing_is_left(folder: Path) -> None:
    sentences = said(FULL, folder)
    assert len(sentences) == 4
    for sentence in sentences:
        assert sentence.startswith(f"the checkpoint '{folder}/run' was not written (")
        assert "File too large" in sentence
        assert sentence.endswith("what was there before still is")


@pytest.mark.skipif(os.name == "nt", reason="has no permissions of this kind")
def test_in_a_directory_that_may_not_be_written_the_old_checkpoint_stands(folder: Path) -> None:
    (sentence,) = said(READ_ONLY, folder)
    assert sentence.startswith(f"the checkpoint '{folder}/run' was not written (")
    assert "Permission denied" in sentence
    assert sentence.endswith("what was there before still is")
