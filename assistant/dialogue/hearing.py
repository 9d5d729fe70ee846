"""Facts of a manager's situation out of free text: deterministic, each with its words.

A message becomes words, the words a lattice of word groups, the lattice clauses with negation;
the lexicon's patterns are matched on that, and each match is judged by who it is about, whether
it is asserted and whether negation turns it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from assistant.dialogue.clauses import Clauses, clauses
from assistant.dialogue.clicked import FACT, FORGOTTEN
from assistant.dialogue.fragments import topics_joined
from assistant.dialogue.hearing_belief import Beliefs
from assistant.dialogue.hearing_judge import Judge
from assistant.dialogue.hearing_lattice import Lattice, Match, Matcher, lattice
from assistant.dialogue.hearing_resolve import Fact, decided, resolved
from assistant.dialogue.hearing_trust import Trust, load_trust
from assistant.dialogue.hearing_weights import Meaning, Weighed, Weights, load_weights
from assistant.dialogue.lexicon import Lexicon, load_lexicon
from assistant.dialogue.lexicon_rules import Pattern
from assistant.dialogue.negation import scopes
from assistant.dialogue.types import Heard, Hearing
from assistant.dialogue.words import MAX_CHARS, words

__all__ = ["Meaning", "hear", "load_lexicon"]


def hear(
    text: str,
    lexicon: Lexicon,
    meaning: Meaning | None = None,
    weights: Weights | None = None,
    trust: Trust | None = None,
) -> Hearing:
    """What the message says about the situation.

    ``weights`` and ``trust`` are the packaged ones if not given; empty weights leave the patterns
    alone. ``meaning`` is asked where it may decide something. Facts that contradict each other are
    in ``contradictions`` and not in ``heard``. A fact with the empty criterion and no value takes
    back what was said before, whatever it was ("scratch that").
    """
    literal, rest = _literal(text, lexicon)
    told = heard_words(rest, lexicon)
    if not told.words:
        return Hearing(tuple(literal))
    told_clauses = clauses(told)
    told_scopes = scopes(told, told_clauses)
    judge = Judge(told, told_clauses, told_scopes)
    facts, left_open = stated(told, lexicon, judge)
    weights = weights or load_weights()
    if weights.values:
        weighed = Weighed(told, told_clauses, told_scopes, weights)
        ours = {name for name, criterion in lexicon.criteria.items() if criterion.ours}
        beliefs = Beliefs(weighed, judge, weights.values, trust or load_trust(), ours)
        said = partial(_said, rest, told, meaning) if meaning else None
        facts, guessed = beliefs.believed(facts, left_open, said)
        facts += guessed
    hearing = resolved(text, told, told_clauses, facts, lexicon)
    if not literal:
        return hearing
    set_now = {h.criterion for h in literal}
    return Hearing(
        (*(h for h in hearing.heard if h.criterion not in set_now), *literal),
        tuple(c for c in hearing.contradictions if c.criterion not in set_now),
    )


def stated(told: Lattice, lexicon: Lexicon, judge: Judge) -> tuple[list[Fact], frozenset[str]]:
    """The facts that patterns hear, and the criteria that the message leaves open."""
    found = [
        fact
        for match in _matches(told, lexicon, judge.clauses)
        if (fact := judge.fact(match)) is not None
    ]
    settled = decided(told, found)
    return settled, frozenset({f.criterion for f in found} - {f.criterion for f in settled})


def heard_words(text: str, lexicon: Lexicon) -> Lattice:
    """The lattice that a message is heard on."""
    return lattice(topics_joined(words(text, lexicon.spelling, lexicon.opened)), lexicon)


def _said(text: str, told: Lattice, meaning: Meaning, start: int, end: int) -> Sequence[int]:
    return meaning(text[told.words[start].start : told.words[end - 1].end])


def _literal(text: str, lexicon: Lexicon) -> tuple[list[Heard], str]:
    """The corrections in the form ``criterion=value``, and the text with them blanked out."""
    heard: dict[str, Heard] = {}
    rest = text[:MAX_CHARS]
    for match in FACT.finditer(rest):
        criterion, value = match.groups()
        entry = lexicon.criteria.get(criterion)
        if entry is None or (value != FORGOTTEN and value not in entry.values):
            continue
        start, end = match.span()
        heard.pop(criterion, None)
        heard[criterion] = Heard(
            criterion, None if value == FORGOTTEN else value, match.group(), start, end
        )
        rest = rest[:start] + "," * (end - start) + rest[end:]
    return list(heard.values()), rest


def _matches(told: Lattice, lexicon: Lexicon, told_clauses: Clauses) -> list[Match]:
    """All matches, at most one per pattern and word.

    Patterns whose anchor is not in a sentence are never looked at there.
    """
    found: list[Match] = []
    size, start = len(told.words), 0
    while start < size:
        places: dict[str, list[int]] = {}
        end = start
        while end < size and told_clauses.sentence[end] == start:
            for name in told.names[end]:
                places.setdefault(name, []).append(end)
            end += 1
        tried: set[int] = set()
        for name in places:
            for pattern in lexicon.anchored.get(name, ()):
                if pattern.order not in tried:
                    tried.add(pattern.order)
                    if _viable(pattern, places):
                        found += _found(pattern, told, told_clauses, places)
        start = end
    return found


def _viable(pattern: Pattern, places: Mapping[str, list[int]]) -> bool:
    """False where the sentence lacks something that the pattern needs."""
    present = places.keys()
    for need in pattern.needs:  # noqa: SIM110 - called very often
        if need.isdisjoint(present):
            return False
    return True


def _found(
    pattern: Pattern, told: Lattice, told_clauses: Clauses, places: Mapping[str, list[int]]
) -> list[Match]:
    matcher = Matcher(pattern, told, told_clauses.first, told_clauses.clause)
    starts = {i for name in pattern.begins for i in places.get(name, ())}
    return [match for i in sorted(starts) if (match := matcher.at(i)) is not None]
