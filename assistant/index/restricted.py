"""A generation as somebody sees who may not see all of its documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.errors import NotAllowed
from assistant.index.chroma import PassageCollection
from assistant.index.generation import Generation
from assistant.index.lexical import LexicalScores
from assistant.index.texts import StoredDocument, StoredPassage
from assistant.index.types import Vector
from assistant.index.vectors import cosines


class Restricted(Generation):
    """The documents that are not hidden, and nothing that tells of the others.

    It reads what the whole generation has open, and must not outlive it. Every way to a passage
    goes through its position, and hidden positions raise ``IndexError`` like those beyond the end.
    """

    def __init__(self, whole: Generation, hides: Callable[[str], bool]) -> None:
        self.__dict__.update(whole.__dict__)
        self._whole = whole
        names = whole.documents()
        self._shown = tuple(name for name in names if not hides(name))
        self._hidden = frozenset(names) - frozenset(self._shown)
        self._seen = np.ones(whole.count, dtype=bool)
        for name in self._hidden:
            if (document := whole.document(name)) is not None:
                self._seen[document.first : document.first + document.passages] = False
        self.manifest = replace(
            whole.manifest,
            documents=len(self._shown),
            files=tuple(f for f in whole.manifest.files if not hides(f.document or f.file)),
        )

    def documents(self) -> tuple[str, ...]:
        """The names of all documents that may be seen, sorted."""
        return self._shown

    def document(self, name: str) -> StoredDocument | None:
        """The document of that name, or None; also for a hidden one."""
        return None if name in self._hidden else self._whole.document(name)

    def title(self, document: str) -> str:
        """The document's title, empty for an unknown or hidden one."""
        return "" if document in self._hidden else self._whole.title(document)

    def position(self, name: str) -> int | None:
        """The position of the passage of that name, or None; also for a hidden one."""
        found = self._whole.position(name)
        return found if found is not None and self._seen[found] else None

    def nearest(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        """The same as ``scan``: what the graph finds might all be hidden."""
        return self.scan(vector, k)

    def scan(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        """Up to ``k`` positions that may be seen and their contextual cosines, best first."""
        scores = cosines(self._contextual, vector)
        if not np.isfinite(scores).all():
            return []
        seen = np.flatnonzero(self._seen)
        order = seen[np.lexsort((seen, -scores[seen]))][: max(k, 0)]
        return [(int(position), float(scores[position])) for position in order]

    def vectors(self, position: int) -> tuple[Vector, Vector]:
        """The passage's vectors. Raises ``IndexError`` for a hidden one."""
        self._check(position)
        return super().vectors(position)

    def sentence_cosines(
        self, vector: Vector, positions: Sequence[int]
    ) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
        """The cosines with the passages' sentences. ``IndexError`` for a hidden passage."""
        self._check(*positions)
        return super().sentence_cosines(vector, positions)

    def cosines(
        self, vector: Vector, positions: Sequence[int], which: str = "bare"
    ) -> NDArray[np.float32]:
        """The cosines with the passages at those positions. ``IndexError`` for a hidden one."""
        self._check(*positions)
        return self._whole.cosines(vector, positions, which)  # type: ignore[arg-type]

    def documents_at(self, positions: Sequence[int]) -> list[str]:
        """The documents' names of those passages. ``IndexError`` for a hidden one."""
        self._check(*positions)
        return super().documents_at(positions)

    def having(self, terms: Iterable[str], positions: Sequence[int]) -> NDArray[np.bool_]:
        """Which of the passages have one of the terms. ``IndexError`` for a hidden one."""
        self._check(*positions)
        return super().having(terms, positions)

    def lexical(self, question: str) -> LexicalScores:
        """How well each passage that may be seen fits the question's words; 0 for the others."""
        return self._whole.lexical(question).only(self._seen)

    def idf(self, word: str) -> float:
        """How rare the word is; one that only hidden passages have is as rare as an unknown one."""
        return self._lexical.idf(word, self._seen)

    def known(self, word: str) -> bool:
        """Whether the word's stem is in some passage that may be seen."""
        return self._lexical.known(word, self._seen)

    def collection(self) -> PassageCollection:
        """Never: Chroma knows nothing of who may see what. Raises ``NotAllowed``."""
        message = "Chroma's collection holds documents that are not everybody's. Search here."
        raise NotAllowed(message)

    def close(self) -> None:
        """None; what is open belongs to the whole generation."""

    def _stored(self, position: int) -> StoredPassage:
        self._check(position)
        return self._whole._stored(position)  # noqa: SLF001  (the same passages, and their cache)

    def _check(self, *positions: int) -> None:
        for position in positions:
            if not self._seen[position]:
                message = f"no passage at position {position}"
                raise IndexError(message)
