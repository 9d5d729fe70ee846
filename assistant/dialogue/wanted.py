"""What a question wants of its answer: a name, a price, a rank, what happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.dialogue.content import abbreviates, judgement

_AFTER = (
    r"(?:is|are|was|were|be|been|do|does|did|should|shall|can|could|will|would|must|might|may|has|"
    r"have|had|to|of|in|for|at|on|with|under|by|from|as|about|behind|per|when|if|that|who|and|or|"
    r"it|its|the|an?|there|they|we|i|you|my|our)\b"
)
_PHRASE = rf"(?:(?!{_AFTER})[\w'’&+.-]+ +){{0,4}}?(?!{_AFTER})[\w'’&+.-]+"
_HEADED = re.compile(
    rf"\b(?:which|what|whose) +(?!{_AFTER})(?P<phrase>{_PHRASE})"
    rf"(?= +{_AFTER}|[?,.;:]|$)"
)
_OF_THE = re.compile(
    r"\bwhich of (?:(?:the|its|their|our|these|those) )?"
    r"(?:(?:\d[\d,.]{0,12}|two|three|four|five|six|seven|eight|nine|ten) )?"
    r"(?P<phrase>(?:[\w-]+ ){0,2}?[\w-]+) "
    r"(?:is|are|was|were|do|does|did|has|have|had|should|can|will|would)\b"
)
_DONE = re.compile(r" \w+ed\b.*")
MARKS = ".,;:()\"'“”‘’?!"
_OF_A_PEOPLE = ("ish", "ese", "ian")
_MAX_CHARS = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted: the name of something, a sum of money, what happened.

    ``ranks`` are the words that put one thing above all others.
    """

    name: bool
    price: bool
    ranks: tuple[str, ...]
    event: bool


@lru_cache(maxsize=64)
def wanted(text: str) -> Wanted:
    """What the question wants of its answer, read off its words."""
    lowered, judged = text[:_MAX_CHARS].lower(), judgement()
    nouns = (
        _DONE.sub("", m["phrase"]).split()[-1].strip(MARKS)
        for pattern in (_HEADED, _OF_THE)
        for m in pattern.finditer(lowered)
    )
    named = any(noun in judged.proper for noun in nouns)
    return Wanted(
        name=named or judged.asks_name.search(lowered) is not None,
        price=judged.asks_price.search(lowered) is not None,
        ranks=tuple(m.group() for m in judged.ranks.finditer(lowered)),
        event=judged.asks_event.search(lowered) is not None,
    )


def new_name(word: str, asked: str) -> bool:
    """Whether the word looks like a name, of no language or people, that the question lacks.

    ``asked`` is the question in lower case.
    """
    bare = _bare(word)
    lowered = bare.lower()
    return (
        bare[:1].isupper()
        and lowered not in judgement().generic
        and lowered not in asked
        and not abbreviates(bare, asked)
        and not lowered.endswith(_OF_A_PEOPLE)
    )


def names_in(text: str, asked: str) -> bool:
    """Whether the sentence has a name that the question lacks.

    Its first word tells little, and an abbreviation is more often a term than a name.
    """
    return any(
        new_name(word, asked) and not _bare(word).isupper() and (i > 0 or _stands_out(word))
        for i, word in enumerate(text.split())
    )


def _bare(word: str) -> str:
    return word.strip(MARKS).partition("-")[0]


def _stands_out(word: str) -> bool:
    """Whether a first word is more than one with a capital: iPhone, eBay, Coders.dev."""
    return word[1:2].isupper() or "." in word[:-1]
