"""BM25 over stemmed words: built by bm25s, read back here from its files.

Importing bm25s takes 0.7 s (scipy, and numba where it is installed), which a question need not
pay: its saved index holds each term's finished scores, and a search only adds them up. A test
holds this reading to bm25s's own.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import Stemmer
from numpy.typing import NDArray

from assistant.errors import IndexDamaged

BM25 = "bm25"

# fmt: off
STOP_WORDS = frozenset((
    "a", "about", "am", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could",
    "did", "do", "does", "for", "from", "had", "has", "have", "he", "her", "his", "how", "if", "in",
    "into", "is", "it", "its", "me", "my", "no", "not", "of", "on", "or", "our", "she", "should",
    "so", "such", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "to", "us", "was", "we", "were", "what", "when", "where", "which", "who", "whom", "whose",
    "why", "will", "with", "would", "you", "your",
))
# fmt: on
"""bm25s's English list, which is Lucene's, and the other words that questions are put with.

Without the latter, squad's MRR@10 is .02 lower and doc2dial's .03.
"""

K1, B = 1.2, 0.75

_WORD = re.compile(r"\w\w+|\d")
_ABBREVIATIONS = re.compile(r"\b([A-Z]{2,12})s\b")
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_MAX_TERM_CHARS = 64


def terms(text: str) -> list[str]:
    """The stems of the text's words in order, without stop words and single letters.

    Accents are dropped, and the plural of an abbreviation (CVs) is taken for its singular.
    """
    plain = _ABBREVIATIONS.sub(r"\1", text)
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFD", plain))
    words = (word[:_MAX_TERM_CHARS] for word in _WORD.findall(plain.lower()))
    return [_stem(word) for word in words if word not in STOP_WORDS]


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """The text's different terms."""
    return frozenset(terms(text))


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    # A stemmer keeps a buffer and must not be shared between threads; making one costs 10 µs.
    return str(Stemmer.Stemmer("english", 0).stemWord(word))


def build_lexical(folder: Path, texts: Iterable[str]) -> None:
    """None; the index over ``texts``, by position, is in ``folder/bm25``."""
    import bm25s

    vocabulary: dict[str, int] = {}
    ids = [
        np.array([vocabulary.setdefault(t, len(vocabulary)) for t in terms(text)], dtype=np.int32)
        for text in texts
    ]
    vocabulary.setdefault("", len(vocabulary))
    index = bm25s.BM25(method="lucene", k1=K1, b=B, backend="numpy")
    with np.errstate(invalid="ignore"):  # a mean length of 0, where no text has a word
        index.index((ids, vocabulary), create_empty_token=False, show_progress=False)
    index.save(folder / BM25, show_progress=False)


class Lexical:
    """A BM25 index (Lucene's variant); safe to share between threads."""

    def __init__(self, folder: Path, count: int) -> None:
        place = folder / BM25
        try:
            self._scores = np.load(place / "data.csc.index.npy", mmap_mode="r")
            self._positions = np.load(place / "indices.csc.index.npy", mmap_mode="r")
            self._starts = np.load(place / "indptr.csc.index.npy")
            self._terms: dict[str, int] = json.loads((place / "vocab.index.json").read_bytes())
            entries = int(self._starts[-1])
            whole = len(self._scores) == len(self._positions) == entries
            whole = whole and len(self._starts) == len(self._terms) + 1
        except (OSError, ValueError, IndexError, SyntaxError) as error:
            message = f"The word index of {folder.name} is damaged ({error}). Run: python ingest.py"
            raise IndexDamaged(message) from error
        if not whole:
            message = f"The word index of {folder.name} is not whole. Run: python ingest.py"
            raise IndexDamaged(message)
        self._count = count
        self._terms.pop("", None)
        frequencies = np.diff(self._starts)
        rarest = int(frequencies[frequencies > 0].min(initial=count or 1))
        self._largest_idf = self._idf_of(rarest)

    def search(self, question: str) -> LexicalScores:
        """How well each passage fits the question's words."""
        asked = list(dict.fromkeys(terms(question)))
        scores = np.zeros(self._count, dtype=np.float32)
        for term in asked:
            if (row := self._terms.get(term)) is not None:
                entries = slice(self._starts[row], self._starts[row + 1])
                scores[self._positions[entries]] += self._scores[entries]
        return LexicalScores(scores, sum(map(self._idf, asked)))

    def idf(self, word: str, seen: NDArray[np.bool_] | None = None) -> float:
        """The largest idf of the word's terms, above 0; 0.0 for a stop word.

        A word that no passage has counts as the rarest that one has; so does one that is in none
        of the passages ``seen``.
        """
        found = terms(word)
        if seen is not None and not all(self._has(term, seen) for term in found):
            return self._largest_idf
        return max(map(self._idf, found), default=0.0)

    def known(self, word: str, seen: NDArray[np.bool_] | None = None) -> bool:
        """Whether all terms of the word are in some passage (``seen``); true for stop words."""
        return all(self._has(term, seen) for term in terms(word))

    def having(self, found: Iterable[str], positions: Sequence[int]) -> NDArray[np.bool_]:
        """Which of the passages at those positions have at least one of those terms."""
        asked = np.asarray(positions, dtype=np.int32)
        there = np.zeros(len(asked), dtype=bool)
        for row in (self._terms[term] for term in found if term in self._terms):
            entries = self._positions[self._starts[row] : self._starts[row + 1]]  # in their order
            there |= entries[np.searchsorted(entries[:-1], asked)] == asked
        return there

    def _has(self, term: str, seen: NDArray[np.bool_] | None) -> bool:
        row = self._terms.get(term)
        if row is None or seen is None:
            return row is not None
        return bool(seen[self._positions[self._starts[row] : self._starts[row + 1]]].any())

    def _idf(self, term: str) -> float:
        row = self._terms.get(term)
        if row is None:
            return self._largest_idf
        return self._idf_of(int(self._starts[row + 1] - self._starts[row]))

    def _idf_of(self, passages: int) -> float:
        return math.log1p((self._count - passages + 0.5) / (passages + 0.5))


class LexicalScores:
    """The BM25 scores of one question, 0 and up, below ``ceiling``.

    ``ceiling`` is the sum of the idf of the question's different terms, 0.0 when it has none.
    """

    def __init__(self, scores: NDArray[np.float32], ceiling: float) -> None:
        self._scores = scores
        self.ceiling = ceiling

    def only(self, seen: NDArray[np.bool_]) -> LexicalScores:
        """The same scores at the positions that are ``seen``, 0 at the others."""
        return LexicalScores(np.where(seen, self._scores, np.float32(0)), self.ceiling)

    def top(self, k: int) -> list[tuple[int, float]]:
        """Up to ``k`` positions with a score above 0, best first, ties by position."""
        found = np.flatnonzero(self._scores > 0)
        if len(found) > k:
            least = np.partition(self._scores[found], len(found) - k)[len(found) - k]
            found = found[self._scores[found] >= least]
        order = found[np.lexsort((found, -self._scores[found]))][:k]
        return [(int(p), float(self._scores[p])) for p in order]

    def score(self, positions: Sequence[int]) -> NDArray[np.float32]:
        """The scores at those positions, in their order."""
        return self._scores[np.asarray(positions, dtype=np.intp)]
