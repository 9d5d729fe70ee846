"""A file or a text to a ``Document``."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from assistant.corpus.blocks import Reading
from assistant.corpus.bytes import decode, read_bytes
from assistant.corpus.front_matter import front_matter
from assistant.corpus.passages import passages
from assistant.corpus.plain import plain_blocks
from assistant.corpus.titles import titled
from assistant.corpus.types import MARKDOWN_SUFFIXES, Document
from assistant.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


MAX_LINES: Final = 200_000

TEXT_SUFFIXES: Final = MARKDOWN_SUFFIXES | {".txt"}
OTHER_SUFFIXES: Final = frozenset({".html", ".htm", ".pdf", ".docx"})
SUFFIXES: Final = TEXT_SUFFIXES | OTHER_SUFFIXES


def read_document(path: Path, name: str, fallback: str = "cp1252") -> Document:
    """The document in the file, named ``name``.

    ``fallback`` is the encoding of text files that are neither UTF-8 nor marked; ``meta`` then
    tells it under ``encoding``. Raises ``CorpusError`` naming the file and the reason.
    """
    try:
        return _read(path, name, fallback)
    except CorpusError as error:
        message = f"{path.name}: {error}"
        raise CorpusError(message) from error
    except (MemoryError, RecursionError) as error:
        message = f"{path.name}: too large or too deeply nested to read; split it"
        raise CorpusError(message) from error


def _read(path: Path, name: str, fallback: str) -> Document:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = " ".join(sorted(SUFFIXES))
        message = f"files ending in {suffix or 'nothing'} are not read; save it as one of {known}"
        raise CorpusError(message)
    content = read_bytes(path, suffix)
    if suffix in OTHER_SUFFIXES:
        return as_document(_other_reader(suffix)(content), name)
    text, encoding = decode(content, fallback)
    document = read_text_document(text, name, markdown=suffix in MARKDOWN_SUFFIXES)
    if encoding == "utf-8":
        return document
    return replace(document, meta={**document.meta, "encoding": encoding})


def _other_reader(suffix: str) -> Callable[[bytes], Reading]:
    # The heavy libraries are loaded when the first such file is met.
    if suffix == ".pdf":
        from assistant.corpus.pdf import read_pdf

        return read_pdf
    if suffix == ".docx":
        from assistant.corpus.docx import read_docx

        return read_docx
    from assistant.corpus.html import read_html

    return read_html


def read_text_document(text: str, name: str, *, markdown: bool = True) -> Document:
    """The document whose text is ``text``, unchanged; Markdown, or plain text without it."""
    lines = text.count("\n") + text.count("\r")
    if lines > MAX_LINES:
        message = f"{lines:,} lines are more than the {MAX_LINES:,} that are read; split it"
        raise CorpusError(message)
    meta, body = front_matter(text)
    blocks = None
    if markdown:
        from assistant.corpus.markdown import (
            markdown_blocks,
        )

        blocks = markdown_blocks(text, body)
    if blocks is None:
        blocks = plain_blocks(text, body)
    return as_document(Reading(text, blocks, meta=meta, is_markdown=markdown), name)


def as_document(reading: Reading, name: str) -> Document:
    """The document of what a reader found."""
    title, body = titled(reading, name)
    return Document(
        name=name,
        title=title,
        text=reading.text,
        sha256=hashlib.sha256(reading.text.encode("utf-8", "surrogatepass")).hexdigest(),
        passages=passages(body, name),
        meta=dict(reading.meta),
    )
