"""Question to passages: what fits, and how well.

    score = dense + LEXICAL_WEIGHT * lexical          (higher is better)

``dense``    mean of two cosines, -1 to 1: with the passage's own text, and with its best sentence
``lexical``  BM25 over the sum of the question's idf, 0 to 1; words that no passage has count as
             the rarest, so that a question about something else scores low

Both are absolute, so that scores compare across questions and a threshold transfers; fusion by
rank or by the spread within one question does not (and lost on short questions). Measured on the
public collections, MRR@10: squad .91, doc2dial .63; dense alone .75 and .52, BM25 alone .88 and
.53. Chroma and BM25 each nominate candidates; their scores are then computed exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.types import Passage
from assistant.index.lexical import terms
from assistant.index.types import Encoder, Scored, Vector
from assistant.index.wording import sentence_text

if TYPE_CHECKING:
    from assistant.index.generation import Generation
    from assistant.index.lexical import LexicalScores

LEXICAL_WEIGHT = 1.25
SENTENCE_LEXICAL_WEIGHT = 0.5
CANDIDATES = 100
CONTEXT_WEIGHT = 0.6
"""The share of the score with the dialogue in front; the rest is the last turn's alone."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for searching. ``idf`` weighs its different terms."""

    vector: Vector
    lexical: LexicalScores
    idf: dict[str, float]


def prepare(text: str, generation: Generation, encoder: Encoder) -> Query:
    """The question with its vector and its words' scores and weights."""
    idf = {term: generation.idf(term) for term in terms(text)}
    return Query(encoder.encode(text), generation.lexical(text), idf)


def retrieve(
    generation: Generation,
    encoder: Encoder,
    question: str,
    limit: int,
    context: str = "",
) -> tuple[Scored, ...]:
    """Up to ``limit`` passages, best first, ties by name.

    ``context`` is what was said before, most recent first; with it every score is the weighted
    mean of the question's own and of the question with the context.
    """
    queries = [(1.0, prepare(question, generation, encoder))]
    if context:
        with_context = prepare(f"{question} {context}", generation, encoder)
        queries = [(1 - CONTEXT_WEIGHT, queries[0][1]), (CONTEXT_WEIGHT, with_context)]
    positions = sorted({p for _, q in queries for p in nominate(generation, q)})
    if not positions:
        return ()
    cosines = [
        _mean((w, generation.sentence_cosines(q.vector, p)) for w, q in queries)
        for p in positions
    ]
    whole = _mean((w, generation.cosines(q.vector, positions, "bare")) for w, q in queries)
    best = np.array([c.max(initial=-1.0) for c in cosines], dtype=np.float32)
    dense = (whole + best) / 2
    lexical = _mean((w, lexical_scores(q.lexical, positions)) for w, q in queries)
    total = dense + LEXICAL_WEIGHT * lexical
    passages = generation.passages(positions)
    order = sorted(range(len(positions)), key=lambda i: (-float(total[i]), passages[i].name))
    return tuple(
        Scored(
            passage=passages[i],
            score=float(total[i]),
            dense=float(dense[i]),
            lexical=float(lexical[i]),
            similarity=float(best[i]),
            sentences=_sentence_scores(passages[i], cosines[i], queries),
        )
        for i in order[:limit]
    )


def nominate(generation: Generation, query: Query) -> set[int]:
    """The positions that Chroma or BM25 put among their first ``CANDIDATES``."""
    nearest = generation.nearest(query.vector, CANDIDATES)
    return {p for p, _ in nearest} | {p for p, _ in query.lexical.top(CANDIDATES)}


def _mean(weighted: Iterable[tuple[float, NDArray[np.float32]]]) -> NDArray[np.float32]:
    """The weighted sum of arrays of one shape; the weights add up to one."""
    total: NDArray[np.float32] = np.sum([np.float32(w) * a for w, a in weighted], axis=0)
    return total


def lexical_scores(scores: LexicalScores, positions: Sequence[int]) -> NDArray[np.float32]:
    """BM25 over the question's summed idf, 0 to 1; 0 where the question has no words."""
    if not scores.ceiling:
        return np.zeros(len(positions), dtype=np.float32)
    found: NDArray[np.float32] = scores.score(positions) / np.float32(scores.ceiling)
    return found


def _sentence_scores(
    passage: Passage, cosines: NDArray[np.float32], queries: Sequence[tuple[float, Query]]
) -> tuple[float, ...]:
    """Cosine plus the share of the question's idf that the sentence's words cover."""
    return tuple(
        float(cosine)
        + SENTENCE_LEXICAL_WEIGHT
        * sum(w * covered(q.idf, sentence_text(passage, sentence)) for w, q in queries)
        for cosine, sentence in zip(cosines, passage.sentences, strict=True)
    )


def covered(idf: dict[str, float], text: str) -> float:
    """The share of the terms' summed idf that the text's terms make up, 0 to 1."""
    total = sum(idf.values())
    there = idf.keys() & set(terms(text))
    return sum(idf[t] for t in there) / total if total else 0.0
