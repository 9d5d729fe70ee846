"""How a plain text is laid out: which lines run on, which ones look like headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from assistant.corpus.lines import after_bullet
from assistant.corpus.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.corpus.lines import Line

MAX_WRAPPED_CHARS: Final = 130
MIN_MID_SENTENCE_BREAKS: Final = 0.2
MIN_RULE_CHARS: Final = 3
MAX_HEADING_CHARS: Final = 110
MAX_HEADING_WORDS: Final = 16
SENTENCE_LIKE_WORDS: Final = 8

_FINAL: Final = ".!?:;…\"'”’)"
_NO_HEADING_END: Final = tuple(".,;:!…-–—|")
_LINK: Final = re.compile(r"https?:|www\.|\S@\S")
_WORD: Final = re.compile(r"[^\W_][^\s/]*+")
_QUESTION_END: Final = re.compile(r"\?[)\"'”’]{0,2}\s{0,3}[+⌄˅▾▼]?\Z")
_RULE: Final = re.compile(r"[|:+=\-\s]*+")
_ATX: Final = re.compile(r"(#{1,6})\s+(?=\S)(.*?)\s*#*\Z")
_WIKI: Final = re.compile(r"(={2,6})\s*([^=]+?)\s*\1")


@dataclass(frozen=True, slots=True)
class Layout:
    """``wrap_chars`` is the width at which lines were broken, None if each is a paragraph.

    ``spaced`` tells that paragraphs are kept apart by blank lines, so that adjoining lines mean
    something else (a table, an address).
    """

    wrap_chars: int | None
    spaced: bool


def layout(text: str, lines: Sequence[Line]) -> Layout:
    """What the lines as a whole tell; a line broken in mid-sentence is the sign of wrapping."""
    pairs = [(a, b) for a, b in pairwise(lines) if not b.after_blank]
    lengths = sorted(line.end - line.start + line.indent for line in lines)
    wrap = lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0
    broken = sum(_broken_between(text, a, b) for a, b in pairs)
    wrapped = wrap <= MAX_WRAPPED_CHARS and broken > MIN_MID_SENTENCE_BREAKS * len(pairs)
    return Layout(wrap if wrapped else None, len(pairs) < len(lines) / 2)


def _broken_between(text: str, line: Line, following: Line) -> bool:
    return (
        text[line.end - 1] not in _FINAL
        and text[following.start].islower()
        and after_bullet(text, following.start, following.end) is None
    )


def runs_on(text: str, line: Line, following: Line, wrap_chars: int | None) -> bool:
    """Whether a wrapped text's line goes on in the next line."""
    if wrap_chars is None or following.after_blank:
        return False
    if after_bullet(text, following.start, following.end) is not None:
        return False
    word_end = following.start
    while word_end < following.end and not text[word_end].isspace():
        word_end += 1
    length = line.end - line.start + line.indent
    fitted = length + 1 + word_end - following.start <= wrap_chars
    unfinished = text[line.end - 1] not in _FINAL and length * 2 >= wrap_chars
    return not fitted or text[following.start].islower() or unfinished


def marked_heading(text: str, line: Line) -> tuple[int, str] | None:
    """Level and words of a heading that is marked as one (``## Costs``, ``== Costs ==``)."""
    if line.end - line.start > 2 * MAX_HEADING_CHARS:
        return None
    content = text[line.start : line.end]
    found = _ATX.fullmatch(content) or _WIKI.fullmatch(content)
    return (len(found[1]), found[2]) if found else None


def is_rule(text: str, line: Line) -> bool:
    """Whether the line is drawn: under a heading, or between a table's header and its rows."""
    return (
        line.end - line.start >= MIN_RULE_CHARS
        and _RULE.fullmatch(text, line.start, line.end) is not None
    )


def is_underline(text: str, line: Line) -> bool:
    """Whether the line is drawn under a heading (``=====``)."""
    content = text[line.start : line.end]
    return len(content) >= MIN_RULE_CHARS and content in {"=" * len(content), "-" * len(content)}


def is_question(text: str, line: Line) -> bool:
    """Whether the line is one question, perhaps with an accordion's sign behind it ("?+")."""
    if line.end - line.start > 2 * MAX_HEADING_CHARS or not _opens_large(text, line):
        return False
    content = text[line.start : line.end]
    return (
        _QUESTION_END.search(content) is not None
        and len(sentence_spans(content)) == 1
        and not content.endswith("??")
    )


def is_heading(text: str, lines: Sequence[Line], n: int, shape: Layout) -> bool:
    """Whether line ``n`` looks like a heading: short, unfinished, with something behind it."""
    line = lines[n]
    if n + 1 >= len(lines) or line.end - line.start > 2 * MAX_HEADING_CHARS:
        return False
    if shape.wrap_chars is not None:
        if n and not line.after_blank and not _is_short_after_full(text, lines, n):
            return False
        if runs_on(text, line, lines[n + 1], shape.wrap_chars):
            return False
    return is_question(text, line) or _has_heading_shape(text, line)


def _is_short_after_full(text: str, lines: Sequence[Line], n: int) -> bool:
    """A wrapped text without blank lines still breaks the line in front of a heading."""
    return text[lines[n - 1].end - 1] in _FINAL and is_question(text, lines[n])


def _has_heading_shape(text: str, line: Line) -> bool:
    content = text[line.start : line.end]
    if len(content) > MAX_HEADING_CHARS or content.endswith(_NO_HEADING_END):
        return False
    if "\t" in content or " | " in content or _LINK.search(content) or "?" in content[:-1]:
        return False
    words = _WORD.findall(content)
    if not 0 < len(words) <= MAX_HEADING_WORDS or not _opens_large(text, line):
        return False
    if sum(character.isalpha() for character in content) < max(2, len(content) // 3):
        return False
    large = sum(not word[0].islower() for word in words)
    if len(words) > SENTENCE_LIKE_WORDS and large * 2 < len(words):
        return False  # a sentence that lost its full stop
    return len(sentence_spans(content)) == 1


def _opens_large(text: str, line: Line) -> bool:
    first = _WORD.search(text, line.start, min(line.end, line.start + 4))
    return first is not None and not text[first.start()].islower()
