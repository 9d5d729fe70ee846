"""Whether the evidence answers the question, or only resembles it.

Similarity alone cannot tell (AUROC .64 on near misses). So what the question asks for and about
is looked for in the evidence: its names, its figures, the term to be defined; and then how much
of the rest is there, by word and by meaning.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.corpus.types import Passage, Sentence
from assistant.dialogue.evidence import Found
from assistant.dialogue.question import Question

# Fitted by logistic regression on the development questions (see tests/evaluation): the cosine of
# the best sentence, the share of the question's words (by rarity) that one passage has, and how
# much the words that it lacks add to the likeness (see ``absent_gain``).
SIMILARITY_WEIGHT = 4.8
COVERAGE_WEIGHT = 1.9
GAIN_WEIGHT = 2.8
INTERCEPT = -3.5
THRESHOLD = 0.22
PRESENT_GAIN = 0.05
"""What a word that is in the evidence counts as having added to the likeness."""
FIGURE_COVERAGE = 0.5
SCORE_WEIGHT = 0.3
"""A sentence with a figure answers where its share of the words and its score reach this."""
MOST_ABSENT = 6
READ = 5
"""So many passages, from the best, are read for an answer."""

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’&+.-]*[A-Za-z0-9]|[A-Za-z0-9]")
_SENTENCE_START = re.compile(r"(?:^|[.?!:]\s+)[\"“'(]*$")

GENERIC = frozenset(
    # Words that ask, and words that any answer may do without.
    "what which who whom whose when where why how do does did is are was were be been being am "
    "can could should would may might must shall will has have had a an the of in on at to for "
    "from with by as and or but if so than then that this these those it its they them their we "
    "our us you your i my me he she his her not no yes any some all each every both either one "
    "ones there here about into over under up out off per via best good better use used using needed required "
    "mean means meant tell say says said claim claims state states mention mentions report quote explain describe give given main many much more most "
    "get take takes make makes need needs please kind type way ways thing things really ever "
    "exactly actually someone somebody anyone people want know like look source sources article "
    "articles text according example go put typical typically normally usually long old often "
    "big large high far simple terms just only also too very between against instead rather "
    "other else same well let let's i've i'm we've what's who's it's isn't don't doesn't can't".split()
)


class Words(Protocol):
    """What the index knows of words."""

    def idf(self, word: str) -> float:
        """How rare the word is, above 0; an unknown one counts as the rarest."""
        ...

    def known(self, word: str) -> bool:
        """Whether some passage has it."""
        ...

    def stems(self, text: str) -> frozenset[str]:
        """The stems of the text's words."""
        ...


class Likeness(Protocol):
    """How like the best evidence a text is: a cosine, -1 to 1."""

    def __call__(self, text: str) -> float:
        """The cosine."""
        ...


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer: ``similarity`` -1 to 1, ``share`` 0 to 1, ``gain`` about 0."""

    similarity: float
    share: float
    gain: float

    @property
    def probability(self) -> float:
        """How likely the evidence answers, 0 to 1, on the questions it was fitted on."""
        odds = (
            SIMILARITY_WEIGHT * self.similarity
            + COVERAGE_WEIGHT * self.share
            + GAIN_WEIGHT * self.gain
            + INTERCEPT
        )
        return 1 / (1 + math.exp(-odds))


@dataclass(frozen=True, slots=True)
class Grounding:
    """``missing`` are the question's own words that the evidence lacks, as the user wrote them.

    ``signs`` is None where a name, figure or term that is asked for settled it.
    """

    answers: bool
    missing: tuple[str, ...] = ()
    signs: Signs | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A content word of the question; ``name`` where it is a proper name, code or number."""

    word: str
    start: int
    end: int
    name: bool


