"""A finished generation of the index, opened for reading."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.types import Passage
from assistant.index.chroma import EXACT_COUNT, PassageCollection
from assistant.index.graph import Graph
from assistant.index.lexical import Lexical, LexicalScores
from assistant.index.manifest import MANIFEST, Manifest, plain_documents, read_manifest
from assistant.index.seals import check_seals
from assistant.index.starts import read_passage, starts_of
from assistant.index.store import hold
from assistant.index.texts import StoredDocument, StoredPassage, Texts
from assistant.index.types import Vector
from assistant.index.vectors import Which, cosines, open_vectors

MIN_GRAPH_RECALL = 0.99
"""Below this (below 1 in a small corpus) the graph is not trusted and vectors are scanned."""

_PASSAGES_KEPT = 4096
_DOCUMENTS_KEPT = 32
_TITLES_KEPT = 1024
_PLACES_KEPT = 65_536


class Generation:
    """One generation; safe to share between threads, never written to."""

    def __init__(self, folder: Path, notice: str = "", manifest_file: str = MANIFEST) -> None:
        self.manifest: Manifest = read_manifest(folder, manifest_file)
        self._notice = notice
        self._folder = folder
        check_seals(folder, self.manifest)
        m = self.manifest
        self._bare = open_vectors(folder, "bare", (m.passages, m.dimension))
        self._contextual = open_vectors(folder, "contextual", (m.passages, m.dimension))
        self._sentences = open_vectors(folder, "sentences", (m.sentences, m.dimension))
        self._lexical = Lexical(folder, m.passages)
        self._texts = Texts(folder, plain_documents(m))
        self._starts = lru_cache(maxsize=1)(partial(starts_of, folder, self._texts, m))
        passage = partial(read_passage, folder, self._texts, self._starts)
        self._kept = lru_cache(maxsize=_PASSAGES_KEPT)(passage)
        self._document = lru_cache(maxsize=_DOCUMENTS_KEPT)(self._texts.document)
        self._title = lru_cache(maxsize=_TITLES_KEPT)(self._texts.title)
        self._names = lru_cache(maxsize=1)(self._texts.documents)
        self._places: dict[str, int] = {}
        self._graph = Graph(folder, m.passages)
        self._hold = hold(folder)

    @property
    def notice(self) -> str:
        """For the user: that an older generation is served, or that Chroma fails; else empty."""
        return self._notice or self._graph.notice

    @property
    def name(self) -> str:
        """The generation's name."""
        return self.manifest.generation

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the corpus it was made from."""
        return self.manifest.fingerprint

    @property
    def count(self) -> int:
        """How many passages it has; positions are below that."""
        return self.manifest.passages

    def documents(self) -> tuple[str, ...]:
        """All documents' names, sorted."""
        return self._names()

    def document(self, name: str) -> StoredDocument | None:
        """The document of that name without its passages, or None."""
        return self._document(name)

    def title(self, document: str) -> str:
        """The document's title, empty for an unknown document; does not read its text."""
        return self._title(document)

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        """The document's passages in the order of the text; none for an unknown document."""
        found = self.document(document)
        if found is None:
            return ()
        return self.passages(range(found.first, found.first + found.passages))

    def rows_of(self, document: str) -> tuple[Passage, ...]:
        """The document's rows of tables in order, as ``passages_of``; nothing else is read."""
        found = self.document(document)
        if found is None:
            return ()
        return self.passages(self._texts.rows_in(found.first, found.first + found.passages))

    def passage(self, position: int) -> Passage:
        """The passage at that position. Raises ``IndexError`` when there is none."""
        return self._stored(position).passage

    def _stored(self, position: int) -> StoredPassage:
        return self._kept(position)

    def passages(self, positions: Sequence[int]) -> tuple[Passage, ...]:
        """The passages at those positions, in their order."""
        return tuple(self.passage(position) for position in positions)

    def documents_at(self, positions: Sequence[int]) -> list[str]:
        """The documents' names of the passages at those positions, which need not be read for it.

        ``IndexError`` where there is no such passage.
        """
        found = self._texts.documents_at(positions)
        if missing := set(positions) - found.keys():
            message = f"no passage at position {min(missing)}"
            raise IndexError(message)
        return [found[position] for position in positions]

    def having(self, terms: Iterable[str], positions: Sequence[int]) -> NDArray[np.bool_]:
        """Which of the passages have at least one of the terms, in title, headings or text."""
        return self._lexical.having(terms, positions)

    def position(self, name: str) -> int | None:
        """The position of the passage of that name, or None."""
        return self._positions((name,)).get(name)

    def _positions(self, names: Iterable[str]) -> dict[str, int]:
        """The position of each passage of those names that there is."""
        known = {name: self._places.get(name) for name in names}
        read = self._texts.positions(name for name, place in known.items() if place is None)
        if len(self._places) > _PLACES_KEPT:
            self._places = {}
        self._places.update(read)
        return read | {name: place for name, place in known.items() if place is not None}

    def nearest(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        """Up to ``k`` positions and contextual cosines, -1 to 1, best first, ties by position.

        Exact in a corpus of up to 5,000 passages; recall of 0.99 or more in a larger one. Where
        the check of the new index found the graph to miss more than that (many equal passages
        can tear it apart), or where it fails, all vectors are compared instead.
        """
        if k < 1:
            return []
        if not self.graph_is_good:
            return self.scan(vector, k)
        found = self._graph.nearest(vector, k)
        if found is None:
            return self.scan(vector, k)
        places = self._positions(name for name, _ in found)
        if len(places) < min(k, self.count):
            return self.scan(vector, k)
        scored = [(places[name], cosine) for name, cosine in found]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))

    @property
    def graph_is_good(self) -> bool:
        """Whether the vector graph was seen to find what it should, and has not failed since."""
        if self._graph.failed:
            return False
        least = 1.0 if self.count <= EXACT_COUNT else MIN_GRAPH_RECALL
        return self.manifest.graph_recall >= least

    def scan(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        """The same by comparing with every vector: exact, and in time with their number."""
        scores = cosines(self._contextual, vector)
        if not np.isfinite(scores).all():
            return []
        order = np.lexsort((np.arange(len(scores)), -scores))[: max(k, 0)]
        return [(int(position), float(scores[position])) for position in order]

    def cosines(
        self, vector: Vector, positions: Sequence[int], which: Which = "bare"
    ) -> NDArray[np.float32]:
        """The cosines with the passages at those positions, -1 to 1, in their order."""
        array = self._bare if which == "bare" else self._contextual
        return cosines(array[np.asarray(positions, dtype=np.intp)], vector)

    def sentence_cosines(
        self, vector: Vector, positions: Sequence[int]
    ) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
        """The cosines, -1 to 1, with the sentences of those passages, and how many each has."""
        at = np.asarray(positions, dtype=np.intp)
        first, counts = self._starts()[at], self._starts()[at + 1] - self._starts()[at]
        rows = np.arange(counts.sum()) + np.repeat(first - (np.cumsum(counts) - counts), counts)
        return cosines(self._sentences[rows], vector), counts

    def vectors(self, position: int) -> tuple[Vector, Vector]:
        """The passage's contextual vector, and those of its sentences, one a row, in order."""
        stored = self._stored(position)
        first = stored.first_sentence
        of_sentences = self._sentences[first : first + len(stored.passage.sentences)]
        return (
            np.array(self._contextual[position], dtype=np.float32),
            np.array(of_sentences, dtype=np.float32),
        )

    def lexical(self, question: str) -> LexicalScores:
        """How well each passage fits the question's words (BM25 over title, headings, text)."""
        return self._lexical.search(question)

    def idf(self, word: str) -> float:
        """How rare the word is, above 0; 0.0 for a stop word, the largest for an unknown one."""
        return self._lexical.idf(word)

    def known(self, word: str) -> bool:
        """Whether the word's stem is in some passage; true for stop words."""
        return self._lexical.known(word)

    def texts_integrity(self) -> str:
        """``ok``, or what SQLite finds wrong with the texts."""
        return self._texts.integrity()

    def collection(self) -> PassageCollection:
        """The Chroma collection, opened at the first call. Raises ``IndexDamaged`` and its kin."""
        return self._graph.collection()

    def open_graph(self) -> None:
        """None; Chroma is open, or ``notice`` says why not. Raises ``IndexDamaged``."""
        self._graph.open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """None; nothing can be read afterwards. Safe to call twice."""
        self._graph.close()
        if self._hold is not None:
            os.close(self._hold)
            self._hold = None
        self._texts.close()
