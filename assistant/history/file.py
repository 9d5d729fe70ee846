"""The SQLite file of kept conversations: opened for one piece of work, and closed again.

Readers and the writer do not wait for each other (WAL). What is deleted is overwritten, in the
file and in its log.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import HistoryError
from assistant.history.types import History

SCHEMA_VERSION = 1
BUSY_SECONDS = 5.0

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
    """A connection whose changes are kept together, or not at all where anything fails."""
    with _open(history.path) as db:
        db.execute("BEGIN IMMEDIATE")
        yield db
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the log held what was deleted


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    db: sqlite3.Connection | None = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = NORMAL")
        _prepare(db, path)
        yield db
    except (sqlite3.Error, OSError) as error:
        raise HistoryError(_message(path, error)) from error
    finally:
        if db is not None:
            db.close()  # takes back what was not committed


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
    if "locked" in text or "busy" in text:
        return f"Another process holds {path}. Try again, or end that process."
    if "full" in text:
        return f"The disk of {path} is full. Free some space."
    if "malformed" in text or "not a database" in text:
        return f"{path} is damaged. Move it away; a new one is begun, without what it held."
    return (
        f"Conversations cannot be kept in {path}: {text}. Make it writable, or set "
        "ASSISTANT_HISTORY to another file."
    )
