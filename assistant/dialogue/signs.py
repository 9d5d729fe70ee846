"""The signs by which it is judged whether the evidence answers the question.

They are explained, and weighed, in ``grounding.yaml``. Only for words that the evidence lacks is
anything encoded, and that last.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.corpus.types import Passage, Sentence
from assistant.dialogue.content import (
    Asked,
    Words,
    content_words,
    covered,
    judgement,
    negative,
    share,
)
from assistant.dialogue.lacking import CLOSE, of_none
from assistant.dialogue.question import Question
from assistant.dialogue.statement import Found
from assistant.dialogue.synonyms import synonyms
from assistant.dialogue.wanted import MARKS, names_in, wanted

__all__ = ["READ", "Signs", "signs"]

READ = 5
"""So many passages, from the best, are read for an answer."""
NEAR_SCORE_WEIGHT = 0.4
"""What a sentence's score counts beside its share of the words, in telling the nearest."""
NEAREST = 3
ABOUT = 0.6
"""A sentence with that share of the words is about what is asked."""
_COMPOUND = re.compile(r"[\w-]+")  # what is done in-house is not about a house


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer and against; each is explained in ``grounding.yaml``."""

    similarity: float
    foreign: float
    unspoken: float
    unnamed: float
    uncounted: float
    unheard: float
    unpriced: float
    unranked: float

    @property
    def probability(self) -> float:
        """How likely the evidence answers, 0 to 1, on the questions it was fitted on."""
        judged = judgement()
        odds = judged.intercept + sum(
            weight * getattr(self, sign) for sign, weight in judged.weights
        )
        return 1 / (1 + math.exp(-odds))


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence with its heading, and the shares of the question that it covers."""

    text: str
    context: str
    stems: frozenset[str]
    nearly: float
    exactly: float
    score: float

    @property
    def near(self) -> float:
        return self.nearly + NEAR_SCORE_WEIGHT * self.score


def signs(
    question: Question,
    found: Sequence[Found],
    context: Mapping[str, str],
    words: Words,
    least: float = 0.0,
) -> Signs:
    """The signs that the passages found, which are one or more, answer the question.

    Looking at foreign words, each of which is encoded, ends where the probability is below
    ``least``: more of them could only lower it.
    """
    read = found[:READ]
    near = [f for f in read if not of_none(question, f.passage)] or list(read)
    asked = content_words(question.text)
    about = [a for a in asked if a.word.lower() not in judgement().kinds]
    best = _best(asked, near, context, words)
    there = words.stems(context[best.passage.name])
    somewhere = there.union(*(words.stems(context[f.passage.name]) for f in near))
    similarity = max(f.similarity for f in read)
    wants = wanted(question.text)
    figure = not wants.name and _asks_figure(question)
    looked = figure or wants.name or wants.price or wants.event or wants.ranks
    said = sorted(_sentences(about, near, words), key=lambda s: -s.near) if looked else []
    turned = question.negative and not negative(_best_sentence(best))

    lacking = [a for a in about if not covered(a.word, there, words)]
    seen = Signs(
        similarity=min(similarity, CLOSE) if turned else similarity,
        foreign=0.0,
        unspoken=_unspoken(asked, near, context, somewhere, words),
        unnamed=_unnamed(question, said) if wants.name else 0.0,
        uncounted=_uncounted(question, said) if figure else 0.0,
        unheard=float(
            wants.event
            and not any(judgement().event.search(s.context) for s in said[:NEAREST])
        ),
        unpriced=float(
            wants.price
            and not any(judgement().price.search(s.context) and s.nearly >= ABOUT for s in said)
        ),
        unranked=float(
            sum(
                not any(covered(form, stems, words) for form in _positive(word))
                for word in wants.ranks
                for stems in (somewhere, said[0].stems if said else frozenset[str]())
            )
        ),
    )
    for a in lacking:
        if seen.probability < least:
            break
        taken = words.without(question.text, a.start, a.end)
        seen = replace(seen, foreign=seen.foreign + max(0.0, taken.turn + taken.nearer))
    return seen


