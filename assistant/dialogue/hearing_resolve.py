"""Facts of one message brought together: parts, corrections, refinements, contradictions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.dialogue.clauses import Clauses
from assistant.dialogue.hearing_lattice import Lattice
from assistant.dialogue.lexicon import Lexicon
from assistant.dialogue.types import Contradiction, Heard, Hearing

_REFINES = {("direction", "available", "stretched")}
"""(criterion, value, value that is the same said more exactly)."""


_OR_WITHIN = 4


@dataclass(frozen=True, slots=True)
class Fact:
    """A value heard in words ``start`` to ``end`` (exclusive, counted in words)."""

    criterion: str
    value: str
    start: int
    end: int
    hypothetical: bool
    weak: bool
    updates: bool
    order: int


def resolved(
    text: str, lattice: Lattice, clauses: Clauses, facts: Iterable[Fact], lexicon: Lexicon
) -> Hearing:
    """The hearing: one fact per criterion, part and supposition, in the order of the words."""
    second = _second_part(lattice, clauses)
    kept = _longest(facts)
    withdrawn = [
        (at, end, topics)
        for at, end, topics in _withdrawn(lattice, lexicon)
        if len(topics) < len(lexicon.criteria) or not any(fact.start >= end for fact in kept)
    ]
    groups: dict[tuple[str, int, bool], list[Fact]] = {}
    for fact in kept:
        if any(fact.end <= at and fact.criterion in topics for at, _, topics in withdrawn):
            continue
        part = 1 if second is not None and second[0] <= fact.start < second[1] else 0
        groups.setdefault((fact.criterion, part, fact.hypothetical), []).append(fact)
    corrections, contrasts = _places(lattice, "correcting"), _places(lattice, "contrast")
    heard: list[Heard] = []
    contradictions: list[Contradiction] = []
    for (criterion, part, _), members in groups.items():
        fact, against = _settled(members, corrections, contrasts)
        told = _heard(text, lattice, fact, part)
        if against is None:
            heard.append(told)
        else:
            other = _heard(text, lattice, against, part)
            contradictions.append(Contradiction(criterion, told, other))
    heard += _forgotten(text, lattice, withdrawn, heard, lexicon)
    heard.sort(key=lambda h: (h.start, h.end, h.criterion))
    return Hearing(tuple(heard), tuple(contradictions))


def _settled(
    facts: Sequence[Fact], corrections: Sequence[int], contrasts: Sequence[int]
) -> tuple[Fact, Fact | None]:
    """The fact that holds in the end, and one that contradicts it, if any.

    A later fact holds where a word of correction stands between, or where it tells of a change.
    Else the more exact one holds, and over a weak one that which follows a "but".
    """
    fact, against = facts[0], None
    for later in facts[1:]:
        if later.value == (against or fact).value:
            continue
        between = (fact.start, later.end)
        contrasted = _any_between(contrasts, between)
        if later.updates or _any_between(corrections, between):
            fact, against = later, None
        elif (fact.criterion, fact.value, later.value) in _REFINES or (fact.weak and contrasted):
            fact = later
        elif (fact.criterion, later.value, fact.value) not in _REFINES and not (
            later.weak and contrasted
        ):
            against = later
    return fact, against


def _forgotten(
    text: str,
    lattice: Lattice,
    withdrawn: Iterable[tuple[int, int, frozenset[str]]],
    heard: Sequence[Heard],
    lexicon: Lexicon,
) -> list[Heard]:
    """What is taken back and not told anew.

    A bare "scratch that" takes back the message before it, said with the empty criterion (where
    facts follow it, they replace what they contradict, and it is not among ``withdrawn``).
    """
    found: list[Heard] = []
    for at, end, topics in withdrawn:
        start, stop = lattice.words[at].start, lattice.words[end - 1].end
        later = {h.criterion for h in heard if h.start >= start}
        bare = len(topics) == len(lexicon.criteria)
        names = [""] if bare else sorted(topics - later)
        found += [Heard(name, None, text[start:stop], start, stop) for name in names]
    return found


def _heard(text: str, lattice: Lattice, fact: Fact, part: int) -> Heard:
    start, end = lattice.words[fact.start].start, lattice.words[fact.end - 1].end
    return Heard(fact.criterion, fact.value, text[start:end], start, end, part, fact.hypothetical)


def _longest(facts: Iterable[Fact]) -> list[Fact]:
    """Of facts on one criterion whose words overlap the one in most words; in their order.

    Where they are equally long, the rule that comes first in the file decides.
    """
    ranked = sorted(facts, key=lambda f: (f.start - f.end, f.order, f.start))
    taken: dict[str, set[int]] = {}
    kept: list[Fact] = []
    for fact in ranked:
        words = taken.setdefault(fact.criterion, set())
        span = range(fact.start, fact.end)
        if words.isdisjoint(span):
            words.update(span)
            kept.append(fact)
    return sorted(kept, key=lambda f: (f.start, f.end, f.order))


def decided(lattice: Lattice, facts: Iterable[Fact]) -> list[Fact]:
    """The facts without those that leave two values open: "one-off or ongoing"."""
    ordered = sorted(facts, key=lambda fact: (fact.criterion, fact.end))
    open_: set[tuple[str, int]] = set()
    for before, after in pairwise(ordered):
        if before.criterion != after.criterion or before.value == after.value:
            continue
        between = lattice.words[before.end : min(after.end, before.end + _OR_WITHIN)]
        if after.end - before.end <= _OR_WITHIN and any(w.text == "or" for w in between):
            open_ |= {(before.criterion, before.end), (after.criterion, after.end)}
    return [fact for fact in ordered if (fact.criterion, fact.end) not in open_]


def _places(lattice: Lattice, group: str) -> list[int]:
    return [i for i in range(len(lattice.words)) if f"{{{group}}}" in lattice.names[i]]


def _any_between(places: Sequence[int], between: tuple[int, int]) -> bool:
    at = bisect_right(places, between[0] - 1)
    return at < len(places) and places[at] < between[1]


def _second_part(lattice: Lattice, clauses: Clauses) -> tuple[int, int] | None:
    """The words that describe a second, separate piece of work, if any."""
    size = len(lattice.words)
    for i in range(3, size):
        if not lattice.has(i, "{second_work}"):
            continue
        start = clauses.clause[i]
        if start == 0:
            start = i
        end = i
        while end < size and clauses.sentence[end] == clauses.sentence[i]:
            end += 1
        return start, end
    return None


def _withdrawn(lattice: Lattice, lexicon: Lexicon) -> list[tuple[int, int, frozenset[str]]]:
    """Where the user takes something back: (word, end, criteria)."""
    found: list[tuple[int, int, frozenset[str]]] = []
    size = len(lattice.words)
    for i in range(size):
        ends = lattice.ends(i, "{withdrawing}")
        if not ends:
            continue
        topics: set[str] = set()
        at = end = ends[0]
        while at < size and (at == end or lattice.words[at].break_before == 0) and at < end + 9:
            for name in lattice.names[at]:
                if name.startswith("{about_"):
                    topics.add(name.removeprefix("{about_").rstrip("}"))
            at += 1
        found.append((i, at if topics else end, frozenset(topics or lexicon.criteria)))
    return found
