"""A file is written whole or not at all, whatever fails, and nothing is left lying about."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from micrograd_core.saving import atomic
from micrograd_core.saving.atomic import _stem, sweep, write_whole


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    return path


def files(directory):
    return sorted(path.name for path in directory.iterdir())


def dead_process():
    """Return the number of a process that was and is no more."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_what_is_written_is_what_is_read_and_nothing_else_is_there(tmp_path):
    path = tmp_path / "file"
    for content in (b"", b"new", bytes(range(256)) * 1000):
        write_whole(path, content)
        assert path.read_bytes() == content
        assert files(tmp_path) == ["file"]


def test_a_path_may_be_text(tmp_path):
    write_whole(str(tmp_path / "file"), b"new")
    assert (tmp_path / "file").read_bytes() == b"new"


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("where", ["os.fsync", "pathlib.Path.replace"])
def test_the_old_file_stands_when_writing_fails_at_any_point(old, monkeypatch, fault, where):
    def fail(*_):
        raise fault

    monkeypatch.setattr(where, fail)
    with pytest.raises(type(fault)):
        write_whole(old, b"new")
    monkeypatch.undo()
    assert old.read_bytes() == b"old"
    assert files(old.parent) == ["file"]


def test_the_content_is_on_the_disk_before_it_has_the_name(old, monkeypatch):
    order = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (order.append("sync"), fsync(fd)))
    monkeypatch.setattr(Path, "replace", lambda a, b: (order.append("replace"), replace(a, b)))
    write_whole(old, b"new")
    assert order[:2] == ["sync", "replace"]
    assert order[2:] == ([] if os.name == "nt" else ["sync"])


def test_a_directory_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "none" / "file", b"new")


def test_a_directory_in_the_place_of_the_file_is_an_error_and_stays(tmp_path):
    with pytest.raises(OSError, match="file"):
        (tmp_path / "file").mkdir()
        write_whole(tmp_path / "file", b"new")
    assert files(tmp_path) == ["file"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_goes_on_pointing_at_the_file(old):
    link = old.with_name("link")
    link.symlink_to(old)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert old.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="has no permissions of this kind")
def test_the_file_has_the_permissions_that_any_new_file_has(tmp_path):
    (tmp_path / "plain").write_bytes(b"")
    write_whole(tmp_path / "file", b"")
    assert (tmp_path / "file").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(os.name == "nt", reason="has no permissions of this kind")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o400])
def test_a_file_that_is_replaced_keeps_its_permissions_at_every_moment(old, monkeypatch, mode):
    old.chmod(mode)
    seen, fsync = [], os.fsync

    def look(descriptor):
        seen.append(os.fstat(descriptor).st_mode & 0o777)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    write_whole(old, b"new")
    assert seen[0] == old.stat().st_mode & 0o777 == mode
    assert old.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="has no way to ask for a process without harm")
def test_only_what_dead_processes_left_of_this_very_file_is_swept(old):
    dead = dead_process()
    stem, other = _stem(old), _stem(old.with_name("file2"))
    left = old.with_name(f"{stem}.{dead}.0123abcd.tmp")
    kept = [
        f"{stem}.{os.getpid()}.0123abcd.tmp",
        f"{stem}.{dead}.0123abcd.tmp.txt",
        f"{stem}.{dead}.tmp",
        f"{other}.{dead}.0123abcd.tmp",
        f"{stem}.{10**30}.0123abcd.tmp",
        "file",
    ]
    for name in (left.name, *kept):
        (old.parent / name).write_bytes(b"old")
    sweep(old)
    assert files(old.parent) == sorted(kept)
    left.write_bytes(b"")
    write_whole(old, b"new")
    assert not left.exists()


@pytest.mark.skipif(os.name == "nt", reason="has no way to ask for a process without harm")
def test_what_a_killed_writer_leaves_is_swept_by_the_next(old):
    """What is written and what is swept have the same names, however long the target's is."""
    program = (
        "import os, sys; from micrograd_core.saving import atomic; "
        "os.fsync = lambda _: os._exit(1); atomic.write_whole(sys.argv[1], b'new')"
    )
    for path in (old, old.with_name("n" * 255)):
        subprocess.run([sys.executable, "-c", program, str(path)], check=False)
        assert len(files(old.parent)) == 2
        sweep(path)
        assert files(old.parent) == ["file"]


@pytest.mark.parametrize("name", ["n" * 255, "\N{SNOWMAN}" * 85])
def test_a_name_may_be_as_long_as_names_can_be(tmp_path, name):
    for content in (b"old", b"new"):
        write_whole(tmp_path / name, content)
    assert (tmp_path / name).read_bytes() == b"new"
    assert files(tmp_path) == [name]


def test_nothing_can_be_swept_where_nothing_is(tmp_path):
    sweep(tmp_path / "none" / "file")


def test_a_process_of_somebody_elses_counts_as_alive(monkeypatch):
    def kill(process, signal):
        assert (process, signal) == (1, 0), "signal 0 asks, and any other would do harm"
        raise PermissionError

    monkeypatch.setattr(atomic.os, "kill", kill)
    assert atomic._alive(1)


def test_where_asking_would_interrupt_every_process_counts_as_alive(monkeypatch):
    monkeypatch.setattr(atomic.os, "name", "nt")
    assert atomic._alive(2**22 + 1)


def test_a_directory_that_cannot_be_flushed_does_not_undo_the_writing(old, monkeypatch):
    def refuse(*_):
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(atomic.os, "open", refuse)
    write_whole(old, b"new")
    assert old.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no such files")
def test_what_is_no_ordinary_file_is_not_replaced_by_one(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="pipe' is no ordinary file"):
        write_whole(tmp_path / "pipe", b"new")
    assert (tmp_path / "pipe").is_fifo()
    with pytest.raises(OSError, match="null' is no ordinary file"):
        write_whole(os.devnull, b"new")
    assert files(tmp_path) == ["pipe"]
