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
.54 (tests/benchmarks/retrieval.py). Chroma and BM25 each nominate candidates; their scores are
then computed exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.types import Passage
from assistant.dialogue.synonyms import synonyms
from assistant.index.lexical import stems
from assistant.index.query import Query, prepare
from assistant.index.types import Encoder, Scored
from assistant.index.wording import sentence_text

if TYPE_CHECKING:
    from assistant.index.generation import Generation

LEXICAL_WEIGHT = 1.25
SENTENCE_LEXICAL_WEIGHT = 0.7
ALIKE_WEIGHT, SENTENCE_ALIKE_WEIGHT = 0.2, 0.4
REREAD = 30
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


def retrieve(  # noqa: PLR0913 - what is searched, with what, for what, and the dialogue
    generation: Generation,
    encoder: Encoder,
    question: str,
    limit: int,
    before: Sequence[str] = (),
    *,
    leans: bool = True,
) -> tuple[Scored, ...]:
    """The passages of ``ranked``, all read."""
    return tuple(ranked(generation, encoder, question, limit, before, leans=leans))


def ranked(  # noqa: PLR0913 - as above
    generation: Generation,
    encoder: Encoder,
    question: str,
    limit: int,
    before: Sequence[str] = (),
    *,
    leans: bool = True,
) -> Iterator[Scored]:
    """Up to ``limit`` passages, best first, ties by position.

    Each is read when it comes to it, and not before. ``before`` is what was said before, most
    recent first. With it every score is the weighted mean of the question's own and of the
    question followed by that; and a passage gains by what its document holds about that (see
    ``Share``). ``leans`` says that the question needs it.
    """
    queries = [(1.0, prepare(generation, encoder, question))]
    share = Share()
    if said := " ".join(before[:CONTEXT_TURNS]):
        share = LEANING if leans else STANDING
        both = prepare(generation, encoder, f"{question} {said}")
        queries = [(1 - share.context, queries[0][1]), (share.context, both)]
    positions = sorted(frozenset[int]().union(*(q.nominated for _, q in queries)))
    if not positions:
        return
    fit = fits(generation, queries, positions)
    total = fit.score
    if share.document:
        earlier = prepare(generation, encoder, said)
        total = total + np.float32(share.document) * _documents(generation, earlier, positions)
    best = np.argsort(-total, kind="stable")[: max(REREAD, limit)]
    nearly = _alike(generation, queries[0][1].idf, [positions[i] for i in best])
    total = total[best] + np.float32(ALIKE_WEIGHT) * nearly
    for score, i in sorted(zip(-total, best, strict=True))[:limit]:
        passage = generation.passage(positions[i])
        yield Scored(
            passage=passage,
            score=-float(score),
            dense=float(fit.dense[i]),
            lexical=float(fit.lexical[i]),
            similarity=float(fit.best[i]),
            sentences=_sentence_scores(passage, fit.sentences[i], queries),
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
    lexical = _sum((w, q.lexical_share(positions)) for w, q in queries)
    dense: NDArray[np.float32] = (whole + best) / np.float32(2)
    sentences = [cosines[end - n : end] for end, n in zip(ends, counts, strict=True)]
    return Fit(dense, lexical, best, sentences)


def _documents(
    generation: Generation, earlier: Query, positions: Sequence[int]
) -> NDArray[np.float32]:
    """How well each position's document fits what was said before, 0 and up.

    That is how far the best of its passages stands above the least of those nominated.
    """
    nominated = sorted(earlier.nominated)
    fit = fits(generation, [(1.0, earlier)], nominated)
    least = float(fit.score.min(initial=0.0))
    best: dict[str, float] = {}
    for name, score in zip(generation.documents_at(nominated), fit.score, strict=True):
        best[name] = max(best.get(name, 0.0), float(score) - least)
    names = generation.documents_at(positions)
    return np.array([best.get(name, 0.0) for name in names], dtype=np.float32)


def _sum(weighted: Iterable[tuple[float, NDArray[np.float32]]]) -> NDArray[np.float32]:
    """The weighted sum of arrays of one shape."""
    total: NDArray[np.float32] = np.sum([np.float32(w) * a for w, a in weighted], axis=0)
    return total


def _alike(
    generation: Generation, idf: Mapping[str, float], positions: Sequence[int]
) -> NDArray[np.float32]:
    """``alike`` with each of those passages, which are not read for it."""
    families, said = synonyms(stems), np.zeros(len(positions), dtype=np.float32)
    for term, weight in idf.items():
        if others := families.get(term, _NONE) - {term}:
            there = generation.having((term,), positions)
            said += np.float32(weight) * (generation.having(others, positions) & ~there)
    return said / np.float32(sum(idf.values()) or 1.0)


def _sentence_scores(
    passage: Passage, cosines: NDArray[np.float32], queries: Sequence[tuple[float, Query]]
) -> tuple[float, ...]:
    """Cosine plus the share of the question's idf that the sentence's words cover, or almost."""
    scores = []
    for cosine, sentence in zip(cosines, passage.sentences, strict=True):
        there = stems(sentence_text(passage, sentence))
        literal = sum(w * covered(q.idf, there) for w, q in queries)
        nearly = alike(queries[0][1].idf, there)
        scores.append(
            float(cosine) + SENTENCE_LEXICAL_WEIGHT * literal + SENTENCE_ALIKE_WEIGHT * nearly
        )
    return tuple(scores)


def covered(idf: Mapping[str, float], there: frozenset[str]) -> float:
    """The share of the terms' summed idf that those make up that are there, 0 to 1."""
    return sum(w for t, w in idf.items() if t in there) / (sum(idf.values()) or 1.0)


def alike(idf: Mapping[str, float], there: frozenset[str]) -> float:
    """The share of the terms' summed idf that other terms, which are there, nearly say, 0 to 1."""
    families = synonyms(stems)
    said = sum(
        w for t, w in idf.items() if t not in there and not families.get(t, _NONE).isdisjoint(there)
    )
    return said / (sum(idf.values()) or 1.0)
