"""The citations in a planning document: links of ours, and the words quoted before each. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from assistant.citing.links import AnswerLink, CitationLink, answer_link, citation_link
from assistant.citing.reading.types import Block
from assistant.citing.words import quote_hash

OPENING, CLOSING, BEFORE_PLACE = "“", "”", "” — "
MAX_REGION_CHARS: Final = 12_000
MAX_MARKS: Final = 12
MAX_SHOWN_CHARS: Final = 200

_MARK: Final = re.compile(r"\s*\[?\d{1,5}\]?\s*")
"""A link with no more text than this is a mark, and the words before it are the document's own."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """Something in a document that cites, or looks as if it did.

    ``link`` is an index into the block's links, -1 where the words stand alone. ``quoted`` are
    the words as they stand in the document, None where none stand there (a bare mark).
    ``quote_span`` are their offsets in the block's text. ``rest`` is what follows words without a
    link, or what a note says that is none of ours.
    """

    kind: Literal["citation", "answer", "unlinked", "foreign"]
    at: int
    line: int
    link: int = -1
    quoted: str | None = None
    quote_span: Span | None = None
    rest: str = ""
    cited: CitationLink | None = None
    answer: AnswerLink | None = None


def found_in(block: Block, decode: Callable[[str], str] = str) -> Iterator[Found]:
    """What the block cites, in the order of its text; ``decode`` reads its notation."""
    text, spans = laid_out(block)
    begin = counted = 0
    line = block.line
    ours = False
    for number, href in enumerate(block.links):
        start, end = spans.get(number, (begin, begin))
        if block.line:
            line += text.count("\n", counted, start)
            counted = max(counted, start)
        cited = citation_link(href)
        if cited is not None:
            ours = True
            span = None
            if not _MARK.fullmatch(text[start:end]):
                region = (max(begin, start - MAX_REGION_CHARS), start)
                span = quote_before(text, region, cited.quote, decode)
            quoted = None if span is None else decode(text[span[0] : span[1]])
            yield Found("citation", block.at, line, number, quoted, span, cited=cited)
            begin = end
        elif (answer := answer_link(href)) is not None:
            ours = True
            yield Found("answer", block.at, line, number, answer=answer)
            begin = end
        elif "passage=" in href or "rulebook=" in href:
            ours = True
            yield Found("foreign", block.at, line, number, rest=href[:MAX_SHOWN_CHARS])
    if not ours:
        yield from _without_link(block, text, decode)


def _without_link(block: Block, text: str, decode: Callable[[str], str]) -> Iterator[Found]:
    start = text.find(OPENING)
    end = text.find(BEFORE_PLACE, start)
    if start >= 0 and end > start + 1:
        rest = text[end + len(BEFORE_PLACE) :][:MAX_REGION_CHARS]
        span = (start + 1, end)
        quoted = decode(text[span[0] : span[1]])
        yield Found("unlinked", block.at, block.line, -1, quoted, span, decode(rest))
    elif block.note and text.strip():
        shown = " ".join(text[:MAX_REGION_CHARS].split())[:MAX_SHOWN_CHARS]
        yield Found("foreign", block.at, block.line, rest=shown)


def laid_out(block: Block) -> tuple[str, dict[int, Span]]:
    """The block's whole text, and where in it each link's own text stands."""
    spans: dict[int, Span] = {}
    at = 0
    for run in block.runs:
        end = at + len(run.text)
        if run.link >= 0:
            spans[run.link] = (spans.get(run.link, (at, at))[0], end)
        at = end
    return "".join(run.text for run in block.runs), spans


def quote_before(
    text: str, region: Span, short: str, decode: Callable[[str], str] = str
) -> Span | None:
    """The offsets of the words in quotation marks within the region of the text.

    The quote may hold such marks itself. Where one choice of marks gives words of the hash
    ``short`` it is that, else the widest that ends before the place.
    """
    opens = _all(text, OPENING, region)
    closes = _all(text, BEFORE_PLACE, region) or _all(text, CLOSING, region)
    if not opens or not closes or closes[-1] <= opens[0]:
        return None
    for first in opens[:MAX_MARKS]:
        for last in reversed(closes[-MAX_MARKS:]):
            if first < last and short and quote_hash(decode(text[first + 1 : last])) == short:
                return first + 1, last
    return opens[0] + 1, closes[-1]


def _all(text: str, mark: str, region: Span) -> list[int]:
    start, end = region
    places: list[int] = []
    at = text.find(mark, start, end)
    while at >= 0:
        places.append(at)
        at = text.find(mark, at + 1, end)
    return places
