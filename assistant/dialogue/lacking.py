"""What a question asks for by kind: a term's meaning, a name, a figure; and whether it is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.corpus.types import Passage, Sentence
from assistant.dialogue.content import Asked, Words, covered, judgement, share
from assistant.dialogue.intents import models_named, names_others, plain
from assistant.dialogue.question import Question
from assistant.dialogue.statement import Found
from assistant.dialogue.wanted import new_name

FIGURE_COVERAGE = 0.5
SCORE_WEIGHT = 0.25
"""A sentence with a figure answers where its share of the words and its score reach this."""
CLOSE = 0.5
"""Above this similarity the best sentence speaks of the same thing."""
BESIDE = 3
"""A name stands at most so many words from the noun that it names."""


def lacks_term(
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


def lacks_name(
    question: Question, read: Sequence[Found], words: Words
) -> tuple[str, ...]:
    """The nouns whose proper name is asked, where none stands beside them or in the best sentence."""
    asked = question.text.lower()
    nouns = [noun for noun in question.named if noun in judgement().named]
    if not nouns:
        return ()
    scored = [pair for f in read for pair in zip(f.passage.sentences, f.sentences, strict=True)]
    best = max((score for _, score in scored), default=0.0)
    for sentence, score in scored:
        said = sentence.text.split()
        at = [
            i for i, word in enumerate(said)
            if any(words.stems(noun) <= words.stems(word) for noun in nouns)
        ]
        for i, word in enumerate(said):
            near = i and any(abs(i - j) <= BESIDE for j in at)
            if (near or (i and score == best)) and new_name(word, asked):
                return ()
    return tuple(nouns)


def lacks_figure(
    question: Question, asked: Sequence[Asked], read: Sequence[Found], words: Words
) -> tuple[str, ...]:
    """What is counted or measured, where no sentence gives a figure for it."""
    if not (question.units or question.counted):
        return ()
    about = [a for a in asked if not any(u.asked.search(a.word.lower()) for u in question.units)]
    names = [a.word for a in asked if a.name and not question.number_in(a.word)]
    best = max((score for f in read for score in f.sentences), default=0.0)
    for found in read:
        if of_none(question, found.passage) or not all(
            covered(name, words.stems(_whole_context(found.passage)), words) for name in names
        ):
            continue
        for sentence, score in zip(found.passage.sentences, found.sentences, strict=True):
            if not question.figure_in(sentence.text):
                continue
            where = _sentence_context(found.passage, sentence)
            if names_others(where, question.models):
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


def of_none(question: Question, passage: Passage) -> bool:
    """Whether the question names models, and neither the passage nor its heading does any."""
    said = " ".join((*passage.headings, passage.lead, passage.text))
    return bool(question.models) and not set(models_named(plain(said))) & set(question.models)


def _sentence_context(passage: Passage, sentence: Sentence) -> str:
    return " ".join((*passage.headings, sentence.label, sentence.text))


def _whole_context(passage: Passage) -> str:
    return " ".join((*passage.headings, passage.lead, passage.text))
