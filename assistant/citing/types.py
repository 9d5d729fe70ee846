"""A citation: what was quoted, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote; ``document_text[start:end] == quote``, offsets in code points.

    ``n`` is the mark's number in the answer, from 1. ``sha256`` is that of the document's text.
    ``interest`` is what the source's publisher sells, None where unknown.
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
