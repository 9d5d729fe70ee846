"""Passages as a reader expects them on a page: tables, lists and emphasis instead of their signs.

What is set follows the format. Emphasis is Markdown's alone; elsewhere an entry of a list or a cell
of a table is set as such where the format's reader found it to be one, and all else stands as it is.

No character is lost, moved or changed: the texts of a passage's runs, one after the other, are the
passage. Signs (``**``, ``|``, a bullet) are runs of their own, which the page holds but does not
show. Pure, and in time linear in the text, whatever it is made of.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from assistant.corpus.types import Passage
from assistant.dialogue.emphasis import strong

Data = dict[str, Any]
Quote = tuple[int, int] | None
"""Offsets in the document of what is highlighted."""

_BULLET = re.compile(r"[ \t]*+[-*+][ \t]++")
_SIGNS = re.compile(r"[\s|:+*•>#=–-]*+")
_BAR = re.compile(r"(?<!\\)\|")
_WORD = re.compile(r"\w++")
_INK = re.compile(r"\S")
_NO_BLANK = re.compile(r"[^ \t]")
_BLANKS = " \t"
_MOST_INDENT = 200
"""Characters before a list entry's words; more are no bullet."""


def set_passage(passage: Passage, text: str, quote: Quote = None) -> Data:
    """The passage of a document's text: a ``row`` with cells, or a ``text`` with lines."""
    if passage.kind == "row":
        before = text[text.rfind("\n", 0, passage.start) + 1 : passage.start]
        return {
            "kind": "row",
            "lead": [cell.strip() for cell in _BAR.split(passage.lead)] if passage.lead else [],
            "skipped": max(before.count("|") - before.strip().startswith("|"), 0),
            "cells": list(_cells(text, passage, quote)),
        }
    span, markdown = (passage.start, passage.end), passage.is_markdown
    return {"kind": "text", "lines": list(_lines(text, span, quote, passage, markdown=markdown))}


def set_section(
    passages: Sequence[Passage], text: str, start: int, end: int, quote: Quote
) -> Iterator[Data]:
    """``text[start:end]`` with the passages in it, and what stands between them."""
    at = start
    markdown = all(passage.is_markdown for passage in passages)
    for passage in passages:
        if passage.start < at or passage.end > end:
            continue
        yield from _between(text, (at, passage.start), passage.lead, quote, markdown=markdown)
        yield set_passage(passage, text, quote)
        at = passage.end
    yield from _between(text, (at, end), "", quote, markdown=markdown)


def _between(
    text: str, span: tuple[int, int], lead: str, quote: Quote, *, markdown: bool
) -> Iterator[Data]:
    """What no passage has: signs, or a table's head, which is shown with its rows, or words."""
    start, end = span
    if start == end:
        return
    part = text[start:end]
    if _SIGNS.fullmatch(part) or _WORD.findall(part) == _WORD.findall(lead):
        yield {"kind": "sign", "text": part}
    else:
        yield {"kind": "text", "lines": list(_lines(text, span, quote, markdown=markdown))}


def _cells(text: str, row: Passage, quote: Quote) -> Iterator[list[Data]]:
    at = row.start
    for bar in _bars(text, row):
        first = at + len(text[at:bar].rstrip(_BLANKS))
        ink = _NO_BLANK.search(text, bar + 1, row.end)
        last = ink.start() if ink else row.end
        styled = [*_styled(text, at, first, markdown=row.is_markdown), (first, last, "sign")]
        yield list(_runs(text, styled, quote))
        at = last
    yield list(_runs(text, _styled(text, at, row.end, markdown=row.is_markdown), quote))


def _bars(text: str, row: Passage) -> Iterator[int]:
    """The bars between the row's cells; a bar within a cell's words is none of them."""
    if not row.is_markdown and "\t" in row.text:
        return  # its cells are parted by tabs
    starts = [sentence.start for sentence in row.sentences]
    for bar in _BAR.finditer(text, row.start, row.end):
        within = bisect_right(starts, bar.start()) - 1
        if within < 0 or row.sentences[within].end <= bar.start():
            yield bar.start()


def _lines(
    text: str,
    span: tuple[int, int],
    quote: Quote,
    passage: Passage | None = None,
    *,
    markdown: bool,
) -> Iterator[Data]:
    """The lines of the passage or, without one, of what stands between two."""
    start, end = span
    entries = {sentence.start for sentence in passage.sentences} if passage else set[int]()
    bullet = passage is not None and _follows_bullet(text, start)
    at = start
    while at < end:
        last, after = _line_end(text, at, end)
        sign = None if bullet else _BULLET.match(text, at, last)
        if sign and not markdown and sign.end() not in entries:
            sign = None
        begin = sign.end() if sign else at
        styled = [
            *([(*sign.span(), "sign")] if sign else []),
            *_styled(text, begin, last, markdown=markdown),
            (last, after, "sign"),
        ]
        yield {"bullet": bullet or sign is not None, "runs": list(_runs(text, styled, quote))}
        at, bullet = after, False


def _follows_bullet(text: str, start: int) -> bool:
    """Whether nothing but a bullet stands before the offset on its line."""
    earliest = max(0, start - _MOST_INDENT)
    line = text.rfind("\n", earliest, start) + 1
    if not line and earliest:
        return False
    return _BULLET.fullmatch(text, line, start) is not None


def _line_end(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the line's words end, and where the next line that is not blank begins."""
    feed = text.find("\n", start, end)
    if feed < 0:
        return end, end
    ink = _INK.search(text, feed, end)
    after = text.rfind("\n", feed, ink.start() if ink else end) + 1
    return start + len(text[start:feed].rstrip()), after


def _styled(text: str, start: int, end: int, *, markdown: bool) -> Iterator[tuple[int, int, str]]:
    at = start
    for opening, closing in strong(text, start, end) if markdown else ():
        yield at, opening[0], ""
        yield *opening, "sign"
        yield opening[1], closing[0], "strong"
        yield *closing, "sign"
        at = closing[1]
    yield at, end, ""


def _runs(text: str, styled: Sequence[tuple[int, int, str]] | Iterator[tuple[int, int, str]],
          quote: Quote) -> Iterator[Data]:
    """The runs that are not empty, cut where the quote begins and ends."""
    first, last = quote or (0, 0)
    for start, end, style in styled:
        cuts = sorted({start, end, *(cut for cut in (first, last) if start < cut < end)})
        for here, there in pairwise(cuts):
            quoted = first <= here and there <= last
            yield {"text": text[here:there], "style": style, "quoted": quoted}
