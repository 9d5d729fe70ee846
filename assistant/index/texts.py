"""The words of a generation: documents and passages in one SQLite file.

Positions count passages from 0 in the order of documents' names and, within a document, of the
text. Every row carries a checksum, because a quote from a damaged page would be a false quote.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

from assistant.corpus.types import Passage, PassageKind, Sentence
from assistant.errors import IndexDamaged
from assistant.index.texts_writing import TEXTS, crc_of

_MAX_VARIABLES = 500

_Key = TypeVar("_Key", str, int)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document without its passages; they are at ``first`` and the ``passages - 1`` after it."""

    name: str
    title: str
    sha256: str
    meta: Mapping[str, str]
    text: str
    first: int
    passages: int


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage, its place in the index and that of the first of its sentences' vectors."""

    position: int
    first_sentence: int
    passage: Passage


class Texts:
    """Reads the texts of a finished generation; safe to share between threads.

    ``plain`` are the names of the documents that are not Markdown.
    """

    def __init__(self, folder: Path, plain: frozenset[str] = frozenset()) -> None:
        self._folder = folder.name
        self._plain = plain
        self._lock = Lock()
        location = (folder / TEXTS).resolve().as_uri()
        try:
            self._db = sqlite3.connect(
                f"{location}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def documents(self) -> tuple[str, ...]:
        """All documents' names, sorted."""
        return tuple(r[0] for r in self._rows("SELECT name FROM documents ORDER BY name"))

    def document(self, name: str) -> StoredDocument | None:
        """The document of that name, or None."""
        for row in self._rows("SELECT * FROM documents WHERE name = ?", (name,)):
            self._check(row)
            text = row[4]
            if hashlib.sha256(text.encode()).hexdigest() != row[2]:
                cause = f"the text of {name} was altered"
                raise self._damaged(cause)
            return StoredDocument(
                name=row[0],
                title=row[1],
                sha256=row[2],
                meta=json.loads(row[3]),
                text=text,
                first=row[5],
                passages=row[6],
            )
        return None

    def title(self, name: str) -> str:
        """The title of the document of that name, or an empty string."""
        rows = self._rows("SELECT title FROM documents WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""

    def passage(self, position: int) -> StoredPassage:
        """The passage at that position. Raises ``IndexError`` when there is none."""
        for row in self._rows("SELECT * FROM passages WHERE position = ?", (position,)):
            return self._passage(row)
        message = f"no passage at position {position}"
        raise IndexError(message)

    def all_passages(self) -> Iterator[tuple[str, StoredPassage]]:
        """Every passage in order, each with its document's title, a few in memory at a time."""
        position = 0
        query = (
            "SELECT p.*, d.title FROM passages p JOIN documents d ON d.name = p.document "
            "WHERE position >= ? ORDER BY position LIMIT 200"
        )
        while rows := self._rows(query, (position,)):
            for row in rows:
                yield row[-1], self._passage(row[:-1])
            position = rows[-1][0] + 1

    def positions(self, names: Iterable[str]) -> dict[str, int]:
        """The position of each passage of those names that there is."""
        return self._pairs("name, position", names)

    def documents_at(self, positions: Iterable[int]) -> dict[int, str]:
        """The name of the document of each of those passages that there is."""
        return self._pairs("position, document", positions)

    def rows_in(self, start: int, end: int) -> list[int]:
        """The positions from ``start`` to before ``end``, in order, of the rows of tables."""
        query = (
            "SELECT position FROM passages WHERE position >= ? AND position < ? AND kind = 'row' "
            "ORDER BY position"
        )
        return [position for (position,) in self._rows(query, (start, end))]

    def _pairs(self, columns: str, of: Iterable[_Key]) -> dict[_Key, Any]:
        """The second column by the first, for each of those values of the first."""
        wanted, found = list(of), dict[_Key, Any]()
        key = columns.partition(",")[0]
        for at in range(0, len(wanted), _MAX_VARIABLES):
            part = wanted[at : at + _MAX_VARIABLES]
            marks = ",".join("?" * len(part))
            query = f"SELECT {columns} FROM passages WHERE {key} IN ({marks})"  # noqa: S608
            found.update(self._rows(query, part))
        return found

    def first_sentences(self) -> list[tuple[int, int]]:
        """Each passage's position, in order, and the number of its first sentence among all."""
        return self._rows("SELECT position, first_sentence FROM passages ORDER BY position")

    def count(self) -> int:
        """How many passages there are."""
        return int(self._rows("SELECT count(*) FROM passages")[0][0])

    def sentences(self) -> int:
        """How many sentences all passages have."""
        last = self._rows("SELECT * FROM passages ORDER BY position DESC LIMIT 1")
        return sum(s.first_sentence + len(s.passage.sentences) for s in map(self._passage, last))

    def integrity(self) -> str:
        """``ok``, or what SQLite finds wrong with the file."""
        return str(self._rows("PRAGMA integrity_check")[0][0])

    def close(self) -> None:
        """None; nothing can be read afterwards."""
        with self._lock:
            self._db.close()

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            with self._lock:
                return self._db.execute(query, values).fetchall()
        except (sqlite3.Error, UnicodeError) as error:
            raise self._damaged(error) from error

    def _passage(self, row: Sequence[Any]) -> StoredPassage:
        self._check(row)
        start, text = row[4], row[10]
        passage = Passage(
            name=row[1],
            document=row[2],
            kind=cast("PassageKind", row[3]),
            text=text,
            start=start,
            end=row[5],
            headings=tuple(json.loads(row[6])),
            sentences=tuple(
                Sentence(text[s - start : e - start], s, e, label)
                for s, e, label in json.loads(row[9])
            ),
            lead=row[7],
            page=row[8],
            is_markdown=row[2] not in self._plain,
        )
        return StoredPassage(position=row[0], first_sentence=row[11], passage=passage)

    def _check(self, row: Sequence[Any]) -> None:
        if crc_of(row[:-1]) != row[-1]:
            cause = f"the row of {row[0]!r} was altered"
            raise self._damaged(cause)

    def _damaged(self, cause: object) -> IndexDamaged:
        return IndexDamaged(
            f"The texts of {self._folder} are damaged ({cause}). Run: python ingest.py"
        )
