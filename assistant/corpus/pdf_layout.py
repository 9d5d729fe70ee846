"""Lines of PDF pages to text and blocks.

A PDF says where words stand, not what they are: headings are told by size and weight, paragraphs
by gaps and short last lines, running heads by their repetition. Lines of a paragraph are joined,
so quotes read as prose; the result is the text that the index stores.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from assistant.corpus.blocks import Heading
from assistant.corpus.builder import TextBuilder
from assistant.corpus.lines import after_bullet
from assistant.corpus.plain import plain_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.corpus.blocks import Block

HEADING_SIZE_RATIO: Final = 1.12
PARAGRAPH_GAP_RATIO: Final = 1.3
MAX_LINE_GAP_SIZES: Final = 2.0
FULL_LINE_SHARE: Final = 0.85
MIN_REPEATED_PAGES: Final = 3
MIN_REPEATED_SHARE: Final = 0.1
EDGE_LINES: Final = 2
MAX_HEADING_CHARS: Final = 160
HYPHENATED_SHARE: Final = 0.02

_LIGATURES: Final = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"},
)
_PAGE_NUMBER: Final = re.compile(
    r"[-–\s]*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?[-–\s]*", re.IGNORECASE
)
_CONTENTS_LINE: Final = re.compile(r".*?(?:\. ?){4,}\s*[\divxlc]{1,5}")
_BULLET: Final = re.compile(r"(?:[•·◦▪●■‣–-]|\(?\d{1,2}[.)])\s+\S")
_FINAL: Final = (".", "!", "?", ":", ";", ".”", '."', ".)")


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One line of a page: where it begins, in points from the lower left, and how it is set."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


@dataclass(slots=True)
class _Piece:
    kind: Literal["heading", "item", "paragraph"]
    page: int
    lines: list[PdfLine]


def arranged(
    pages: Sequence[Sequence[PdfLine]],
) -> tuple[str, tuple[Block, ...], tuple[int, ...]]:
    """The text, its blocks, and the offsets at which pages 1, 2 … begin."""
    kept = _without_running_heads(pages)
    every = [line for page in kept for line in page]
    body = _usual(line.size for line in every)
    usual_gap = _usual(
        a.y - b.y for page in kept for a, b in pairwise(page) if a.size == b.size and a.y > b.y
    )
    # Where every line stands apart, the usual gap is one between paragraphs.
    gap = min(usual_gap, MAX_LINE_GAP_SIZES * body)
    wrap_chars = _wrap_chars(every)
    pieces: list[_Piece] = []
    for number, page in enumerate(kept, start=1):
        _add_page(pieces, page, number, body, gap, wrap_chars)
    text, blocks, starts = _built(pieces, every, body)
    if any(isinstance(block, Heading) for block in blocks):
        return text, blocks, _page_starts(pieces, starts, len(kept))
    # All in one size and weight: the lines' wording is all there is to go by.
    return text, plain_blocks(text), _page_starts(pieces, starts, len(kept))


def _usual(values: Iterable[float]) -> float:
    counted = Counter(round(value, 1) for value in values)
    return counted.most_common(1)[0][0] if counted else 0.0


def _wrap_chars(lines: Sequence[PdfLine]) -> int:
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _without_running_heads(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    seen = Counter(
        key for page in pages for key in {_running(line) for line in _edges(page)} if key
    )
    least = max(MIN_REPEATED_PAGES, MIN_REPEATED_SHARE * len(pages))
    kept: list[list[PdfLine]] = []
    for page in pages:
        edges = _edges(page)
        kept.append(
            [
                line
                for line in page
                if not (
                    line in edges
                    and (_PAGE_NUMBER.fullmatch(line.text) or seen[_running(line)] >= least)
                )
                and not _CONTENTS_LINE.fullmatch(line.text[-300:])
            ],
        )
    return kept


def _edges(page: Sequence[PdfLine]) -> list[PdfLine]:
    """The outermost lines of a page by place, whatever order they were drawn in."""
    ordered = sorted(page, key=lambda line: line.y)
    return [*ordered[:EDGE_LINES], *ordered[-EDGE_LINES:]]


def _running(line: PdfLine) -> str:
    return re.sub(r"\d+", "#", line.text)[:200]


def _add_page(  # noqa: PLR0913, PLR0917  (one page, four measures of the whole)
    pieces: list[_Piece],
    page: Sequence[PdfLine],
    number: int,
    body: float,
    gap: float,
    wrap_chars: int,
) -> None:
    previous: PdfLine | None = None
    for line in page:
        kind = _kind(line, body)
        last = pieces[-1] if pieces else None
        if last is None:
            joined = False
        elif previous is None:
            joined = _goes_over(last, kind, line)
        else:
            joined = _goes_on(last, kind, previous, line, gap, wrap_chars)
        if joined and last is not None:
            last.lines.append(line)
        else:
            pieces.append(_Piece(kind, number, [line]))
        previous = line


def _kind(line: PdfLine, body: float) -> Literal["heading", "item", "paragraph"]:
    if _BULLET.match(line.text):
        return "item" if line.size < HEADING_SIZE_RATIO * body and not line.bold else "heading"
    large = line.size >= HEADING_SIZE_RATIO * body
    strong = line.bold and not line.text.endswith((".", ":", ",", ";"))
    if len(line.text) <= MAX_HEADING_CHARS and (large or strong):
        return "heading"
    return "paragraph"


def _goes_over(last: _Piece, kind: str, line: PdfLine) -> bool:
    """Whether a paragraph goes on at the top of the next page."""
    return (
        kind == "paragraph"
        and last.kind != "heading"
        and not last.lines[-1].text.endswith(_FINAL)
        and abs(line.size - last.lines[-1].size) < 1
        and not line.text[:1].isupper()
    )


def _goes_on(  # noqa: PLR0913, PLR0917
    last: _Piece, kind: str, previous: PdfLine, line: PdfLine, gap: float, wrap_chars: int
) -> bool:
    step = previous.y - line.y
    close = -1 <= step <= PARAGRAPH_GAP_RATIO * max(gap, line.size)
    if kind == "heading" or last.kind == "heading":
        same = line.size == previous.size and line.bold == previous.bold
        return kind == last.kind and same and 0 < step <= 1.6 * line.size
    if kind == "item" or abs(line.size - previous.size) > 1:
        return False
    if not close:
        # A new column goes on where the last one broke off.
        return step < 0 and line.text[:1].islower() and not previous.text.endswith(_FINAL)
    if not previous.text.endswith(_FINAL):
        return True
    return len(previous.text) >= FULL_LINE_SHARE * wrap_chars


def _built(
    pieces: Sequence[_Piece], lines: Sequence[PdfLine], body: float
) -> tuple[str, tuple[Block, ...], list[int]]:
    words = Counter(word for line in lines for word in re.findall(r"[\w-]+", line.text.lower()))
    hyphenates = sum(_breaks_word(line.text) for line in lines) > HYPHENATED_SHARE * len(lines)
    sizes = sorted(
        {line.size for p in pieces if p.kind == "heading" for line in p.lines}, reverse=True
    )
    builder = TextBuilder()
    starts: list[int] = []
    for piece in pieces:
        text = _joined((line.text for line in piece.lines), words, hyphenates=hyphenates)
        if piece.kind == "heading":
            size = piece.lines[0].size
            level = 1 + sizes.index(size) if size > body else len(sizes) + 1
            starts.append(builder.add_heading(text, level))
        elif piece.kind == "item":
            words_at = after_bullet(text, 0, len(text)) or 0
            starts.append(builder.add_item(text[words_at:]))
        else:
            starts.append(builder.add_paragraph(text))
    text, blocks = builder.finish()
    return text, blocks, starts


def _breaks_word(text: str) -> bool:
    return text.endswith("-") and text[-2:-1].isalpha()


def _joined(lines: Iterator[str], words: Counter[str], *, hyphenates: bool) -> str:
    """The lines as one; a hyphen at a line's end goes if the word is known, or seems to be."""
    text = ""
    for line in lines:
        following = line.translate(_LIGATURES)
        if text and _breaks_word(text) and following[:1].islower():
            head = re.findall(r"[\w-]+-", text[-60:])
            tail = re.match(r"[\w-]+", following)
            before = head[-1].lower() if head else ""
            after = tail[0].lower() if tail else ""
            whole, parted = words[before[:-1] + after], words[before + after]
            drop = whole > parted or (whole == parted and hyphenates)
            text = (text[:-1] if drop else text) + following
        else:
            text = f"{text} {following}" if text else following
    return text


def _page_starts(pieces: Sequence[_Piece], starts: Sequence[int], count: int) -> tuple[int, ...]:
    """For each page the offset of the first block on it or, if it has none, behind it."""
    offsets: list[int] = []
    at = 0
    for number in range(1, count + 1):
        while at < len(pieces) and pieces[at].page < number:
            at += 1
        # Past the end nothing begins, so no passage is given such a page.
        offsets.append(starts[at] if at < len(pieces) else (starts[-1] + 1 if starts else 0))
    return tuple(offsets)
