"""A citation: what was quoted, where it stands, and what finds it again later."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote; ``document_text[start:end] == quote``, offsets in code points.

    ``n`` is the mark's number in the answer, from 1. ``sha256`` is that of the document's text.
    ``interest`` is what the source's publisher sells, None where unknown. ``prefix`` and
    ``suffix`` are the characters just before and after the quote (the W3C Web Annotation model's
    TextQuoteSelector; ``start`` and ``end`` are its TextPositionSelector). ``corpus`` is the
    fingerprint of all documents, ``permalink`` leads to the quote in its source and carries what
    ``links.citation_link`` reads. ``date`` is that of an export (ISO 8601): answers have none, so
    that the same turns give the same bytes. ``is_markdown`` tells how the quote is to be shown: where
    the file was no Markdown, its stars are stars.
    """

    n: int
    passage: str
    document: str
    title: str
    section: str
    quote: str
    start: int
    end: int
    sha256: str
    interest: str | None
    publisher: str | None = None
    page: int | None = None
    prefix: str = ""
    suffix: str = ""
    corpus: str = ""
    permalink: str = ""
    date: str | None = None
    is_markdown: bool = True