def grounded(
    question: Question,
    found: Sequence[Found],
    context: Mapping[str, str],
    words: Words,
    likeness: Likeness,
) -> Grounding:
    """Whether the passages found, best first, answer the question.

    ``context`` is the text that stands for each passage: its title, headings and own words.
    """
    asked = content_words(question.text)
    if not found or not asked:
        return Grounding(answers=False)
    read = found[:READ]
    stems = {f.passage.name: words.stems(context[f.passage.name]) for f in read}
    unnamed = tuple(
        a.word
        for a in asked
        if a.name and not words.known(a.word)
        and not any(_abbreviates(a.word, context[f.passage.name]) for f in read)
    )
    if unnamed:
        return Grounding(answers=False, missing=unnamed)
    if lacking := _lacks_term(question, words) or _lacks_figure(question, asked, read, words):
        return Grounding(answers=False, missing=lacking)
    best, share = max(
        ((f, _share(asked, stems[f.passage.name], words)) for f in read),
        key=lambda pair: pair[0].score + pair[1],
    )
    absent = [a for a in asked if not words.stems(a.word) <= stems[best.passage.name]]
    signs = Signs(
        similarity=max(f.similarity for f in read),
        share=share,
        gain=absent_gain(question.text, asked, absent, likeness),
    )
    answers = signs.probability >= THRESHOLD
    return Grounding(answers, () if answers else tuple(a.word for a in absent), signs)


def content_words(text: str) -> tuple[_Asked, ...]:
    """The question's words that carry content, in order."""
    found = []
    for match in _WORD.finditer(text):
        word = re.sub(r"['’]s$", "", match.group())
        if word.lower() in GENERIC or (len(word) == 1 and not word.isdigit()):
            continue
        begins = _SENTENCE_START.search(text[: match.start()]) is not None
        found.append(_Asked(word, match.start(), match.end(), _is_name(word, begins=begins)))
    return tuple(found)


def _abbreviates(short: str, text: str) -> bool:
    """Whether the letters are the initials of neighbouring words in the text."""
    if not short.isalpha() or not short.isupper():
        return False
    initials = "".join(w[0] for w in _WORD.findall(text)).lower()
    return short.lower() in initials


def _is_name(word: str, *, begins: bool) -> bool:
    if any(c.isdigit() for c in word) or (word.isupper() and len(word) > 1):
        return True
    return word[0].isupper() and not begins


def _share(asked: Sequence[_Asked], stems: frozenset[str], words: Words) -> float:
    """The share of the words, weighed by rarity, whose stems are among ``stems``, 0 to 1."""
    weights = [words.idf(a.word) for a in asked]
    there = [w for a, w in zip(asked, weights, strict=True) if words.stems(a.word) <= stems]
    return sum(there) / (sum(weights) or 1.0)


def absent_gain(
    text: str, asked: Sequence[_Asked], absent: Sequence[_Asked], likeness: Likeness
) -> float:
    """The mean, over the content words, of what each adds to the likeness to the evidence.

    A word that the evidence lacks is left out of the question: where the likeness falls, the
    evidence speaks of it in other words; where it rises, it does not speak of it.
    """
    if not absent:
        return PRESENT_GAIN
    whole = likeness(text)
    tried = absent[:MOST_ABSENT]
    gains = [whole - likeness(text[: a.start] + text[a.end :]) for a in tried]
    present = len(asked) - len(absent)
    return (sum(gains) + PRESENT_GAIN * present) / (len(gains) + present)


def _lacks_term(question: Question, words: Words) -> tuple[str, ...]:
    """The term that is to be defined or spelt out, where no passage has it."""
    if question.short:
        return (question.short,)
    term = [w for w in question.term.split() if w not in GENERIC]
    return () if not term or any(words.known(w) for w in term) else (question.term,)


def _lacks_figure(
    question: Question, asked: Sequence[_Asked], read: Sequence[Found], words: Words
) -> tuple[str, ...]:
    """What is counted or measured, where no sentence gives a figure for it."""
    if question.form != "figure":
        return ()
    about = [a for a in asked if not any(u.asked.search(a.word.lower()) for u in question.units)]
    counted = words.stems(question.counted)
    for found in read:
        for sentence, score in zip(found.passage.sentences, found.sentences, strict=True):
            if not question.figure_in(sentence.text):
                continue
            stems = words.stems(_sentence_context(found.passage, sentence))
            share = _share(about, stems, words) if about else 1.0
            if counted <= stems and share + SCORE_WEIGHT * score >= FIGURE_COVERAGE:
                return ()
    return (question.counted,) if question.counted else tuple(a.word for a in asked)


def _sentence_context(passage: Passage, sentence: Sentence) -> str:
    return " ".join((*passage.headings, sentence.label, sentence.text))
