"""What every reader turns its format into: a flat, ordered run of blocks over one text.

    reader (markdown, plain, html, pdf, docx) -> text and blocks -> passages.py -> Passage

All offsets count code points in that text; blocks come in order and do not overlap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``text`` is as shown (without marks), ``level`` counts from 1, outermost."""

    start: int
    end: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of prose."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lines:
    """Text whose lines stand for themselves (code, an address): each span is one line."""

    start: int
    end: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list without its bullet; ``label`` is the entry it is nested under."""

    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list, nested entries included, in order."""

    items: tuple[Item, ...]

    @property
    def start(self) -> int:
        """Where the first entry begins."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """Where the last entry ends."""
        return self.items[-1].end


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; ``cells`` is empty where the row's columns cannot be told apart."""

    start: int
    end: int
    cells: tuple[Span | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``header`` holds the column headers (empty without), ``lead`` them as shown."""

    start: int
    end: int
    header: tuple[str, ...]
    lead: str
    rows: tuple[Row, ...]


Block = Heading | Paragraph | Lines | ItemList | Table


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as its reader saw it, before passages are made.

    ``title`` is empty when the file does not say. ``pages`` are the offsets at which pages 1, 2 …
    begin; empty for formats without pages. ``is_markdown`` is that of the format, not of the words.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[int, ...] = ()
    is_markdown: bool = False
