"""Who may ingest, and whether there is room for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import IngestRunning, StorageError
from assistant.index import store

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from assistant.index.store import ingest_lock
with ingest_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


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


@pytest.mark.parametrize("content", [None, "", "x", "12x"])
def test_02_who_holds_the_lock_may_be_unknown(tmp_path: Path, content: str | None) -> None:
    """Then the message names no process, and still says what to do."""
    with store.ingest_lock(tmp_path):
        pid = tmp_path / "ingest.pid"
        pid.unlink()
        if content is not None:
            pid.write_text(content)
        with pytest.raises(IngestRunning) as told:
            store.ingest_lock(tmp_path).__enter__()
        assert str(told.value) == "Another ingest is running. Wait until it is done."
        pid.write_text("42")
        with pytest.raises(IngestRunning) as told:
            store.ingest_lock(tmp_path).__enter__()
        assert "is running (process 42). Wait" in str(told.value)
    assert not pid.exists()


def test_06_what_just_fits_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a byte less free than needed it is refused, and both figures are told."""
    usage = type("Usage", (), {"free": 5_000_500_000})()
    monkeypatch.setattr(store.shutil, "disk_usage", lambda _: usage)
    store.require_space(tmp_path, 5_000_500_000)
    with pytest.raises(StorageError) as told:
        store.require_space(tmp_path, 5_000_900_000)
    assert str(told.value) == (
        f"The index needs about 5001 MB in {tmp_path}, and 5000 MB are free. "
        "Free some space, or choose another disk with --index."
    )
