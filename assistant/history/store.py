"""Kept conversations: what their owner may do with them.

Every function that reads or changes a conversation takes its owner, and does nothing to another's.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Sequence
from hashlib import sha256

from assistant.history.file import reading, writing
from assistant.history.types import Given, History, Kept, Verdict

SECONDS_A_DAY = 86_400
MAX_TITLE_CHARS = 80
MAX_REASON_CHARS = 1000
LEAST_FINGERPRINT_CHARS = 8
_ID_BYTES = 12


def keep(  # noqa: PLR0913 (what is kept, whose it is, where, and since when)
    history: History, owner: str, title: str, given: Sequence[Given], *, now: int,
    name: str | None = None,
) -> str:
    """The conversation's id: ``name``, or a new one where the owner has none of that name.

    ``given`` are its answers, oldest first, at least one; the last one's turns are all of its
    turns. The title is set when it is new. What is too old is deleted on the way.
    """
    last = given[-1]
    with writing(history) as db:
        known = name and _row(db, owner, name)
        place = name if known and name else secrets.token_urlsafe(_ID_BYTES)
        if not known:
            db.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, '', '', '', '', 0)",
                (place, owner, shortened(title)),
            )
        db.execute(
            "UPDATE conversations SET said = ?, turns = ?, corpus = ?, rulebook = ?, changed = ?"
            " WHERE id = ?",
            (_digest(last.turns), json.dumps(last.turns), last.corpus, last.rulebook, now, place),
        )
        for answer in given:
            digest = sha256(answer.body.encode("utf-8", "surrogatepass")).hexdigest()
            db.execute("INSERT OR IGNORE INTO answers VALUES (?, ?)", (digest, answer.body))
            db.execute(
                "INSERT OR REPLACE INTO given VALUES (?, ?, ?, ?, ?)",
                (place, _digest(answer.turns), answer.corpus, answer.rulebook, digest),
            )
        _prune(db, history, owner, now)
    return place


def conversations(history: History, owner: str) -> tuple[Kept, ...]:
    """The owner's conversations, the latest first."""
    with reading(history) as db:
        rows = db.execute(_OF_OWNER, (owner,)).fetchall()
    return tuple(map(_kept, rows))


def conversation(history: History, owner: str, name: str) -> Kept | None:
    """The owner's conversation of that id; None where it is gone or another's."""
    with reading(history) as db:
        row = _row(db, owner, name)
    return _kept(row) if row else None


def with_turns(history: History, owner: str, turns: Sequence[str]) -> Kept | None:
    """The owner's latest conversation with exactly these turns; None where there is none."""
    with reading(history) as db:
        row = db.execute(_WITH_TURNS, (owner, _digest(turns))).fetchone()
    return _kept(row) if row else None


def answer_given(
    history: History, turns: Sequence[str], corpus: str, rulebook: str
) -> str | None:
    """The answer that anybody was given after these turns; None where none is kept.

    Whoever knows the turns and the beginnings of both fingerprints, 8 characters or more, has the
    answer's permalink, so that no owner is asked for.
    """
    with reading(history) as db:
        row = db.execute(
            "SELECT body FROM given JOIN answers ON digest = answer WHERE said = ?"
            " AND substr(corpus, 1, ?) = ? AND substr(rulebook, 1, ?) = ? ORDER BY digest LIMIT 1",
            (
                _digest(turns),
                max(len(corpus), LEAST_FINGERPRINT_CHARS), corpus,
                max(len(rulebook), LEAST_FINGERPRINT_CHARS), rulebook,
            ),
        ).fetchone()
    return str(row[0]) if row else None


def rename(history: History, owner: str, name: str, title: str) -> bool:
    """Whether the owner's conversation of that id has the title now; False where it is gone."""
    with writing(history) as db:
        done = db.execute(
            "UPDATE conversations SET title = ? WHERE id = ? AND owner = ?",
            (shortened(title), name, owner),
        )
    return done.rowcount > 0


def delete(history: History, owner: str, name: str) -> bool:
    """Whether the owner had such a conversation; nothing of it is left in the file."""
    with writing(history) as db:
        done = db.execute("DELETE FROM conversations WHERE id = ? AND owner = ?", (name, owner))
        _drop_unused(db)
    return done.rowcount > 0


def judge(history: History, owner: str, name: str, verdict: Verdict) -> bool:
    """Whether the verdict is kept, in place of a former one; False where there is no such talk."""
    with writing(history) as db:
        known = _row(db, owner, name) is not None
        if known:
            db.execute(
                "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?)",
                (name, verdict.place, verdict.helpful, verdict.reason[:MAX_REASON_CHARS]),
            )
    return known


def verdicts(history: History, owner: str, name: str) -> tuple[Verdict, ...]:
    """What the owner thought of the answers of a conversation, in their order."""
    with reading(history) as db:
        rows = db.execute(
            "SELECT place, helpful, reason FROM verdicts"
            " JOIN conversations ON id = conversation WHERE id = ? AND owner = ? ORDER BY place",
            (name, owner),
        ).fetchall()
    return tuple(Verdict(place, bool(helpful), reason) for place, helpful, reason in rows)


def shortened(title: str) -> str:
    """The title on one line, with an ellipsis where it is too long; never empty."""
    line = " ".join(title.encode("utf-8", "replace").decode().split()) or "Untitled"
    return line if len(line) <= MAX_TITLE_CHARS else line[: MAX_TITLE_CHARS - 1].rstrip() + "…"


_OF_OWNER = (
    "SELECT id, title, turns, corpus, rulebook, changed FROM conversations WHERE owner = ?"
    " ORDER BY changed DESC, id"
)
_WITH_TURNS = (
    "SELECT id, title, turns, corpus, rulebook, changed FROM conversations"
    " WHERE owner = ? AND said = ? ORDER BY changed DESC, id LIMIT 1"
)
_OF_ID = (
    "SELECT id, title, turns, corpus, rulebook, changed FROM conversations"
    " WHERE id = ? AND owner = ?"
)
_Row = tuple[str, str, str, str, str, int]


def _row(db: sqlite3.Connection, owner: str, name: str) -> _Row | None:
    found: _Row | None = db.execute(_OF_ID, (name, owner)).fetchone()
    return found


def _kept(row: _Row) -> Kept:
    name, title, turns, corpus, rulebook, changed = row
    return Kept(name, title, tuple(json.loads(turns)), corpus, rulebook, changed)


def _digest(turns: Sequence[str]) -> str:
    return sha256(json.dumps(list(turns)).encode()).hexdigest()


def _prune(db: sqlite3.Connection, history: History, owner: str, now: int) -> None:
    """None; too old ones of all are gone, and the owner's beyond the most to be kept."""
    old = db.execute(
        "DELETE FROM conversations WHERE changed < ?", (now - history.days * SECONDS_A_DAY,)
    )
    many = db.execute(
        "DELETE FROM conversations WHERE owner = ? AND id NOT IN (SELECT id FROM conversations"
        " WHERE owner = ? ORDER BY changed DESC, id LIMIT ?)",
        (owner, owner, history.most),
    )
    if old.rowcount + many.rowcount > 0:
        _drop_unused(db)


def _drop_unused(db: sqlite3.Connection) -> None:
    db.execute(
        "DELETE FROM answers WHERE NOT EXISTS (SELECT 1 FROM given WHERE answer = digest)"
    )
