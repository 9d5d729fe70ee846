"""Tables in plain text: with bars or tabs still there, or flattened by copying from a page.

Copying a table out of a browser often leaves one line a row and nothing between the cells. Where
the cells can still be told ("Control over prioritiesFullLimited") they are; else the row is kept
as a whole, with the header line as its lead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.corpus.blocks import Row, Table
from assistant.corpus.lines import after_bullet
from assistant.corpus.sentences import has_words
from assistant.corpus.words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.corpus.blocks import Span
    from assistant.corpus.layout import Layout
    from assistant.corpus.lines import Line

MAX_LINE_CHARS: Final = 2000
MAX_HEADER_CHARS: Final = 200
MIN_ROWS: Final = 2
MIN_ALIGNED_LINES: Final = 3
MIN_GLUED_SHARE: Final = 0.6
OPENING_WORDS: Final = 6

_BAR: Final = re.compile(r"\s*(?<!\\)\|\s*")
_RULE: Final = re.compile(r"[|:\-\s+]+")
_TAB: Final = re.compile(r" *\t\s*")
_GAP: Final = re.compile(r"(?<=\S) {3,}(?=\S)")
_GLUE: Final = re.compile(r"(?<=[a-z)%])(?=[A-Z])")
_CORNERS: Final = words_of(
    "dimension feature features criteria criterion factor factors aspect aspects category "
    "attribute parameter metric characteristic area item topic model option question",
)

Found = tuple[Table, int]
"""A table and the number of lines that it takes."""


def table_at(text: str, lines: Sequence[Line], n: int, shape: Layout) -> Found | None:
    """The table that begins with line ``n``, if one does."""
    if lines[n].end - lines[n].start > MAX_LINE_CHARS:
        return None
    return (
        _barred(text, lines, n)
        or _separated(text, lines, n, _TAB, MIN_ROWS)
        or _separated(text, lines, n, _GAP, MIN_ALIGNED_LINES)
        or _glued(text, lines, n)
        or _spaced(text, lines, n, shape)
    )


def _adjoining(lines: Sequence[Line], n: int) -> int:
    """The number of the line before which the run of adjoining lines from ``n`` on ends."""
    end = n + 1
    while end < len(lines) and not lines[end].after_blank:
        end += 1
    return end


def _split(text: str, line: Line, separator: re.Pattern[str]) -> tuple[Span, ...]:
    cells: list[Span] = []
    at = line.start
    for found in separator.finditer(text, line.start, line.end):
        cells.append((at, found.start()))
        at = found.end()
    return (*cells, (at, line.end))


def _barred(text: str, lines: Sequence[Line], n: int) -> Found | None:
    if "|" not in text[lines[n].start : lines[n].end]:
        return None
    end = n
    while (
        end < len(lines)
        and (end == n or not lines[end].after_blank)
        and "|" in text[lines[end].start : lines[end].end]
        and lines[end].end - lines[end].start <= MAX_LINE_CHARS
    ):
        end += 1
    ruled = end > n + 1 and _RULE.fullmatch(text, lines[n + 1].start, lines[n + 1].end) is not None
    framed = all(text[line.start] == "|" for line in lines[n:end])
    if end - n < MIN_ROWS or not (ruled or framed):
        return None
    split = [
        _without_frame(text, line, _split(text, line, _BAR))
        for line in lines[n:end]
        if not _RULE.fullmatch(text, line.start, line.end)
    ]
    return _table(text, split, end - n, has_header=ruled)


def _without_frame(text: str, line: Line, cells: tuple[Span, ...]) -> tuple[Span, ...]:
    first = 1 if text[line.start] == "|" else 0
    last = len(cells) - 1 if text[line.end - 1] == "|" else len(cells)
    return cells[first:last]


def _separated(
    text: str, lines: Sequence[Line], n: int, separator: re.Pattern[str], least: int
) -> Found | None:
    if separator.search(text, lines[n].start, lines[n].end) is None:
        return None
    split = [_split(text, lines[n], separator)]
    end = n + 1
    while (
        end < len(lines)
        and not lines[end].after_blank
        and lines[end].end - lines[end].start <= MAX_LINE_CHARS
    ):
        cells = _split(text, lines[end], separator)
        if len(cells) < MIN_ROWS or (end > n + 1 and len(cells) != len(split[-1])):
            break
        split.append(cells)
        end += 1
    if end - n < least or len(split[1]) - len(split[0]) not in {0, 1}:
        return None
    return _table(text, split, end - n, has_header=not _has_figures(text, split[0]))


def _has_figures(text: str, cells: Sequence[Span]) -> bool:
    return any(text[a:b].strip("%$€£ .,").replace(".", "").isdigit() for a, b in cells[1:])


def _table(
    text: str, split: Sequence[Sequence[Span]], taken: int, *, has_header: bool
) -> Found | None:
    body = split[1:] if has_header else split
    if not body:
        return None
    header = tuple(" ".join(text[a:b].split()) for a, b in split[0]) if has_header else ()
    if header and len(header) == len(body[0]) - 1:
        header = ("", *header)  # the corner over the row labels was empty
    rows = tuple(
        Row(cells[0][0], cells[-1][1], tuple(c if has_words(text, *c) else None for c in cells))
        for cells in body
        if cells
    )
    lead = " | ".join(filter(None, header))
    return Table(split[0][0][0], split[-1][-1][1], header, lead, rows), taken


def _glued(text: str, lines: Sequence[Line], n: int) -> Found | None:
    """A table whose cells run into each other: a small letter, then at once a capital."""
    header = lines[n]
    if header.end - header.start > MAX_HEADER_CHARS or text[header.end - 1] in ".!?:;":
        return None
    columns = _split_glued(text, header)
    if len(columns) == 1:
        return None
    end = _adjoining(lines, n)
    last = n + 1
    while last < end and (
        lines[last].end - lines[last].start <= MAX_LINE_CHARS
        and len(_split_glued(text, lines[last])) > 1
    ):
        last += 1
    split = [_split_glued(text, line) for line in lines[n + 1 : last]]
    # With an empty corner the rows have one cell more; without, two columns prove nothing: a
    # line with "GitHub" in it looks the same.
    for cells, cornered in ((len(columns) + 1, False), (len(columns), True)):
        fitting = sum(len(row) == cells for row in split)
        if fitting < max(MIN_ROWS, MIN_GLUED_SHARE * len(split)):
            continue
        if cornered and len(columns) < 3:  # noqa: PLR2004
            continue
        names = tuple(text[a:b] for a, b in columns)
        rows = tuple(Row(row[0][0], row[-1][1], row if len(row) == cells else ()) for row in split)
        shown = names if cornered else ("", *names)
        return Table(header.start, rows[-1].end, shown, " | ".join(names), rows), last - n
    return None


def _split_glued(text: str, line: Line) -> tuple[Span, ...]:
    return _split(text, line, _GLUE)


def _spaced(text: str, lines: Sequence[Line], n: int, shape: Layout) -> Found | None:
    """A table whose cells are parted by single spaces, like words: rows are kept whole."""
    words = text[lines[n].start : min(lines[n].end, lines[n].start + MAX_HEADER_CHARS + 1)].split()
    if lines[n].end - lines[n].start > MAX_HEADER_CHARS or len(words) < 3:  # noqa: PLR2004
        return None
    if text[lines[n].end - 1] in ".!?:;," or after_bullet(text, lines[n].start, lines[n].end):
        return None
    if _large(words) * 4 < len(words) * 3:
        return None
    end = _adjoining(lines, n)
    last = n + 1
    while last < end and _looks_like_row(text, lines[last]):
        last += 1
    rows = last - n - 1
    cornered = words[0].lower() in _CORNERS
    whole_run = shape.spaced and shape.wrap_chars is None and last == end and rows > MIN_ROWS
    if rows < MIN_ROWS or not (cornered or (whole_run and len(words) > 3)):  # noqa: PLR2004
        return None
    lead = " ".join(words)
    told = tuple(Row(line.start, line.end) for line in lines[n + 1 : last])
    return Table(lines[n].start, told[-1].end, (), lead, told), last - n


def _looks_like_row(text: str, line: Line) -> bool:
    words = text[line.start : min(line.end, line.start + MAX_HEADER_CHARS)].split()
    return (
        line.end - line.start <= MAX_LINE_CHARS
        and len(words) > 2  # noqa: PLR2004
        and after_bullet(text, line.start, line.end) is None
        and words[0][0].isupper()
        and _large(words[:OPENING_WORDS]) >= 2  # noqa: PLR2004
        and text[line.end - 1] != "?"
    )


def _large(words: Sequence[str]) -> int:
    return sum(not word.lstrip("('\"“‘")[:1].islower() for word in words)
