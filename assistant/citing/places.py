"""Where quoted words stand in the documents of today. Pure but for the library it is given."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Final, Protocol

from assistant.citing.cite import CitedDocument, QuotedText
from assistant.citing.words import CONTEXT_CHARS, folded, tolerant
from assistant.corpus.types import Passage, Sentence

SHORT_CHARS: Final = 25
"""Quotes below this (a table's cell) are trusted to be found only with what stood around them."""
CONTEXT_LEAST: Final = 6
MAX_PLACES: Final = 50
CANDIDATES: Final = 5
LIKE: Final = 0.5
"""Share of words in common, 0 to 1, from which a sentence counts as another wording of a quote."""
MAX_WORDS: Final = 400


class CitedText(QuotedText, Protocol):
    """A document of today, or one of former days."""

    @property
    def name(self) -> str:
        """Its name in the corpus."""
        ...


class CurrentText(CitedText, CitedDocument, Protocol):
    """A document of today."""


class Library(Protocol):
    """The documents of today and the former texts that were kept."""

    @property
    def fingerprint(self) -> str:
        """Of all documents of today."""
        ...

    def documents(self) -> Sequence[CurrentText]:
        """All documents of today."""
        ...

    def document(self, name: str) -> CurrentText | None:
        """The document of that name."""
        ...

    def passages_of(self, document: str) -> Sequence[Passage]:
        """Its passages in the order of the text."""
        ...

    def former(self, sha256: str) -> CitedText | None:
        """The former text whose SHA-256 begins so."""
        ...

    def formers(self) -> Iterable[CitedText]:
        """All former texts."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Words in a document of today."""

    document: CurrentText
    passage: Passage
    start: int
    end: int

    @property
    def words(self) -> str:
        """The words that stand there."""
        return self.document.text[self.start : self.end]


class Places:
    """Finds words in the documents of one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._passages = cache(library.passages_of)
        self._starts = cache(self._starts_of)
        self._words = cache(self._words_of)
        self._vocabulary = cache(self._vocabulary_of)

    def all(
        self, document: CurrentText, words: str, around: tuple[str, str] | None = None
    ) -> list[Place]:
        """Where the words stand within one passage of the document, best context first.

        ``around`` is what stood before and after them; without it every place counts.
        """
        # Whole words within the quote are words of the text, or it cannot be there: this spares
        # most of the search through documents that do not have it.
        if not self._vocabulary(document.name).issuperset(folded(words).split()[1:-1]):
            return []
        prefix, suffix = around or ("", "")
        places = [
            place for start, end in occurrences(document.text, words)
            if (place := self.at(document, start, end)) is not None
        ]
        scored = [(_context(place, prefix, suffix), place) for place in places]
        if around is not None and len(folded(words)) < SHORT_CHARS:
            scored = [(score, place) for score, place in scored if score >= CONTEXT_LEAST]
        return [place for _, place in sorted(scored, key=lambda pair: (-pair[0], pair[1].start))]

    def at(self, document: CurrentText, start: int, end: int) -> Place | None:
        """Those offsets as a place, where they lie within one passage."""
        passages = self._passages(document.name)
        at = bisect_right(self._starts(document.name), start) - 1
        if at < 0 or not passages[at].start <= start < end <= passages[at].end:
            return None
        return Place(document, passages[at], start, end)

    def elsewhere(self, words: str, but: str = "") -> Place | None:
        """Where another document has the words; short ones may stand anywhere and are not sought."""
        if len(folded(words)) < SHORT_CHARS:
            return None
        for document in self.library.documents():
            if document.name != but and (found := self.all(document, words)):
                return found[0]
        return None

    def counterpart(
        self, document: CurrentText, words: str, passage: str, around: tuple[str, str] = ("", "")
    ) -> Place | None:
        """What the document says in the words' stead; None where it is nothing.

        That is what stands between the same neighbours, else the sentence most like the words.
        """
        between = self._between(document, words, *around)
        if between is not None:
            return between
        passages = self._passages(document.name)
        sentences = [(p, s) for p in passages for s in p.sentences]
        wanted = frozenset(_tokens(words))
        scored = (
            ((p.name == passage) * 0.2 + _overlap(wanted, has), i)
            for i, ((p, _), has) in enumerate(zip(sentences, self._words(document.name), strict=True))
        )
        best = sorted((pair for pair in scored if pair[0] > LIKE / 2), key=lambda x: (-x[0], x[1]))
        likeness = [
            (_likeness(words, sentences[i][1].text) + (0.1 if sentences[i][0].name == passage else 0), -i)
            for _, i in best[:CANDIDATES]
        ]
        if not likeness or max(likeness)[0] < LIKE:
            return None
        found, sentence = sentences[-max(likeness)[1]]
        return Place(document, found, sentence.start, sentence.end)

    def _between(
        self, document: CurrentText, words: str, prefix: str, suffix: str
    ) -> Place | None:
        """What now stands between the prefix and the suffix, where both are long enough to tell."""
        if min(len(prefix.strip()), len(suffix.strip())) < CONTEXT_LEAST:
            return None
        limit = 2 * len(words) + 100
        for _, start in occurrences(document.text, prefix)[:CANDIDATES]:
            for end, _ in occurrences(document.text[start : start + limit + 200], suffix)[:1]:
                first, last = _trimmed(document.text, start, start + end)
                place = self.at(document, first, last) if last > first else None
                if place is not None and last - first <= limit:
                    return place
        return None

    def _starts_of(self, document: str) -> list[int]:
        return [passage.start for passage in self._passages(document)]

    def _vocabulary_of(self, document: str) -> frozenset[str]:
        found = self.library.document(document)
        return frozenset(folded(found.text).split()) if found is not None else frozenset()

    def _words_of(self, document: str) -> list[frozenset[str]]:
        sentences: Iterator[Sentence] = (s for p in self._passages(document) for s in p.sentences)
        return [frozenset(_tokens(sentence.text)) for sentence in sentences]


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """The offsets of the words in the text, letter by letter or, failing that, tolerantly."""
    if not words.strip():
        return []
    found: list[tuple[int, int]] = []
    at = text.find(words)
    while at >= 0 and len(found) < MAX_PLACES:
        found.append((at, at + len(words)))
        at = text.find(words, at + 1)
    if not found:
        for match in tolerant(words).finditer(text):
            found.append(match.span())
            if len(found) == MAX_PLACES:
                break
    return found


def _context(place: Place, prefix: str, suffix: str) -> int:
    """How many characters before and after the place are those of old."""
    text = place.document.text
    before = folded(text[max(0, place.start - CONTEXT_CHARS) : place.start])
    after = folded(text[place.end : place.end + CONTEXT_CHARS])
    return _common(before[::-1], folded(prefix)[::-1]) + _common(after, folded(suffix))


def _common(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _tokens(text: str) -> list[str]:
    return folded(text).casefold().split()


def _overlap(wanted: frozenset[str], has: frozenset[str]) -> float:
    return len(wanted & has) / max(len(wanted), len(has), 1)


def _likeness(a: str, b: str) -> float:
    first, second = _tokens(a)[:MAX_WORDS], _tokens(b)[:MAX_WORDS]
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
