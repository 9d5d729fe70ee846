"""The words of a question that carry its content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict, Field, field_validator

from assistant.dialogue.synonyms import synonyms
from assistant.packaged import packaged

DATA = "grounding.yaml"

_WORD = re.compile(r"[^\W_][\w'’&+.-]*[^\W_]|[^\W_]")
SENTENCE_START = re.compile(r"(?:^|[.?!:]\s{1,9})[\"“'(]{0,3}$")
_BEFORE_CHARS = 16
LEAST_INITIALS = 3
"""Two neighbouring words begin with any two letters somewhere."""
_NONE = frozenset[str]()


class Weights(BaseModel):
    """What each sign adds to the odds of an answer; see ``Signs``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    similarity: float
    foreign: float = Field(le=0)  # `signs` relies on it
    unspoken: float
    unnamed: float
    uncounted: float
    unheard: float
    unpriced: float
    unranked: float


class Judgement(BaseModel):
    """``grounding.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weights: Weights
    intercept: float
    threshold: float
    negative: re.Pattern[str]
    against: re.Pattern[str]
    good_sides: re.Pattern[str]
    bad_sides: re.Pattern[str]
    warns: re.Pattern[str]
    generic: frozenset[str]
    kinds: frozenset[str]
    attributes: frozenset[str]
    named: frozenset[str]
    proper: frozenset[str]
    asks_name: re.Pattern[str]
    asks_price: re.Pattern[str]
    price: re.Pattern[str]
    ranks: re.Pattern[str]
    asks_event: re.Pattern[str]
    event: re.Pattern[str]

    @field_validator("generic", "kinds", "attributes", "named", "proper", mode="before")
    @classmethod
    def _split(cls, text: str) -> frozenset[str]:
        return frozenset(text.split())


@cache
def judgement() -> Judgement:
    """The data that questions are judged by. ``RulebookError`` says what is wrong with them."""
    return packaged("assistant.dialogue", DATA, Judgement)


def negative(text: str) -> bool:
    """Whether a word of the text makes it negative."""
    return judgement().negative.search(text.lower()) is not None


def against(text: str) -> bool:
    """Whether the text, a question, asks what speaks against something."""
    return judgement().against.search(text.lower()) is not None


def warns(text: str) -> bool:
    """Whether the text says of something that it is wrong, harmful or risky."""
    return judgement().warns.search(text.lower()) is not None


class Without(NamedTuple):
    """What becomes of a question when a part is taken out.

    ``turn`` is one less the cosine with the whole question, 0 to 2: how much the part means in it.
    ``nearer`` is what the question gains in similarity to the best sentence found, -2 to 2: above
    0 where the part was foreign to what was found, below where that speaks of it in other words.
    """

    turn: float
    nearer: float


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

    def without(self, text: str, start: int, end: int) -> Without:
        """What becomes of the text, a question, without the characters from start to end."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A content word of the question; ``name`` where it is a proper name, code or number."""

    word: str
    start: int
    end: int
    name: bool


@lru_cache(maxsize=256)
def content_words(text: str) -> tuple[Asked, ...]:
    """The question's words that carry content, in order."""
    generic = judgement().generic
    found = []
    for match in _WORD.finditer(text):
        word = re.sub(r"['’]s$", "", match.group())
        if word.lower() in generic or (len(word) == 1 and not word.isdigit()):
            continue
        before = text[max(0, match.start() - _BEFORE_CHARS) : match.start()]
        begins = match.start() == 0 or SENTENCE_START.search(before) is not None
        found.append(Asked(word, match.start(), match.end(), _is_name(word, begins=begins)))
    return tuple(found)


def _is_name(word: str, *, begins: bool) -> bool:
    if any(c.isdigit() for c in word) or (word.isupper() and len(word) > 1):
        return True
    return word[0].isupper() and not begins


def abbreviates(short: str, text: str) -> bool:
    """Whether the letters are the initials of neighbouring words in the text."""
    if not short.isalpha() or not short.isupper() or len(short) < LEAST_INITIALS:
        return False
    initials = "".join(w[0] for w in _WORD.findall(text)).lower()
    return short.lower() in initials


def covered(word: str, stems: frozenset[str], words: Words) -> bool:
    """Whether the word is among the stems, or for each of its parts one that says the same."""
    alike = synonyms(words.stems)
    return all(part in stems or alike.get(part, _NONE) & stems for part in words.stems(word))


def share(
    asked: Sequence[Asked], stems: frozenset[str], words: Words, *, literal: bool = False
) -> float:
    """The share of the words, weighed by rarity, that ``stems`` cover or hold literally, 0 to 1."""
    weights = [words.idf(a.word) for a in asked]
    there = [
        weight
        for a, weight in zip(asked, weights, strict=True)
        if (words.stems(a.word) <= stems if literal else covered(a.word, stems, words))
    ]
    return sum(there) / (sum(weights) or 1.0)
