"""Words of a message with their places in it: folded, contractions opened, breaks kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Break = Literal[0, 1, 2]
"""What stands before a word: 0 nothing, 1 a comma, dash, colon or bracket, 2 a sentence's end."""

MAX_CHARS = 12_000
"""Longer messages are heard up to here; a situation is told in far less."""

_PIECE = re.compile(
    r"[^\W\d_][^\W_]*(?:'[^\W\d_]+)*'?|\d+(?:[.,]\d+)*|[.!?;:,()\[\]\n•|/\"…–—]|-{1,2}(?=\s)|[+&%]"
)
_HARD = frozenset(".!?;\n•|…")
_ABBREVIATIONS = ("e.g", "i.e", " vs")
_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cc"})
_SAME = dict.fromkeys("’‘ʼ`´", "'") | dict.fromkeys("‐‑", "-")
_NUMBERS_UP_TO = 3
NAME = "#name"
"""The base form of a capitalised word that the lexicon does not know, as people's names are."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    ``text`` is folded (lower case, straight apostrophes, no marks); ``lemmas`` are the lexicon's
    base forms that it may be a form of, or the text itself. ``ends_with`` is the mark that ends
    its sentence, given on the last word of one, else empty.
    """

    text: str
    start: int
    end: int
    lemmas: tuple[str, ...]
    break_before: Break
    ends_with: str = ""


def fold(text: str) -> tuple[str, tuple[int, ...] | None]:
    """The text in lower case without invisible characters and accents, and its places.

    The places are where each of its characters stands in the original; None where unchanged.
    """
    if text.isascii():
        return text.lower(), None
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for piece in _SAME.get(char) or unicodedata.normalize("NFKD", char).lower():
            if piece < "\x80" or unicodedata.category(piece) not in _INVISIBLE:
                chars.append(piece)
                places.append(place)
    return "".join(chars), tuple(places)


def _number(digits: str) -> str:
    """``#1`` … ``#3``, ``#4`` for four and more, ``#0`` for none or not a count of people."""
    if not digits.isdigit() or len(digits) > _NUMBERS_UP_TO:
        return "#0"
    return f"#{min(int(digits), _NUMBERS_UP_TO + 1)}"


class _Words:
    """The words found so far."""

    __slots__ = ("_before", "_forms", "_places", "_text", "found")

    def __init__(
        self, text: str, places: tuple[int, ...] | None, forms: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.found: list[Word] = []
        self._text = text
        self._places = places
        self._forms = forms
        self._before: Break = 2

    def add(self, piece: str, start: int, end: int) -> None:
        places = self._places
        first = start if places is None else places[start]
        last = end if places is None else places[end - 1] + 1
        lemmas = self._lemmas(piece, capital=self._text[first].isupper())
        self.found.append(Word(piece, first, last, lemmas, self._before))
        self._before = 0

    def _lemmas(self, piece: str, *, capital: bool) -> tuple[str, ...]:
        if piece == "'s":
            return ("'s", "is", "=is")
        if piece[0].isdigit():
            return (_number(piece),)
        known = self._forms.get(piece)
        if known is not None:
            return known
        return (piece, NAME) if capital else (piece,)

    def pause(self, mark: str) -> None:
        if mark in _HARD:
            self._before = 2
            if self.found and not self.found[-1].ends_with:
                self.found[-1] = replace(self.found[-1], ends_with=mark)
        elif self._before == 0:
            self._before = 1


def words(
    text: str, forms: Mapping[str, tuple[str, ...]], opened: Mapping[str, tuple[str, ...]]
) -> tuple[Word, ...]:
    """The words of the first ``MAX_CHARS`` characters, in order.

    ``forms`` maps an inflected form to its base forms, ``opened`` a contraction to its words.
    """
    folded, places = fold(text[:MAX_CHARS])
    told = _Words(text, places, forms)
    for match in _PIECE.finditer(folded):
        piece, start, end = match.group(), match.start(), match.end()
        if piece[0].isalnum():
            piece = piece.rstrip("'")
            for part, lower, upper in _parts(piece, start, start + len(piece), opened):
                told.add(part, lower, upper)
        elif piece in "+&":
            told.add("and", start, end)
        elif piece not in '/%"' and not _inside_name(piece, folded, start, end):
            told.pause(piece)
    return tuple(told.found)


def _inside_name(mark: str, folded: str, start: int, end: int) -> bool:
    """True for the full stop of "Node.js", "e.g." and "vs."."""
    return mark == "." and (
        folded[end : end + 1].isalnum() or folded.endswith(_ABBREVIATIONS, max(0, start - 4), start)
    )


def _parts(
    piece: str, start: int, end: int, opened: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, int, int]]:
    if piece in opened:
        parts = opened[piece]
        cut = min(start + max(1, len(parts[0])), end - 1) if len(parts) > 1 else end
        return [(parts[0], start, cut)] + [(part, cut, end) for part in parts[1:]]
    stem, mark, tail = piece.rpartition("'")
    if mark and tail in ("s", "re", "ve", "ll", "d", "m"):
        cut = start + len(stem)
        word = {"s": "'s", "re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}[tail]
        return [(stem.replace("'", ""), start, cut), (word, cut, end)] if stem else []
    return [(piece.replace("'", ""), start, end)]
