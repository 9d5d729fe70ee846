"""Passages as a reader expects them on a page: tables, lists and emphasis instead of their signs.

No character is lost, moved or changed: the texts of a passage's runs, one after the other, are the
passage. Signs (``**``, ``|``, a bullet) are runs of their own, which the page holds but does not
show. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from assistant.corpus.types import Passage

Data = dict[str, Any]
Quote = tuple[int, int] | None
"""Offsets in the document of what is highlighted."""

_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)([^\n]{1,400}?)(?<=\S)\1")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+")
_SIGNS = re.compile(r"[\s|:+*•>#=–-]*")
_BAR = re.compile(r"[ \t]*(?<!\\)\|[ \t]*")
_LINE_END = re.compile(r"\s*\n")
_WORD = re.compile(r"\w+")


def set_passage(passage: Passage, text: str, quote: Quote = None) -> Data:
    """The passage of a document's text: a ``row`` with cells, or a ``text`` with lines."""
    before = text[text.rfind("\n", 0, passage.start) + 1 : passage.start]
    if passage.kind == "row":
        return {
            "kind": "row",
            "lead": [part.strip() for part in _BAR.split(passage.lead)] if passage.lead else [],
            "skipped": max(before.count("|") - before.strip().startswith("|"), 0),
            "cells": list(_cells(text, passage.start, passage.end, quote)),
        }
    bullet = _BULLET.fullmatch(before) is not None
    return {"kind": "text", "lines": list(_lines(text, passage.start, passage.end, quote, bullet=bullet))}


def set_section(
    passages: Sequence[Passage], text: str, start: int, end: int, quote: Quote
) -> Iterator[Data]:
    """``text[start:end]`` with the passages in it, and what stands between them."""
    at = start
    for passage in passages:
        if passage.start < at or passage.end > end:
            continue
        yield from _between(text, at, passage.start, passage.lead, quote)
        yield set_passage(passage, text, quote)
        at = passage.end
    yield from _between(text, at, end, "", quote)


def _between(text: str, start: int, end: int, lead: str, quote: Quote) -> Iterator[Data]:
    """What no passage has: signs, or a table's head, which is shown with its rows, or words."""
    if start == end:
        return
    part = text[start:end]
    if _SIGNS.fullmatch(part) or _WORD.findall(part) == _WORD.findall(lead):
        yield {"kind": "sign", "text": part}
    else:
        yield {"kind": "text", "lines": list(_lines(text, start, end, quote, bullet=False))}


def _cells(text: str, start: int, end: int, quote: Quote) -> Iterator[list[Data]]:
    at = start
    for bar in _BAR.finditer(text, start, end):
        styled = [*_styled(text, at, bar.start()), (*bar.span(), "sign")]
        yield list(_runs(text, styled, quote))
        at = bar.end()
    yield list(_runs(text, _styled(text, at, end), quote))


def _lines(text: str, start: int, end: int, quote: Quote, *, bullet: bool) -> Iterator[Data]:
    at = start
    while at < end:
        ends = _LINE_END.search(text, at, end)
        last, after = ends.span() if ends else (end, end)
        sign = None if bullet else _BULLET.match(text, at, last)
        begin = sign.end() if sign else at
        styled = [
            *([(*sign.span(), "sign")] if sign else []),
            *_styled(text, begin, last),
            (last, after, "sign"),
        ]
        yield {"bullet": bullet or sign is not None, "runs": list(_runs(text, styled, quote))}
        at, bullet = after, False


def _styled(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    at = start
    for found in _EMPHASIS.finditer(text, start, end):
        yield at, found.start(), ""
        yield *found.span(1), "sign"
        yield *found.span(2), "strong"
        yield found.end(2), found.end(), "sign"
        at = found.end()
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
