"""Plain text to blocks: text as copied from web pages, hard-wrapped text, text out of PDFs.

Nothing marks the structure here, so it is inferred from the lines: bullets, line lengths, capital
letters, what follows. Where that is uncertain a line stays prose; nothing is dropped but lines
without a letter or digit, template tags and footnote marks standing alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from assistant.corpus.blocks import Heading, Item, ItemList, Lines, Paragraph
from assistant.corpus.layout import (
    Layout,
    is_heading,
    is_question,
    is_rule,
    is_underline,
    layout,
    marked_heading,
    runs_on,
)
from assistant.corpus.lines import after_bullet, is_numbered, is_template, lines_between
from assistant.corpus.pasted_tables import table_at
from assistant.corpus.sentences import trim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.corpus.blocks import Block
    from assistant.corpus.lines import Line

TITLE_LEVEL: Final = 1
HEADING_LEVEL: Final = 2
MAX_HEADINGS_IN_A_ROW: Final = 2
"""More short lines than this without a body between them are an address, a menu, a signature."""
MAX_SPREAD_HEADINGS: Final = 3
"""The same where blank lines part them (part, chapter, section)."""

_FAQ: Final = re.compile(
    r"\b(?:faqs?|frequently asked|questions (?:and|&) answers|q ?& ?a)\b", re.IGNORECASE
)
_OUTLINE_NUMBER: Final = re.compile(r"\d{1,2}((?:\.\d{1,2}){0,5})\.?\s")
_SIGNED_NUMBER: Final = re.compile(r"[-–+]\s++\d")
_ACCORDION: Final = " \t+⌄˅▾▼"


def plain_blocks(text: str, body: int = 0) -> tuple[Block, ...]:
    """The blocks of ``text`` from offset ``body`` on, in order."""
    lines = [
        line
        for line in lines_between(text, body, len(text))
        if not is_template(text, line.start, line.end)
        and (trim(text, line.start, line.end) is not None or is_rule(text, line))
    ]
    return tuple(_Walk(text, lines, layout(text, lines)).blocks())


@dataclass(slots=True)
class _Walk:
    text: str
    lines: Sequence[Line]
    shape: Layout
    at: int = 0
    in_faq: bool = False
    above: Heading | None = field(default=None)
    """The heading just emitted, None once its body has begun."""

    def blocks(self) -> Iterator[Block]:
        while self.at < len(self.lines):
            for block in self._next():
                self.above = block if isinstance(block, Heading) else None
                yield block

    def _next(self) -> Iterator[Block]:
        text, lines, n = self.text, self.lines, self.at
        if is_rule(text, lines[n]):
            self.at += 1
        elif (marked := marked_heading(text, lines[n])) is not None:
            self.at += 1
            yield self._heading(lines[n], marked[0], marked[1])
        elif self._is_underlined(n):
            self.at += 2
            level = TITLE_LEVEL if text[lines[n + 1].start] == "=" else HEADING_LEVEL
            yield self._heading(lines[n], level)
        elif (table := table_at(text, lines, n, self.shape)) is not None:
            self.at += table[1]
            yield table[0]
        elif self._is_numbered_heading(n):
            self.at += 1
            yield self._heading(lines[n], self._level(n))
        elif after_bullet(text, lines[n].start, lines[n].end) is not None:
            yield self._list()
        elif is_heading(text, lines, n, self.shape):
            yield from self._headings()
        else:
            yield self._paragraph()

    def _is_underlined(self, n: int) -> bool:
        return (
            n + 1 < len(self.lines)
            and not self.lines[n + 1].after_blank
            and is_underline(self.text, self.lines[n + 1])
            and self.lines[n].end - self.lines[n].start <= 200  # noqa: PLR2004
        )

    def _is_numbered_heading(self, n: int) -> bool:
        """A numbered line alone, with a body that is no list, is a heading ("1. Scope")."""
        if not is_numbered(self.text, self.lines[n].start, self.lines[n].end):
            return False
        beside = [self.lines[m] for m in (n - 1, n + 1) if 0 <= m < len(self.lines)]
        return is_heading(self.text, self.lines, n, self.shape) and not any(
            is_numbered(self.text, line.start, line.end) for line in beside
        )

    def _heading(self, line: Line, level: int, words: str = "") -> Heading:
        end = line.end
        if not words:
            words = self.text[line.start : end].rstrip(_ACCORDION)
            end = line.start + len(words)
        asks = is_question(self.text, line)
        self.in_faq = _FAQ.search(words) is not None or (self.in_faq and asks)
        return Heading(line.start, end, level, " ".join(words.split()))

    def _level(self, n: int) -> int:
        line = self.lines[n]
        asks = is_question(self.text, line)
        if n == 0 and not asks:
            return TITLE_LEVEL
        number = _OUTLINE_NUMBER.match(self.text, line.start, line.end)
        if number is not None:
            return HEADING_LEVEL + number[1].count(".")
        if self.in_faq and asks:
            return HEADING_LEVEL + 1
        return min(self.above.level + 1, HEADING_LEVEL + 1) if self.above else HEADING_LEVEL

    def _headings(self) -> Iterator[Block]:
        """One heading, or all of a run of short lines that is too long to be headings."""
        first = last = self.at
        spread = False
        while last < len(self.lines) and self._may_be_heading(last):
            spread = spread or (last > first and self.lines[last].after_blank)
            last += 1
            if last - first > MAX_SPREAD_HEADINGS + 1:
                break
        if last - first > (MAX_SPREAD_HEADINGS if spread else MAX_HEADINGS_IN_A_ROW):
            yield self._short_lines(first)
            return
        self.at += 1
        yield self._heading(self.lines[first], self._level(first))

    def _may_be_heading(self, n: int) -> bool:
        return (
            is_heading(self.text, self.lines, n, self.shape)
            and after_bullet(self.text, self.lines[n].start, self.lines[n].end) is None
            and table_at(self.text, self.lines, n, self.shape) is None
        )

    def _short_lines(self, first: int) -> Lines:
        """Short lines up to a blank line or to the body of the last of them."""
        self.at = first + 1
        while self.at < len(self.lines) and not self.lines[self.at].after_blank:
            if not self._may_be_heading(self.at):
                break
            self.at += 1
        run = self.lines[first : self.at]
        spans = tuple((line.start, line.end) for line in run)
        return Lines(run[0].start, run[-1].end, spans)

    def _paragraph(self) -> Paragraph:
        first = self.at
        self.at += 1
        while self.at < len(self.lines) and self._continues(self.at):
            self.at += 1
        return Paragraph(self.lines[first].start, self.lines[self.at - 1].end)

    def _continues(self, n: int) -> bool:
        return (
            runs_on(self.text, self.lines[n - 1], self.lines[n], self.shape.wrap_chars)
            and marked_heading(self.text, self.lines[n]) is None
            and not is_rule(self.text, self.lines[n])
        )

    def _list(self) -> ItemList | Paragraph:
        first = self.lines[self.at]
        items: list[Item] = []
        bullet = self.lines[self.at]
        while self.at < len(self.lines):
            line = self.lines[self.at]
            start = after_bullet(self.text, line.start, line.end)
            if start is not None and not (items and self._is_numbered_heading(self.at)):
                bullet = line
                items.append(Item(start, line.end))
            elif items and not line.after_blank and self._belongs(bullet, line):
                items[-1] = Item(items[-1].start, line.end)
            else:
                break
            self.at += 1
        if len(items) == 1 and is_numbered(self.text, first.start, first.end):
            return Paragraph(first.start, items[0].end)  # a paragraph that is numbered
        if len(items) == 1 and _SIGNED_NUMBER.match(self.text, first.start, first.end):
            return Paragraph(first.start, items[0].end)  # below zero, not a list of one
        return ItemList(tuple(items))

    def _belongs(self, bullet: Line, line: Line) -> bool:
        """Whether a line without a bullet continues the entry above it."""
        return line.indent > bullet.indent or self._continues(self.at)
