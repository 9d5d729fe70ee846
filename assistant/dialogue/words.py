"""Words of a message with their places in it: folded, contractions opened, breaks kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Break = Literal[0, 1, 2]
"""What stands before a word: 0 nothing, 1 a comma, dash, colon or bracket, 2 a sentence's end."""

MAX_CHARS = 12_000
"""Longer messages are heard up to here; a situation is told in far less."""

_PIECE = re.compile(
    r"[^\W\d_][^\W_]*(?:'[^\W\d_]+)*'?|\d+(?:[.,]\d+)*|[.!?;:,()\[\]\n•|/\"…–—]|-{1,2}(?=\s)|[+&%]"
)
_HARD = frozenset(".!?;\n•|…")
_ABBREVIATIONS = frozenset({"e.g", "i.e", "etc", "vs", "approx", "incl", "esp", "no"})
_NUMBERS_UP_TO = 3
NAME = "#name"
"""The base form of a capitalised word that the lexicon does not know, as people's names are."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word. ``text`` is folded (lower case, straight apostrophes, no marks); ``lemmas`` are
    the lexicon's base forms that it may be a form of, or the text itself. ``ends_with`` is the
    mark that ends its sentence, given on the last word of one, else empty.
    """

    text: str
    start: int
    end: int
    lemmas: tuple[str, ...]
    break_before: Break
    ends_with: str = ""


def fold(text: str) -> tuple[str, tuple[int, ...] | None]:
    """The text in lower case without invisible characters and accents, and for each of its
    characters the place in the original (None where places are unchanged)."""
    if text.isascii():
        return text.lower(), None
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char < "\x80":
            chars.append(char.lower())
            places.append(place)
            continue
        if char in "’‘ʼ`´":
            chars.append("'")
            places.append(place)
            continue
        if char in "‐‑":
            chars.append("-")
            places.append(place)
            continue
        for piece in unicodedata.normalize("NFKD", char).lower():
            if unicodedata.category(piece) not in ("Mn", "Cf", "Me", "Cc"):
                chars.append(piece)
                places.append(place)
    return "".join(chars), tuple(places)


def _number(digits: str) -> str:
    """``#1`` … ``#3``, ``#4`` for four and more, ``#0`` for none or not a count of people."""
    if not digits.isdigit() or len(digits) > _NUMBERS_UP_TO:
        return "#0"
    return f"#{min(int(digits), _NUMBERS_UP_TO + 1)}"


def words(
    text: str, forms: Mapping[str, tuple[str, ...]], opened: Mapping[str, tuple[str, ...]]
) -> tuple[Word, ...]:
    """The words of the first ``MAX_CHARS`` characters, in order.

    ``forms`` maps an inflected form to its base forms, ``opened`` a contraction to its words.
    """
    folded, places = fold(text[:MAX_CHARS])
    found: list[Word] = []
    before: Break = 2

    def add(piece: str, start: int, end: int) -> None:
        nonlocal before
        if piece == "'s":
            lemmas: tuple[str, ...] = ("'s", "is", "=is")
        elif piece[0].isdigit():
            lemmas = (_number(piece),)
        else:
            lemmas = forms.get(piece, (piece,))
        first = start if places is None else places[start]
        last = end if places is None else places[end - 1] + 1
        if text[first].isupper() and piece not in forms and not piece[0].isdigit():
            lemmas = (piece, NAME)
        found.append(Word(piece, first, last, lemmas, before))
        before = 0

    for match in _PIECE.finditer(folded):
        piece, start, end = match.group(), match.start(), match.end()
        if piece[0].isalnum():
            piece = piece.rstrip("'")
            end = start + len(piece)
            for part, lower, upper in _parts(piece, start, end, opened):
                add(part, lower, upper)
        elif _inside_name(piece, folded, start, end, found):
            continue
        elif piece in _HARD:
            before = 2
            if found and not found[-1].ends_with:
                found[-1] = _ended(found[-1], piece)
        elif piece == "/" or piece in "+&%" or piece == '"':
            if piece in "+&":
                add("and", start, end)
        elif before == 0:
            before = 1
    return tuple(found)


def _ended(word: Word, mark: str) -> Word:
    return Word(word.text, word.start, word.end, word.lemmas, word.break_before, mark)


def _inside_name(mark: str, folded: str, start: int, end: int, found: list[Word]) -> bool:
    """True for the full stop of "Node.js", "e.g." and "vs."."""
    if mark != ".":
        return False
    if end < len(folded) and folded[end].isalnum():
        return True
    tail = folded[max(0, start - 3) : start]
    return bool(found) and any(tail.endswith(a) for a in _ABBREVIATIONS - {"no", "etc"})


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
