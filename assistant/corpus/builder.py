"""The text that a format without plain text of its own is extracted into, block by block."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from assistant.corpus.blocks import Heading, Item, ItemList, Lines, Paragraph, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.corpus.blocks import Block, Span

_BULLET: Final = re.compile(r"[•·◦▪●■‣]\s*(?=\S)")
_ACCORDION: Final = " +⌄˅▾▼"
_FIGURE: Final = re.compile(r"[\s$€£+\-–]*\d[\d\s.,%]*[KMB]?")
MAX_HEADER_CELL_CHARS: Final = 80


@dataclass(slots=True)
class TextBuilder:
    """Collects blocks; every ``add_…`` call appends text and records where it went.

    Texts are given as read; runs of blanks become one space. Empty ones are ignored. ``add_…``
    for a single text returns the offset at which it begins.
    """

    _parts: list[str] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)
    _items: list[Item] = field(default_factory=list)
    _length: int = 0

    def add_heading(self, text: str, level: int) -> int:
        """A heading of the level (1 is outermost)."""
        self._end_list()
        words = _words(text).rstrip(_ACCORDION)
        if not words:
            return self._length
        start, end = self._append(words, "\n\n")
        self._blocks.append(Heading(start, end, level, words))
        return start

    def add_paragraph(self, text: str) -> int:
        """A paragraph; one that opens with a typed bullet is a list entry."""
        words = _words(text)
        bullet = _BULLET.match(words)
        if bullet is not None:
            return self.add_item(words[bullet.end() :])
        self._end_list()
        if not words:
            return self._length
        start, end = self._append(words, "\n\n")
        self._blocks.append(Paragraph(start, end))
        return start

    def add_item(self, text: str, label: str = "") -> int:
        """A list entry; entries added in a row make one list."""
        words = _words(text)
        if (bullet := _BULLET.match(words)) is not None:
            words = words[bullet.end() :]
        if not words:
            return self._length
        start, end = self._append(f"- {words}", "\n" if self._items else "\n\n")
        self._items.append(Item(start + 2, end, label))
        return start + 2

    def add_lines(self, text: str) -> None:
        """Text whose line ends matter."""
        self._end_list()
        spans: list[Span] = []
        for line in text.splitlines():
            if line.strip():
                spans.append(self._append(line.strip(), "\n" if spans else "\n\n"))
        if spans:
            self._blocks.append(Lines(spans[0][0], spans[-1][1], tuple(spans)))

    def add_table(self, rows: Sequence[Sequence[str]], *, has_header: bool | None = None) -> None:
        """A table; whether the first row is its header is judged by its cells when not given."""
        self._end_list()
        told = [[_words(cell) for cell in row] for row in rows]
        told = [row for row in told if any(row)]
        if not told:
            return
        header = told[0] if (_is_header(told) if has_header is None else has_header) else []
        if len(told) == 1:
            header = []
        start = self._length
        if header:
            self._append_cells(header, "\n\n")
        body: list[Row] = []
        for row in told[1:] if header else told:
            cells = self._append_cells(row, "\n" if header or body else "\n\n")
            shown = [cell for cell in cells if cell]
            body.append(Row(shown[0][0], shown[-1][1], cells))
        lead = " | ".join(filter(None, header))
        self._blocks.append(Table(start, self._length, tuple(header), lead, tuple(body)))

    def finish(self) -> tuple[str, tuple[Block, ...]]:
        """The text and its blocks."""
        self._end_list()
        return "".join(self._parts), tuple(self._blocks)

    def _append_cells(self, cells: Sequence[str], before: str) -> tuple[Span | None, ...]:
        spans: list[Span | None] = []
        separator = before
        for cell in cells:
            if cell:
                spans.append(self._append(cell, separator))
            else:
                spans.append(None)
                self._append("", separator)
            separator = " | "
        return tuple(spans)

    def _append(self, text: str, before: str) -> Span:
        if self._parts:
            self._parts.append(before)
            self._length += len(before)
        self._parts.append(text)
        start = self._length
        self._length += len(text)
        return start, self._length

    def _end_list(self) -> None:
        if self._items:
            self._blocks.append(ItemList(tuple(self._items)))
            self._items = []


def _words(text: str) -> str:
    return " ".join(text.split())


def _is_header(rows: Sequence[Sequence[str]]) -> bool:
    first = rows[0]
    return len(rows) > 1 and all(
        (cell or n == 0)
        and len(cell) <= MAX_HEADER_CELL_CHARS
        and not _FIGURE.fullmatch(cell)
        and not cell.endswith((".", ";"))
        for n, cell in enumerate(first)
    )
