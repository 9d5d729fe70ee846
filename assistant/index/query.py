"""A question made ready for searching: all that is looked up for it before passages are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.index.lexical import terms
from assistant.index.types import Encoder, Vector

if TYPE_CHECKING:
    from assistant.index.generation import Generation
    from assistant.index.lexical import LexicalScores

CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Query:
    """``idf`` weighs the question's different terms.

    ``nominated`` are the positions that Chroma or BM25 put among their first ``CANDIDATES``.
    """

    vector: Vector
    lexical: LexicalScores
    idf: dict[str, float]
    nominated: frozenset[int]

    def lexical_share(self, positions: Sequence[int]) -> NDArray[np.float32]:
        """BM25 over the question's summed idf, 0 to 1; 0 where the question has no words."""
        if not self.lexical.ceiling:
            return np.zeros(len(positions), dtype=np.float32)
        found: NDArray[np.float32] = self.lexical.score(positions)
        return found / np.float32(self.lexical.ceiling)


def prepare(generation: Generation, encoder: Encoder, text: str) -> Query:
    """The question, looked up."""
    vector, lexical = encoder.encode(text), generation.lexical(text)
    nominated = {p for p, _ in generation.nearest(vector, CANDIDATES)}
    nominated.update(p for p, _ in lexical.top(CANDIDATES))
    idf = {term: generation.idf(term) for term in terms(text)}
    return Query(vector, lexical, idf, frozenset(nominated))
