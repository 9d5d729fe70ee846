"""The file of the conversations: whole whatever happens to it, with those who read and write."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from conversations import said
from filelock import FileLock

from assistant.errors import HistoryError
from assistant.history import file, store
from assistant.history.types import History

ROOT = Path(__file__).resolve().parents[2]


def test_first_opened_by_many(history: History) -> None:
    """Sixteen who are first at the same time all have their conversation kept."""
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda i: store.keep(history, "ann", str(i), said(str(i)), now=i), range(16)))

    assert {k.title for k in store.conversations(history, "ann")} == {str(i) for i in range(16)}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_private_file(history: History) -> None:
    """Other users of the machine cannot read the file or list its folder."""
    store.keep(history, "ann", "x", said("x"), now=1)
    assert history.path.stat().st_mode & 0o777 == 0o600
    assert history.path.parent.stat().st_mode & 0o777 == 0o700


def test_killed_while_writing(history: History) -> None:
    """A process that is killed amid a change leaves the state before it."""
    name = store.keep(history, "ann", "x", said("x"), now=1)
    script = (
        "import sys, time\nfrom pathlib import Path\n"
        "from assistant.history.file import writing\nfrom assistant.history.types import History\n"
        "with writing(History(Path(sys.argv[1]))) as db:\n"
        "    db.execute('DELETE FROM conversations')\n    print('now', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(history.path)], cwd=ROOT, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"now\n"
        os.kill(child.pid, signal.SIGKILL)

    assert [k.id for k in store.conversations(history, "ann")] == [name]
    store.rename(history, "ann", name, "y")


def test_locked(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another process holds the file for long, the message says so."""
    store.keep(history, "ann", "x", said("x"), now=1)
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(history.path)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(HistoryError, match="Another process holds"):
            store.keep(history, "ann", "y", said("y"), now=2)
        assert len(store.conversations(history, "ann")) == 1  # who reads does not wait
    finally:
        other.close()


def test_newer_version(history: History) -> None:
    """A file of a newer version is refused and left as it is."""
    store.keep(history, "ann", "x", said("x"), now=1)
    with sqlite3.connect(history.path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = history.path.read_bytes()
    with pytest.raises(HistoryError, match="newer version"):
        store.keep(history, "ann", "y", said("y"), now=2)
    assert history.path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database at all, " * 400, None])
def test_damaged(history: History, content: bytes | None) -> None:
    """A file that is no database, or only a part of one, is reported and not overwritten."""
    store.keep(history, "ann", "x", said("x" * 9000), now=1)
    file.let_go()
    damaged = content or history.path.read_bytes()[:5000]
    history.path.write_bytes(damaged)
    with pytest.raises(HistoryError, match="damaged"):
        store.conversations(history, "ann")
    assert history.path.read_bytes() == damaged


def test_on_the_disk_before_it_is_kept(history: History) -> None:
    """Each change is forced to the disk at its commit, not at some later one."""
    with file.writing(history) as db:
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def test_the_file_alone_holds_all(history: History, tmp_path: Path) -> None:
    """While the chat is served, nothing that was kept is in the log alone."""
    for i in range(4):
        store.keep(history, "ann", str(i), said(str(i)), now=i)
    copy = History(tmp_path / "copy")
    copy.path.write_bytes(history.path.read_bytes())
    assert store.conversations(copy, "ann") == store.conversations(history, "ann")
    assert len(store.conversations(copy, "ann")) == 4


@contextmanager
def _somebody_reading(history: History) -> Iterator[None]:
    """Another program is amid reading the file, so that its log cannot be written back."""
    other = sqlite3.connect(history.path)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM conversations").fetchone()
    try:
        yield
    finally:
        other.close()


def test_moved_away_while_its_log_is_needed(history: History) -> None:
    """What is in the log alone stays there under another name, and goes with the moved file."""
    store.keep(history, "ann", "x", said("x"), now=1)
    with _somebody_reading(history):
        store.keep(history, "ann", "late", said("late"), now=2)
        moved = history.path.rename(history.path.with_name("moved"))
        store.keep(history, "ann", "y", said("y"), now=3)
    file.let_go()
    assert [k.title for k in store.conversations(history, "ann")] == ["y"]
    (log,) = history.path.parent.glob("*-wal.former-*")
    log.rename(moved.with_name("moved-wal"))
    assert [k.title for k in store.conversations(History(moved), "ann")] == ["late", "x"]


def test_begun_by_one_process_at_a_time(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process begins the file, nobody else moves its log away or makes the file."""
    history.path.parent.mkdir()
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.05)
    with FileLock(f"{history.path}.lock"), pytest.raises(HistoryError, match="Another process"):
        store.keep(history, "ann", "x", said("x"), now=1)
    assert not history.path.exists()
    store.keep(history, "ann", "x", said("x"), now=1)


def test_deleted_while_somebody_reads(history: History) -> None:
    """What was deleted while the log could not be emptied is gone with the next change."""
    name = store.keep(history, "ann", "zanzibar", said("quetzal"), now=1)
    with _somebody_reading(history):
        assert store.delete(history, "ann", name)
    store.keep(history, "bob", "stays", said("stays"), now=2)
    content = b"".join(path.read_bytes() for path in history.path.parent.iterdir())
    assert b"stays" in content
    assert b"zanzibar" not in content
    assert b"quetzal" not in content


def test_moved_away_while_served(history: History) -> None:
    """A new file is begun with nothing of the former one's log, and the former one is whole."""
    store.keep(history, "ann", "x", said("x"), now=1)
    moved = history.path.rename(history.path.with_name("moved"))
    assert store.conversations(history, "ann") == ()
    store.keep(history, "ann", "y", said("y"), now=2)
    assert [k.title for k in store.conversations(history, "ann")] == ["y"]
    file.let_go()
    assert [k.title for k in store.conversations(history, "ann")] == ["y"]
    assert [k.title for k in store.conversations(History(moved), "ann")] == ["x"]
    with sqlite3.connect(moved) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def test_written_to_by_many(history: History) -> None:
    """Those who write at the same time take turns, and all that they wrote is kept."""
    store.keep(history, "ann", "x", said("x"), now=1)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: store.keep(history, str(i % 8), "x", said(str(i)), now=i), range(64)))
    assert sum(len(store.conversations(history, str(i))) for i in range(8)) == 64
    assert sum(1 for _ in history.path.parent.iterdir()) == 4  # with its log, index and lock


def test_no_place(tmp_path: Path) -> None:
    """Where the folder cannot be made, the message names the setting to change."""
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError, match="ASSISTANT_HISTORY"):
        store.conversations(History(tmp_path / "file" / "history.sqlite"), "ann")