def _sentences(about: Sequence[Asked], near: Sequence[Found], words: Words) -> Iterable[_Said]:
    idf = [words.idf(a.word) for a in about]
    whole = sum(idf) or 1.0
    for found in near:
        for sentence, score in zip(found.passage.sentences, found.sentences, strict=True):
            context = _context(found.passage, sentence)
            stems = words.stems(context)
            nearly = exactly = 0.0
            for a, weight in zip(about, idf, strict=True):
                if words.stems(a.word) <= stems:
                    exactly += weight
                    nearly += weight
                elif covered(a.word, stems, words):
                    nearly += weight
            yield _Said(sentence.text, context, stems, nearly / whole, exactly / whole, score)


def _context(passage: Passage, sentence: Sentence) -> str:
    """The sentence with its innermost heading, label and what leads in to its list or table."""
    lead = "" if passage.kind == "paragraph" else passage.lead
    return " ".join((*passage.headings[-1:], lead, sentence.label, sentence.text))


def _gap(said: Iterable[_Said]) -> float:
    """How much of the question the best of the sentences lacks, 0 to 1; 1 where there is none."""
    return 1 - max(((s.nearly + s.exactly) / 2 for s in said), default=0.0)


def _asks_figure(question: Question) -> bool:
    return bool(question.units or question.counted or question.form == "figure")


def _unnamed(question: Question, said: Sequence[_Said]) -> float:
    lowered = question.text.lower()
    return _gap(s for s in said if names_in(s.text, lowered))


def _uncounted(question: Question, said: Sequence[_Said]) -> float:
    """The gap to a figure; a number of the question's own is none."""
    own = {word.strip(MARKS) for word in question.text.lower().split()}

    def counts(text: str) -> bool:
        if question.units:
            return question.figure_in(text)
        said_words = (word.strip(MARKS) for word in text.lower().split())
        return any(word not in own and question.number_in(word) for word in said_words)

    return _gap(s for s in said if counts(s.text))


def _positive(word: str) -> tuple[str, ...]:
    """The word that ranks with what it may be the superlative of: easiest, easy."""
    if not word.endswith("est"):
        return (word,)
    bare = word.removesuffix("est")
    single = bare[:-1] if bare[-2:-1] == bare[-1:] else bare  # biggest, big
    return (word, bare, single, f"{bare}e", f"{bare.removesuffix('i')}y")


def _unspoken(
    asked: Sequence[Asked],
    near: Sequence[Found],
    context: Mapping[str, str],
    somewhere: frozenset[str],
    words: Words,
) -> float:
    matters = [a.word for a in asked if a.word.lower() in judgement().attributes]
    said = " ".join(context[f.passage.name] for f in near).lower()
    apart = said.replace("-", " ")

    def spoken(word: str) -> bool:
        if "-" in word:  # its parts may be spoken of apart, in quite another sense
            return word.lower().replace("-", " ") in apart
        own = words.stems(word)
        others = frozenset[str]().union(*(synonyms(words.stems).get(s, own) for s in own)) - own
        begins = word.lower()[: max(4, len(word) - 2)]  # accounting is not of accountability
        return bool(others & somewhere) or any(
            w.startswith(begins) for w in _COMPOUND.findall(said)
        )

    return float(any(not spoken(word) for word in matters))


def _best(
    asked: Sequence[Asked], read: Sequence[Found], context: Mapping[str, str], words: Words
) -> Found:
    """The passage with the highest sum of score and share of the words."""
    return max(
        read, key=lambda f: f.score + share(asked, words.stems(context[f.passage.name]), words)
    )


def _best_sentence(found: Found) -> str:
    """The passage's best sentence with its label in front."""
    if not found.sentences:
        return ""
    best = max(range(len(found.sentences)), key=lambda i: (found.sentences[i], -i))
    sentence = found.passage.sentences[best]
    return f"{sentence.label} {sentence.text}"
