"""Whether the evidence answers the question, or only resembles it.

Similarity alone cannot tell (AUROC .64 on near misses). So what the question asks for and about
is looked for in the evidence: its names, its figures, the term to be defined; and then how much
of the rest is there, by word and by meaning.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.corpus.types import Passage, Sentence
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
from assistant.dialogue.intents import models_named, plain
from assistant.dialogue.question import Question
from assistant.dialogue.synonyms import synonyms

__all__ = ["Grounding", "Signs", "content_words", "grounded", "signs"]

FIGURE_COVERAGE = 0.5
SCORE_WEIGHT = 0.25
"""A sentence with a figure answers where its share of the words and its score reach this."""
READ = 5
"""So many passages, from the best, are read for an answer."""
BESIDE = 3
"""A name stands at most so many words from the noun that it names."""
_MARKS = ".,;:()\"'"
CLOSE = 0.5
"""Above this similarity a sentence speaks of the same thing, so that its polarity counts."""


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
        _lacks_term(question, context, words)
        or _lacks_name(question, read, words)
        or _lacks_figure(question, asked, read, words)
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
    near = [f for f in read if not _of_none(question, f.passage)] or list(read)
    best = _best(asked, near, context, words)
    similarity = max(f.similarity for f in read)
    there = words.stems(context[best.passage.name])
    somewhere = there.union(*(words.stems(context[f.passage.name]) for f in near))
    matters = [a.word for a in asked if a.word.lower() in judgement().attributes]
    said = " ".join(context[f.passage.name] for f in near).lower().replace("-", " ")

    def spoken(word: str) -> bool:
        if "-" in word:  # its parts may be spoken of apart, in quite another sense
            return word.lower().replace("-", " ") in said
        own = words.stems(word)
        others = frozenset[str]().union(*(synonyms(words.stems).get(s, own) for s in own)) - own
        begins = word.lower()[: max(4, len(word) - 2)]  # accounting is not of accountability
        return bool(others & somewhere) or any(w.startswith(begins) for w in said.split())

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


def _lacks_term(
    question: Question, context: Mapping[str, str], words: Words
) -> tuple[str, ...]:
    """The term to be defined or spelt out, or the deed whose doer is asked, that nobody has."""
    if question.short:
        return (question.short,)
    if question.event and not words.known(question.event):
        return (question.event,)
    term = [w for w in question.term.split() if w not in judgement().generic]
    if not term:
        return ()
    compound = [w for w in term if "-" in w]
    there = [words.stems(text) for text in context.values()]
    if any(all(not words.stems(w) <= stems for stems in there) for w in compound):
        return (question.term,)
    return () if any(words.known(w) for w in term) else (question.term,)


def _lacks_name(
    question: Question, read: Sequence[Found], words: Words
) -> tuple[str, ...]:
    """The noun whose proper name is asked, where no sentence has a name beside it."""
    asked = question.text.lower()
    nouns = [noun for noun in question.named if noun in judgement().named]
    for noun in nouns:
        for sentence in (s for f in read for s in f.passage.sentences):
            said = sentence.text.split()
            beside = {
                other
                for i, word in enumerate(said)
                if covered(noun, words.stems(word), words)
                for other in said[max(1, i - BESIDE) : i + BESIDE + 1]
            }
            if any(w[0].isupper() and w.strip(_MARKS).lower() not in asked for w in beside):
                return ()
    return tuple(nouns)


def _lacks_figure(
    question: Question, asked: Sequence[Asked], read: Sequence[Found], words: Words
) -> tuple[str, ...]:
    """What is counted or measured, where no sentence gives a figure for it."""
    if not (question.units or question.counted):
        return ()
    about = [a for a in asked if not any(u.asked.search(a.word.lower()) for u in question.units)]
    names = [a.word for a in asked if a.name and not question.number_in(a.word)]
    best = max((score for f in read for score in f.sentences), default=0.0)
    for found in read:
        if _of_none(question, found.passage) or not all(
            covered(name, words.stems(_whole_context(found.passage)), words) for name in names
        ):
            continue
        for sentence, score in zip(found.passage.sentences, found.sentences, strict=True):
            if not question.figure_in(sentence.text):
                continue
            where = _sentence_context(found.passage, sentence)
            if _of_another(question, where):
                continue
            stems = words.stems(where)
            told = (
                sum(share(about, stems, words, literal=exact) for exact in (True, False)) / 2
                if about
                else 1.0
            )
            nearest = score == best and found.similarity >= CLOSE
            if _counts(question, sentence, words) and (
                nearest or told + SCORE_WEIGHT * score >= FIGURE_COVERAGE
            ):
                return ()
    return (question.counted,) if question.counted else tuple(a.word for a in asked)


def _counts(question: Question, sentence: Sentence, words: Words) -> bool:
    """Whether a number stands near the noun that is counted; True where none is.

    That is up to five words before it, or two to six after it: "level 5" counts nothing. A
    number of the question's own is not the answer to it.
    """
    if not question.counted:
        return True
    said = sentence.text.split()
    own = set(question.text.lower().split())
    numbers = [
        i
        for i, word in enumerate(said)
        if word.lower() not in own and question.number_in(word) and not _of_name(said, i)
    ]
    nouns = [
        i for i, word in enumerate(said) if covered(question.counted, words.stems(word), words)
    ]
    return any(
        (n < i <= n + 5 or i + 1 < n <= i + 6)
        and not any(word.endswith((",", ";", ":", ".")) for word in said[min(i, n) : max(i, n)])
        for n in numbers
        for i in nouns
    )


def _of_name(said: Sequence[str], i: int) -> bool:
    """Whether the number at i belongs to a name ("SOC 2", "Level 5")."""
    return i > 1 and said[i][:1].isdigit() and said[i - 1][:1].isupper()


def _of_none(question: Question, passage: Passage) -> bool:
    """Whether the question names models, and neither the passage nor its heading does any."""
    said = " ".join((*passage.headings, passage.lead, passage.text))
    return bool(question.models) and not set(models_named(plain(said))) & set(question.models)


def _of_another(question: Question, text: str) -> bool:
    """Whether the text is about models, and about none of those that the question names."""
    named = models_named(plain(text)) if question.models else ()
    return bool(named) and not set(named) & set(question.models)


def _sentence_context(passage: Passage, sentence: Sentence) -> str:
    return " ".join((*passage.headings, sentence.label, sentence.text))


def _whole_context(passage: Passage) -> str:
    return " ".join((*passage.headings, passage.lead, passage.text))
