"""Where sentences begin and end, in time linear in the text.

Own code because offsets must survive to the character, because quotes, brackets, Markdown marks
and footnote marks hug the full stop in the texts read here, and because the libraries tried are
either unmaintained or rebuild the text. Each full stop is judged once, by a bounded look at the
word before it and the word behind it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.corpus.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Span = tuple[int, int]

MAX_SENTENCE_CHARS: Final = 1500
"""Longer runs without a full stop are no prose (data, minified text) and are cut at a space."""

_LOOK_BACK_CHARS: Final = 32

# The look-behind makes a long run of dots one candidate, not one per dot.
_STOP: Final = re.compile(
    r"""(?<![.!?…。！？])
    (?P<mark>[.!?…。！？]++)
    ["'”’»)\]*_`]*+
    (?:\[[\d,\s^]{1,12}\])?+          # a footnote mark set behind the full stop
    (?=\s|\Z|(?<=[。！？]))""",
    re.VERBOSE,
)
# Up to the first letter of what follows, past footnote marks that lost their bracket ("[16 ").
_NEXT: Final = re.compile(r"""\s*+(?:\[\d{1,3}(?:,\s?\d{1,3})*+\]?+\s++)?+["'“‘«(\[*_`¿¡]*+""")
_WORD: Final = re.compile(r"[^\W\d_]{1,20}+")
_REFERENCE_AT_START: Final = re.compile(r"\s*+\[\^?\d{1,3}(?:,\s?\d{1,3})*+(?:\]|(?=\s))\s++")
_REFERENCE_AT_END: Final = re.compile(r"\s\[\d{1,3}(?:,\s?\d{1,3})*+\]?+\Z")
_DOTTED: Final = re.compile(r"(?:[^\W\d_]{1,3}\.)*+[^\W\d_]{1,3}")

_NEVER_LAST: Final = words_of(
    "e.g i.e vs v mr mrs ms dr prof st mt cf viz al approx ca gen gov sen rep capt col lt sgt rev "
    "hon fr z.b d.h u.a bzw resp incl excl min max avg tel dept",
)
_BEFORE_NUMBER: Final = words_of(
    "no nos nr fig figs p pp sec secs vol art ch eq tab ref cap para app jan feb mar apr jun jul "
    "aug sep sept oct nov dec",
)
_MAYBE_LAST: Final = frozenset(
    ["inc", "ltd", "co", "corp", "jr", "sr", "bros", "plc", "etc", "est", "ext"]
)
_STARTERS: Final = words_of(
    "a an the this that these those it its he she they we you i our your their his her my in on "
    "at as by for from if when while where once before after since because although though "
    "however but and or so yet then there here what which who why how all any both each every "
    "many most some no not only with without under over to of is are do does can such instead use "
    "choose",
)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Spans of the sentences of ``text[start:end]``, in order, without surrounding blanks.

    Footnote marks at either edge and pieces without a letter or digit are left out, so the spans
    need not cover everything.
    """
    stop = len(text) if end is None else end
    spans: list[Span] = []
    for first, last in _rough(text, start, stop):
        for piece in _cut_overlong(text, first, last):
            trimmed = trim(text, *piece)
            if trimmed is not None:
                spans.append(trimmed)
    return tuple(spans)


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without blanks and stray footnote marks at its edges; None if nothing is left."""
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while (mark := _REFERENCE_AT_START.match(text, start, end)) is not None:
        start = mark.end()
    while (mark := _REFERENCE_AT_END.search(text, max(start, end - 40), end)) is not None:
        end = mark.start()
        while end > start and text[end - 1].isspace():
            end -= 1
    if _is_reference(text, start, end) or not has_words(text, start, end):
        return None
    return start, end


def has_words(text: str, start: int, end: int) -> bool:
    """Whether there is a letter or a digit between the two offsets."""
    return _LETTER_OR_DIGIT.search(text, start, end) is not None


_LETTER_OR_DIGIT: Final = re.compile(r"[^\W_]")
_REFERENCE_ONLY: Final = re.compile(r"\[\^?\d{1,3}(?:,\s?\d{1,3})*+\]?+")


def _is_reference(text: str, start: int, end: int) -> bool:
    return _REFERENCE_ONLY.fullmatch(text, start, end) is not None


def _rough(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _ends_sentence(text, begin, stop, end):
            yield begin, stop.end()
            begin = stop.end()
    if begin < end:
        yield begin, end


def _ends_sentence(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    following = _NEXT.match(text, stop.end(), end)
    at = following.end() if following else stop.end()
    if at >= end:
        return False
    if _starts_small(text, at, end):
        return False
    if stop["mark"] != ".":
        return True
    return _full_stop_ends(text, begin, stop.start(), at, end)


def _starts_small(text: str, at: int, end: int) -> bool:
    """Whether a lower-case word follows; "iPhone" and the like do not count as such."""
    return text[at].islower() and not (at + 1 < end and text[at + 1].isupper())


def _full_stop_ends(text: str, begin: int, stop: int, following: int, end: int) -> bool:
    word = _word_before(text, begin, stop)
    lowered = word.lower()
    if lowered in _NEVER_LAST:
        return False
    if lowered in _BEFORE_NUMBER and text[following].isdigit():
        return False
    if (word.isdigit() or len(word) == 1) and _opens_with(text, begin, stop - len(word)):
        return False  # "1. Classify the work": an enumerator, not a sentence
    if lowered in _MAYBE_LAST or _is_initials(word):
        begins = _WORD.match(text, following, end)
        return begins is None or begins.group().lower() in _STARTERS
    return True


def _opens_with(text: str, begin: int, at: int) -> bool:
    """Whether nothing but blanks and marks stands before ``at`` in its sentence."""
    # Bounded: a sentence that has already run long is not copied at each of its full stops.
    return at - begin <= _LOOK_BACK_CHARS and not text[begin:at].strip(" \t\r\n(*_")


def _word_before(text: str, begin: int, stop: int) -> str:
    window = text[max(begin, stop - _LOOK_BACK_CHARS) : stop]
    parts = window.split()
    return parts[-1].lstrip("\"'“‘«([*_`") if parts and not window[-1].isspace() else ""


def _is_initials(word: str) -> bool:
    return (len(word) == 1 and word.isalpha()) or (
        "." in word and _DOTTED.fullmatch(word) is not None
    )


def _cut_overlong(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > MAX_SENTENCE_CHARS:
        half, limit = start + MAX_SENTENCE_CHARS // 2, start + MAX_SENTENCE_CHARS
        cuts = (text.rfind(mark, half, limit) for mark in ("\n", "; ", ", ", " "))
        cut = next((found + 1 for found in cuts if found >= 0), limit)
        yield start, cut
        start = cut
    yield start, end
