"""What may have been stated, and which of several readings of the same matter hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.dialogue.hearing_resolve import Fact

OVERRULES = 2.0
"""Another value, believed so much more, beats what a pattern heard.

That is one that another pattern heard in the same words, or that none heard in the same sentence;
what patterns hear in other words is a contradiction, to be asked back."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that may have been stated from word ``start`` to ``end`` of the sentence.

    ``fact`` is the one that a pattern heard, if any. The signs of the meaning are 0 where it was
    not asked.
    """

    value: int
    fact: Fact | None
    sentence: int
    start: int
    end: int
    signs: tuple[float, ...]


Believed = tuple[float, Candidate, Fact]
"""A candidate with its fact, and how much it is believed beyond what is enough, in log-odds."""


def contested_in(candidates: Sequence[Candidate]) -> set[tuple[int, str]]:
    """Sentences, with the criterion of which patterns heard several values in different words."""
    heard: dict[tuple[int, str], dict[str | None, tuple[int, int]]] = {}
    for candidate in candidates:
        if fact := candidate.fact:
            spans = heard.setdefault((candidate.sentence, fact.criterion), {})
            start, end = spans.get(fact.value, (fact.start, fact.end))
            spans[fact.value] = min(start, fact.start), max(end, fact.end)
    return {
        place for place, spans in heard.items()
        if len(spans) > 1 and all(b <= start for (_, b), (start, _) in pairwise(sorted(spans.values())))
    }


def unrivalled(heard: Sequence[Believed], found: Mapping[str, Believed]) -> Iterator[Fact]:
    """The heard facts without those that another value overrules, see ``OVERRULES``."""
    read: dict[tuple[int, str], dict[str | None, float]] = {}  # by word and criterion
    for belief, _, fact in heard:
        for word in range(fact.start, fact.end):
            so_far = read.setdefault((word, fact.criterion), {})
            so_far[fact.value] = max(belief, so_far.get(fact.value, belief))
    for belief, candidate, fact in heard:
        rivals = [
            believed
            for word in range(fact.start, fact.end)
            for value, believed in read[word, fact.criterion].items()
            if value != fact.value
        ]
        guess = found.get(fact.criterion)
        if guess and guess[1].sentence == candidate.sentence:
            rivals.append(guess[0])
        if max(rivals, default=belief) <= belief + OVERRULES:
            yield fact
