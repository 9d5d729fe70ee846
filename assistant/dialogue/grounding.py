"""Whether the evidence answers the question, or only resembles it.

Similarity alone cannot tell (AUROC .64 on near misses). So what the question asks for and about
is looked for in the evidence: its names, its figures, the term to be defined; and then how much
of the rest is there, by word and by meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.dialogue.content import (
    Asked,
    Words,
    abbreviates,
    content_words,
    covered,
    judgement,
)
from assistant.dialogue.lacking import lacks_figure, lacks_name, lacks_term
from assistant.dialogue.question import Question
from assistant.dialogue.signs import READ, Signs, signs
from assistant.dialogue.statement import Found

__all__ = ["Grounding", "Signs", "content_words", "grounded", "signs"]


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
