"""Question to passages: what fits, and how well.

    score = dense + LEXICAL_WEIGHT * lexical + ALIKE_WEIGHT * alike      (higher is better)

``dense``    mean of two cosines, -1 to 1: with the passage's own text, and with its best sentence
``lexical``  BM25 over the sum of the question's idf, 0 to 1; words that no passage has count as
             the rarest, so that a question about something else scores low
``alike``    the share of the question's idf for which the passage has no word but one that says
             nearly the same (``dialogue/synonyms.yaml``), 0 to 1; for the best ``REREAD`` only

All are absolute, so that scores compare across questions and a threshold transfers; fusion by
rank or by the spread within one question does not (and lost on short questions). Measured on the
public collections, MRR@10: squad .91, doc2dial .64; dense alone .75 and .47, BM25 alone .87 and
.54 (tests/benchmarks/retrieval.py). Chroma and BM25 each nominate candidates; their scores are then computed exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.types import Passage
from assistant.dialogue.synonyms import synonyms
from assistant.index.lexical import stems, terms
from assistant.index.types import Encoder, Scored, Vector
from assistant.index.wording import context_text, sentence_text

if TYPE_CHECKING:
    from assistant.index.generation import Generation
    from assistant.index.lexical import LexicalScores

LEXICAL_WEIGHT = 1.25
SENTENCE_LEXICAL_WEIGHT = 0.7
ALIKE_WEIGHT, SENTENCE_ALIKE_WEIGHT = 0.2, 0.4
REREAD = 30
CANDIDATES = 60
CONTEXT_TURNS = 4

_NONE = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Share:
    """What the dialogue adds to a score.

    ``context`` is the share of the question together with what was said before; the rest is the
    question's alone. ``document`` weighs how well the passage's document fits what was said
    before, since people stay with a document for several questions.
    """

    context: float = 0.0
    document: float = 0.0


LEANING = Share(0.5, 0.3)
STANDING = Share(0.3, 0.15)
"""For a question that could stand on its own; it may have left the subject."""


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


def retrieve(  # noqa: PLR0913 - what is searched, with what, for what, and the dialogue
    generation: Generation,
    encoder: Encoder,
    question: str,
    limit: int,
    before: Sequence[str] = (),
    *,
    leans: bool = True,
) -> tuple[Scored, ...]:
    """Up to ``limit`` passages, best first, ties by name.

    ``before`` is what was said before, most recent first. With it every score is the weighted
    mean of the question's own and of the question followed by that; and a passage gains by what
    its document holds about that (see ``Share``). ``leans`` says that the question needs it.
    """
    queries = [(1.0, prepare(question, generation, encoder))]
    share = Share()
    if said := " ".join(before[:CONTEXT_TURNS]):
        share = LEANING if leans else STANDING
        both = prepare(f"{question} {said}", generation, encoder)
        queries = [(1 - share.context, queries[0][1]), (share.context, both)]
    positions = sorted({p for _, q in queries for p in nominate(generation, q)})
    if not positions:
        return ()
    fit = fits(generation, queries, positions)
    total = fit.score
    if share.document:
        earlier = prepare(said, generation, encoder)
        total = total + np.float32(share.document) * _documents(generation, earlier, positions)
    best = np.argsort(-total, kind="stable")[: max(REREAD, limit)]
    passages = {i: generation.passage(positions[i]) for i in best}
    idf = queries[0][1].idf
    for i in best:
        text = context_text(generation.title(passages[i].document), passages[i])
        total[i] += np.float32(ALIKE_WEIGHT * alike(idf, text))
    order = sorted(best.tolist(), key=lambda i: (-float(total[i]), passages[i].name))
    return tuple(
        Scored(
            passage=passages[i],
            score=float(total[i]),
            dense=float(fit.dense[i]),
            lexical=float(fit.lexical[i]),
            similarity=float(fit.best[i]),
            sentences=_sentence_scores(passages[i], fit.sentences[i], queries),
        )
        for i in order[:limit]
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """How well the passages at some positions fit, in their order: see the module.

    ``best`` is the cosine of the best sentence, ``sentences`` those of all, passage by passage.
    """

    dense: NDArray[np.float32]
    lexical: NDArray[np.float32]
    best: NDArray[np.float32]
    sentences: Sequence[NDArray[np.float32]]

    @property
    def score(self) -> NDArray[np.float32]:
        """The fused scores."""
        fused: NDArray[np.float32] = self.dense + np.float32(LEXICAL_WEIGHT) * self.lexical
        return fused


def fits(
    generation: Generation, queries: Sequence[tuple[float, Query]], positions: Sequence[int]
) -> Fit:
    """The weighted mean over the queries of how well the passages fit them."""
    vector = _sum((w, q.vector) for w, q in queries)  # a mean of cosines is that of one vector
    cosines, counts = generation.sentence_cosines(vector, positions)
    ends = np.cumsum(counts)
    best = np.full(len(positions), -1.0, dtype=np.float32)
    there = counts > 0
    best[there] = np.maximum.reduceat(cosines, (ends - counts)[there]) if there.any() else 0
    whole = generation.cosines(vector, positions, "bare")
    lexical = _sum((w, lexical_scores(q.lexical, positions)) for w, q in queries)
    dense: NDArray[np.float32] = (whole + best) / np.float32(2)
    sentences = [cosines[end - n : end] for end, n in zip(ends, counts, strict=True)]
    return Fit(dense, lexical, best, sentences)


def _documents(
    generation: Generation, earlier: Query, positions: Sequence[int]
) -> NDArray[np.float32]:
    """How well each position's document fits what was said before, 0 and up.

    That is how far the best of its passages stands above the least of those nominated.
    """
    nominated = sorted(nominate(generation, earlier))
    fit = fits(generation, [(1.0, earlier)], nominated)
    least = float(fit.score.min(initial=0.0))
    best: dict[str, float] = {}
    for position, score in zip(nominated, fit.score, strict=True):
        name = generation.passage(position).document
        best[name] = max(best.get(name, 0.0), float(score) - least)
    names = (generation.passage(p).document for p in positions)
    return np.array([best.get(name, 0.0) for name in names], dtype=np.float32)


def nominate(generation: Generation, query: Query) -> set[int]:
    """The positions that Chroma or BM25 put among their first ``CANDIDATES``."""
    nearest = generation.nearest(query.vector, CANDIDATES)
    return {p for p, _ in nearest} | {p for p, _ in query.lexical.top(CANDIDATES)}


def _sum(weighted: Iterable[tuple[float, NDArray[np.float32]]]) -> NDArray[np.float32]:
    """The weighted sum of arrays of one shape."""
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
    """Cosine plus the share of the question's idf that the sentence's words cover, or almost."""
    scores = []
    for cosine, sentence in zip(cosines, passage.sentences, strict=True):
        text = sentence_text(passage, sentence)
        literal = sum(w * covered(q.idf, text) for w, q in queries)
        nearly = alike(queries[0][1].idf, text)
        scores.append(
            float(cosine) + SENTENCE_LEXICAL_WEIGHT * literal + SENTENCE_ALIKE_WEIGHT * nearly
        )
    return tuple(scores)


def covered(idf: dict[str, float], text: str) -> float:
    """The share of the terms' summed idf that the text's terms make up, 0 to 1."""
    total = sum(idf.values())
    return sum(idf[t] for t in idf.keys() & stems(text)) / total if total else 0.0


def alike(idf: dict[str, float], text: str) -> float:
    """The share of the terms' summed idf that other terms of the text nearly say, 0 to 1."""
    there, families, total = stems(text), synonyms(stems), sum(idf.values())
    said = (w for t, w in idf.items() if t not in there and families.get(t, _NONE) & there)
    return sum(said) / total if total else 0.0
