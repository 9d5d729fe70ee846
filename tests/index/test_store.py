"""The pointer, the lock and which generations stay."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import IngestRunning, StorageError
from assistant.index import store
from assistant.index.manifest import MANIFEST

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from assistant.index.store import ingest_lock
with ingest_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def whole(index: Path) -> Path:
    """A new generation that counts as finished."""
    folder = store.new_generation(index)
    (folder / MANIFEST).write_text("{}")
    return folder


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"gen-1", b"../outside", b"gen-20260101T000000000000-0000000g\n"],
)
def test_a_pointer_that_names_no_generation_is_none(tmp_path: Path, content: bytes) -> None:
    """Garbage in CURRENT is neither followed nor an error."""
    (tmp_path / "CURRENT").write_bytes(content)
    assert store.current_name(tmp_path) is None


def test_a_missing_pointer_is_none(tmp_path: Path) -> None:
    """No CURRENT, or no index at all, names nothing."""
    assert store.current_name(tmp_path) is None
    assert store.current_name(tmp_path / "nowhere") is None


def test_a_flip_replaces_the_pointer(tmp_path: Path) -> None:
    """After a flip CURRENT names the new generation, and no other file is left."""
    names = [whole(tmp_path).name for _ in range(2)]
    for name in names:
        store.flip(tmp_path, name)
        assert store.current_name(tmp_path) == name
    assert {path.name for path in tmp_path.iterdir()} == {"CURRENT", *names}


def test_generations_are_listed_newest_first_and_only_when_whole(tmp_path: Path) -> None:
    """A folder without a manifest, or of another name, is not a generation."""
    older, newer = whole(tmp_path), whole(tmp_path)
    store.new_generation(tmp_path)
    (tmp_path / "gen-mine").mkdir()
    assert store.whole_generations(tmp_path) == (newer, older)


def test_pruning_keeps_the_current_and_the_former_generation(tmp_path: Path) -> None:
    """Older ones and unfinished ones go, other folders stay."""
    oldest, former, current = (whole(tmp_path) for _ in range(3))
    unfinished = store.new_generation(tmp_path)
    (tmp_path / "gen-mine").mkdir()
    store.flip(tmp_path, current.name)
    store.prune(tmp_path)
    assert former.exists()
    assert current.exists()
    assert not oldest.exists()
    assert not unfinished.exists()
    assert (tmp_path / "gen-mine").exists()


def test_pruning_never_removes_the_current_generation(tmp_path: Path) -> None:
    """Even when two newer ones are whole."""
    current = whole(tmp_path)
    store.flip(tmp_path, current.name)
    whole(tmp_path)
    whole(tmp_path)
    store.prune(tmp_path)
    assert current.exists()


def test_a_generation_that_is_read_is_not_pruned(tmp_path: Path) -> None:
    """A reader holds what it reads; the next ingest after it removes it."""
    held = whole(tmp_path)
    for _ in range(2):
        store.flip(tmp_path, whole(tmp_path).name)
    descriptor = store.hold(held)
    store.prune(tmp_path)
    assert held.exists()
    assert descriptor is not None
    os.close(descriptor)
    store.prune(tmp_path)
    assert not held.exists()


def test_02_03_a_second_ingest_is_refused_and_told_of_the_first(tmp_path: Path) -> None:
    """The message names the process; when that one was killed, its lock is free."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(IngestRunning, match=f"process {holder.pid}"):
            store.ingest_lock(tmp_path).__enter__()
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with store.ingest_lock(tmp_path):
        assert (tmp_path / "ingest.pid").read_text() == str(os.getpid())


def test_02_two_ingests_of_one_process_exclude_each_other(tmp_path: Path) -> None:
    """Two sessions of one server cannot build the same index at once."""
    with store.ingest_lock(tmp_path), pytest.raises(IngestRunning):
        store.ingest_lock(tmp_path).__enter__()
    with store.ingest_lock(tmp_path):
        pass


def test_06_a_disk_with_too_little_space_is_refused_first(tmp_path: Path) -> None:
    """The message says how much is needed; what fits is allowed."""
    store.require_space(tmp_path, 1)
    with pytest.raises(StorageError, match="1000000000 MB"):
        store.require_space(tmp_path, 10**15)
