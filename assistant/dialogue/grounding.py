"""Whether the evidence answers the question, or only resembles it.

Similarity alone cannot tell (AUROC .64 on near misses). So what the question asks for and about
is looked for in the evidence: its names, its figures, the term to be defined; and then how much
of the rest is there, by word and by meaning.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.dialogue.content import (
    Asked,
    Words,
    abbreviates,
    content_words,
    covered,
    judgement,
    negative,
    share,
)
from assistant.dialogue.evidence import Found
from assistant.dialogue.lacking import lacks_figure, lacks_name, lacks_term, of_none
from assistant.dialogue.question import Question
from assistant.dialogue.synonyms import synonyms

__all__ = ["Grounding", "Signs", "content_words", "grounded", "signs"]

READ = 5
"""So many passages, from the best, are read for an answer."""
CLOSE = 0.5
"""Above this similarity a sentence speaks of the same thing, so that its polarity counts."""
_COMPOUND = re.compile(r"[\w-]+")  # what is done in-house is not about a house


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer and against; each is explained in ``grounding.yaml``."""

    similarity: float
    negated: float
    foreign: float
    unspoken: float

    @property
    def probability(self) -> float:
        """How likely the evidence answers, 0 to 1, on the questions it was fitted on."""
        judged = judgement()
        odds = judged.intercept + sum(
            weight * getattr(self, sign) for sign, weight in judged.weights
        )
        return 1 / (1 + math.exp(-odds))


@dataclass(frozen=True, slots=True)
class Grounding:
    """``missing`` are the question's own words that the evidence lacks, as the user wrote them.

    ``signs`` is None where a name, figure or term that is asked for settled it; where they speak
    against an answer, ``foreign`` is at least so much.
    """

    answers: bool
    missing: tuple[str, ...] = ()
    signs: Signs | None = None


def grounded(
    question: Question, found: Sequence[Found], context: Mapping[str, str], words: Words
) -> Grounding:
    """Whether the passages found, best first, answer the question.

    ``context`` is the text that stands for each passage: its title, headings and own words.
    """
    asked = content_words(question.text)
    if not found or not asked:
        return Grounding(answers=False)
    if unnamed := _unnamed(asked, found, context, words):
        return Grounding(answers=False, missing=unnamed)
    read = found[:READ]
    there = frozenset[str]().union(*(words.stems(context[f.passage.name]) for f in read))
    lacking = (
        lacks_term(question, context, words)
        or lacks_name(question, read, words)
        or lacks_figure(question, asked, read, words)
    )
    if lacking:
        return Grounding(answers=False, missing=lacking)
    seen = signs(question, found, context, words, judgement().threshold)
    if seen.probability >= judgement().threshold:
        return Grounding(answers=True, signs=seen)
    absent = tuple(a.word for a in asked if not covered(a.word, there, words))
    return Grounding(answers=False, missing=absent, signs=seen)


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
    asked, read = content_words(question.text), found[:READ]
    near = [f for f in read if not of_none(question, f.passage)] or list(read)
    best = _best(asked, near, context, words)
    similarity = max(f.similarity for f in read)
    there = words.stems(context[best.passage.name])
    somewhere = there.union(*(words.stems(context[f.passage.name]) for f in near))
    matters = [a.word for a in asked if a.word.lower() in judgement().attributes]
    said = " ".join(context[f.passage.name] for f in near).lower()
    apart = said.replace("-", " ")

    def spoken(word: str) -> bool:
        if "-" in word:  # its parts may be spoken of apart, in quite another sense
            return word.lower().replace("-", " ") in apart
        own = words.stems(word)
        others = frozenset[str]().union(*(synonyms(words.stems).get(s, own) for s in own)) - own
        begins = word.lower()[: max(4, len(word) - 2)]  # accounting is not of accountability
        return bool(others & somewhere) or any(w.startswith(begins) for w in _COMPOUND.findall(said))

    turned = question.negative and not negative(_best_sentence(best))
    seen = Signs(
        similarity,
        negated=max(0.0, similarity - CLOSE) if turned else 0.0,
        foreign=0.0,
        unspoken=float(any(not spoken(word) for word in matters)),
    )
    for a in asked:
        if seen.probability < least:
            break
        if a.word.lower() not in judgement().kinds and not covered(a.word, there, words):
            taken = words.without(question.text, a.start, a.end)
            seen = replace(seen, foreign=seen.foreign + max(0.0, taken.turn + taken.nearer))
    return seen


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


def _unnamed(
    asked: Sequence[Asked], found: Sequence[Found], context: Mapping[str, str], words: Words
) -> tuple[str, ...]:
    """The names that no passage of the corpus has, nor spells out."""
    return tuple(
        a.word
        for a in asked
        if a.name
        and not words.known(a.word)
        and not any(covered(a.word, words.stems(context[f.passage.name]), words) for f in found)
        and not any(abbreviates(a.word, context[f.passage.name]) for f in found)
    )
