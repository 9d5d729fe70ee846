"""The SQLite file of kept conversations: opened for one piece of work, and closed again.

Readers and the writer do not wait for each other (WAL). A change is on the disk before it is
said to be kept (one fsync of the log), and then written back, so that the file holds all of it and
its log nothing, deleted text least of all. A process that has written keeps the file open besides:
whoever closes it last removes the log, and it takes longer to make another than to keep an answer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from assistant.errors import HistoryError
from assistant.history.types import History

SCHEMA_VERSION = 1
BUSY_SECONDS = 5.0
READERS_MS = 50
"""How long the log waits for who reads from it: reading takes a few milliseconds."""

_TURN = Lock()
"""Sessions of this process write one after the other: SQLite has those who wait try again at
longer and longer intervals, so that some would wait a second for what takes milliseconds."""

_staying: list[tuple[Path, int, sqlite3.Connection]] = []
"""The file that stays open, at most one: its path, its inode, and a connection to it."""

_SCHEMA = """
PRAGMA user_version = 1;
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, said TEXT NOT NULL,
    turns TEXT NOT NULL, corpus TEXT NOT NULL, rulebook TEXT NOT NULL, changed INTEGER NOT NULL
);
CREATE INDEX of_owner ON conversations (owner, changed);
CREATE TABLE answers (digest TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE given (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    said TEXT NOT NULL, corpus TEXT NOT NULL, rulebook TEXT NOT NULL,
    answer TEXT NOT NULL REFERENCES answers,
    PRIMARY KEY (conversation, said, corpus, rulebook)
);
CREATE INDEX of_turns ON given (said, corpus, rulebook);
CREATE INDEX of_answer ON given (answer);
CREATE TABLE verdicts (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    place INTEGER NOT NULL, helpful INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (conversation, place)
);
"""


@contextmanager
def reading(history: History) -> Iterator[sqlite3.Connection]:
    """A connection that sees one state of the file; ``HistoryError`` where it cannot be read."""
    with _open(history.path) as db:
        db.execute("BEGIN")
        yield db
        db.execute("COMMIT")


@contextmanager
def writing(history: History) -> Iterator[sqlite3.Connection]:
    """A connection whose changes are kept together, or not at all where anything fails.

    What was deleted is then in the file's log no more, unless somebody reads from the log for long:
    in that case the next change takes it out.
    """
    with _TURN, _open(history.path) as db:
        _stay_open(history.path)
        db.execute("BEGIN IMMEDIATE")
        yield db
        db.execute("COMMIT")
        _write_back(db)


def let_go() -> None:
    """None; this process has no file open any more, and the log of the one it had is gone."""
    with _TURN:
        _close()


def _write_back(db: sqlite3.Connection) -> None:
    db.execute(f"PRAGMA busy_timeout = {READERS_MS}")
    with suppress(sqlite3.Error):  # what is in the log is kept all the same
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _close() -> None:
    while _staying:
        _staying.pop()[2].close()


def _stay_open(path: Path) -> None:
    number = path.stat().st_ino  # another one where the file was moved away and begun anew
    if [(open_path, inode) for open_path, inode, _ in _staying] != [(path, number)]:
        _close()
        connection = sqlite3.connect(path, check_same_thread=False)
        _staying.append((path, number, connection))
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    db: sqlite3.Connection | None = None
    try:
        _begin(path)
        db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = FULL")
        _prepare(db, path)
        yield db
    except (sqlite3.Error, OSError) as error:
        raise HistoryError(_message(path, error)) from error
    finally:
        if db is not None:
            db.close()  # takes back what was not committed


def _begin(path: Path) -> None:
    """None; the file is there. A new one does not take up the log of one that was moved away.

    That log may hold what was kept last, so that it is moved aside.
    """
    if path.exists():
        return
    from filelock import FileLock

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(path.with_name(f"{path.name}.lock"), timeout=BUSY_SECONDS):
        if path.exists():  # another session or process was first
            return
        log = path.with_name(f"{path.name}-wal")
        if log.exists():
            log.rename(path.with_name(f"{log.name}.former-{log.stat().st_ino}"))
        path.with_name(f"{path.name}-shm").unlink(missing_ok=True)  # made anew from the log
        path.touch(mode=0o600)


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    if _version(db, path) == SCHEMA_VERSION:
        return
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("BEGIN IMMEDIATE")
    if _version(db, path) != SCHEMA_VERSION:  # another session may have been first
        for statement in filter(str.strip, _SCHEMA.split(";")):
            db.execute(statement)
    db.execute("COMMIT")


def _version(db: sqlite3.Connection, path: Path) -> int:
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA_VERSION:
        msg = (
            f"{path} was written by a newer version of this program. Install that version, or "
            "set ASSISTANT_HISTORY to another file."
        )
        raise HistoryError(msg)
    return version


def _message(path: Path, error: Exception) -> str:
    text = str(error)
    if isinstance(error, TimeoutError) or "locked" in text or "busy" in text:
        return f"Another process holds {path}. Try again, or end that process."
    if "full" in text:
        return f"The disk of {path} is full. Free some space."
    if "malformed" in text or "not a database" in text:
        return (
            f"{path} is damaged. Move it away, with its -wal; a new one is begun, without what it "
            "held."
        )
    return (
        f"Conversations cannot be kept in {path}: {text}. Make it writable, or set "
        "ASSISTANT_HISTORY to another file."
    )
