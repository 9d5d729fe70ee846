"""Writing the words of a generation: see ``texts``, which reads them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from assistant.corpus.types import Document, Passage
from assistant.index.wording import context_text, sentence_text

TEXTS = "texts.sqlite"

_SCHEMA = """
CREATE TABLE documents (
    name TEXT PRIMARY KEY, title TEXT, sha256 TEXT, meta TEXT, text TEXT,
    first INTEGER, passages INTEGER, crc INTEGER) WITHOUT ROWID;
CREATE TABLE passages (
    position INTEGER PRIMARY KEY, name TEXT UNIQUE, document TEXT, kind TEXT, "start" INTEGER,
    "end" INTEGER, headings TEXT, lead TEXT, page INTEGER, sentences TEXT, text TEXT,
    first_sentence INTEGER, crc INTEGER);
"""


def faults(document: Document) -> str:
    """Why the document cannot be kept, or an empty string."""
    try:
        _canonical([document.text, _digested(document)]).encode()
    except UnicodeEncodeError:
        return "it holds half a surrogate pair, which is no text"
    return faults_of(document.text, document.passages)


def faults_of(text: str, passages: Iterable[Passage]) -> str:
    """Why the offsets of the passages of ``text`` cannot be right, or an empty string."""
    seen: set[str] = set()
    for passage in passages:
        if text[passage.start : passage.end] != passage.text:
            return f"passage {passage.name} is not the text at its offsets"
        if passage.name in seen:
            return f"two passages are named {passage.name}"
        seen.add(passage.name)
        for s in passage.sentences:
            inside = passage.start <= s.start <= s.end <= passage.end
            if not inside or text[s.start : s.end] != s.text:
                return f"a sentence of {passage.name} is not the text at its offsets"
    return ""


def digest(document: Document) -> str:
    """A SHA-256 over all that the index keeps of the document."""
    return hashlib.sha256(_canonical(_digested(document)).encode()).hexdigest()


def _digested(document: Document) -> list[object]:
    return [
        [document.name, document.title, document.sha256, dict(document.meta)],
        [[_fields(p), *_encoded(document.title, p)] for p in document.passages],
    ]


def _encoded(title: str, passage: Passage) -> list[str]:
    return [context_text(title, passage), *(sentence_text(passage, s) for s in passage.sentences)]


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class TextsWriter:
    """Writes the texts of a new generation, document by document in the order of names."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / TEXTS)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        self.documents = self.passages = self.sentences = 0

    def add(self, document: Document) -> None:
        """None; the document and its passages are written."""
        meta = _canonical(dict(document.meta))
        head = (document.name, document.title, document.sha256, meta, document.text)
        place = (self.passages, len(document.passages))
        self._db.execute(
            "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?)",
            (*head, *place, crc_of((*head, *place))),
        )
        for passage in document.passages:
            row = (self.passages, *_fields(passage), self.sentences)
            self._db.execute(
                "INSERT INTO passages VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", (*row, crc_of(row))
            )
            self.passages += 1
            self.sentences += len(passage.sentences)
        self.documents += 1

    def close(self) -> None:
        """None; everything is written."""
        self._db.commit()
        self._db.close()


def _fields(passage: Passage) -> tuple[Any, ...]:
    return (
        passage.name,
        passage.document,
        passage.kind,
        passage.start,
        passage.end,
        _canonical(list(passage.headings)),
        passage.lead,
        passage.page,
        _canonical([[s.start, s.end, s.label] for s in passage.sentences]),
        passage.text,
    )


def crc_of(row: Sequence[object]) -> int:
    """The checksum that a row ends in."""
    return zlib.crc32(repr(tuple(row)).encode("utf-8", "surrogatepass"))
