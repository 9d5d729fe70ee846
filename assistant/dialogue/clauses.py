"""Clauses of a message: where they end, what their sentence does, and whom they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.dialogue.hearing_lattice import Lattice

Mood = Literal["states", "decides", "asks"]
"""A sentence tells something, asks for a decision about one's own work, or asks for knowledge."""
Owner = Literal["us", "others", "generic", ""]

_NEW_CLAUSE_WITHIN = 4


@dataclass(frozen=True, slots=True)
class Clauses:
    """Per word: ``clause`` and ``sentence`` are the index of the word that begins it.

    ``first`` is the first word of its clause that is not a small word. ``asked`` marks words of
    the part of a question that is being asked, not presupposed.
    """

    clause: tuple[int, ...]
    sentence: tuple[int, ...]
    first: tuple[int, ...]
    mood: tuple[Mood, ...]
    asked: tuple[bool, ...]
    supposed: tuple[bool, ...]
    unreal: tuple[bool, ...]


def new_clause_at(lattice: Lattice, at: int) -> bool:
    """True where the words after a conjunction or comma are a clause of their own: they begin
    with a pronoun, or a finite verb stands among the next few."""
    size = len(lattice.words)
    here = at
    while here < size and lattice.skip[here] > here and not (
        lattice.has(here, "{subject}") or lattice.has(here, "{finite}")
    ):
        if here > at and lattice.words[here].break_before:
            return False
        here = lattice.skip[here]
    for i in range(here, min(size, here + _NEW_CLAUSE_WITHIN)):
        if i > at and lattice.words[i].break_before:
            return False
        if lattice.has(i, "{finite}") or (i == here and lattice.has(i, "{subject}")):
            return True
    return here < size and _noun_and_verb(lattice, here)


def _noun_and_verb(lattice: Lattice, at: int) -> bool:
    for end in lattice.ends(at, "{clause_nouns}"):
        if end < len(lattice.words) and not lattice.words[end].break_before:
            return lattice.has(end, "{clause_verbs}")
    return False


def clauses(lattice: Lattice) -> Clauses:
    """The clauses of a message."""
    size = len(lattice.words)
    clause, sentence = [0] * size, [0] * size
    for i, word in enumerate(lattice.words):
        if i == 0 or word.break_before == 2:  # noqa: PLR2004 - the end of a sentence
            clause[i] = sentence[i] = i
            continue
        sentence[i] = sentence[i - 1]
        opens = word.break_before == 1 and lattice.over[i] == i and not _aside_ended(lattice, i)
        if not opens and lattice.has(i, "{splits}"):
            opens = word.text not in ("if", "though") or lattice.words[i - 1].text != "as"
        if not opens and word.text in ("and", "or"):
            opens = new_clause_at(lattice, i + 1)
        clause[i] = i if opens else clause[i - 1]
    first = list(range(size))
    for i in range(size):
        if i and clause[i] == clause[i - 1] and (
            first[i - 1] < i - 1 or lattice.skip[i - 1] <= i - 1
        ):
            first[i] = first[i - 1]
        elif i and clause[i] == clause[i - 1] and lattice.skip[first[i - 1]] > i:
            first[i] = first[i - 1]
    mood, asked, supposed, unreal = _moods(lattice, sentence, clause)
    return Clauses(tuple(clause), tuple(sentence), tuple(first), mood, asked, supposed, unreal)


def _aside_ended(lattice: Lattice, at: int) -> bool:
    return any(lattice.over[i] == at > i for i in range(max(0, at - 4), at))


def _moods(
    lattice: Lattice, sentence: list[int], clause: list[int]
) -> tuple[tuple[Mood, ...], tuple[bool, ...], tuple[bool, ...], tuple[bool, ...]]:
    size = len(lattice.words)
    mood: list[Mood] = ["states"] * size
    asked, supposed, unreal = [False] * size, [False] * size, [False] * size
    start = 0
    while start < size:
        end = start + 1
        while end < size and sentence[end] == start:
            end += 1
        kind = _mood(lattice, start, end)
        question = lattice.words[end - 1].ends_with == "?"
        mood[start:end] = [kind] * (end - start)
        if kind != "states":
            _mark_asked(lattice, start, end, asked)
        elif question:
            last = clause[end - 1]
            if last == start and new_clause_at(lattice, start):
                asked[start:end] = [True] * (end - start)
        _mark_supposed(lattice, clause, start, end, kind, question, asked, supposed, unreal)
        start = end
    return tuple(mood), tuple(asked), tuple(supposed), tuple(unreal)


def _mood(lattice: Lattice, start: int, end: int) -> Mood:
    question = lattice.words[end - 1].ends_with == "?"
    begin = start
    while begin < end - 1 and lattice.has(begin, "{small_openers}"):
        begin = max(lattice.ends(begin, "{small_openers}"))
    if lattice.has(begin, "{tells_to_explain}"):
        return "asks"
    decides = any(lattice.has(i, "{asks_decision}") for i in range(start, end))
    knows = any(lattice.has(i, "{asks_knowledge}") for i in range(begin, min(end, begin + 2)))
    opens = lattice.has(begin, "{opens_question}")
    if opens and not question:
        follows = begin + 1 < end and lattice.has(begin + 1, "{subject}", "{models}", "{others}")
        opens = lattice.has(begin, "{wh_words}") or follows
        if lattice.has(begin, "{statement_openers}"):
            opens = False
    if lattice.has(begin, "{statement_openers}") and not question:
        return "states"
    if not opens and not (question and (decides or knows)):
        if question and any(lattice.has(i, "{models}") for i in range(start, end)):
            return "decides" if _first_person(lattice, start, end) or end - start < 3 else "asks"
        return "decides" if decides and question else "states"
    if decides and not knows:
        return "decides"
    return "asks"


def _first_person(lattice: Lattice, start: int, end: int) -> bool:
    return any(lattice.has(i, "{us}") for i in range(start, end))


def _mark_asked(lattice: Lattice, start: int, end: int, asked: list[bool]) -> None:
    """The question's own clause is asked; what hangs on it ("with", "if", "given", a relative
    clause, what follows a comma) is presupposed."""
    on = True
    for i in range(start, end):
        word = lattice.words[i]
        if i > start and (word.break_before == 1 or lattice.has(i, "{releases}")):
            on = False
            if word.break_before == 1 and lattice.has(i, "{opens_question}"):
                on = True
        asked[i] = on


def _mark_supposed(  # noqa: PLR0913 - one sentence's extent and kind
    lattice: Lattice,
    clause: list[int],
    start: int,
    end: int,
    kind: Mood,
    question: bool,
    asked: list[bool],
    supposed: list[bool],
    unreal: list[bool],
) -> None:
    """"What if", "suppose" and the like suppose all that follows in the sentence. A plain "if"
    or "when" clause tells the situation in a request for a decision, supposes it in another
    question, and is no fact at all in a statement."""
    on = False
    for i in range(start, end):
        if lattice.has(i, "{supposing}"):
            on = True
        if on:
            supposed[i] = True
            asked[i] = False
    if on:
        return
    decides = kind == "decides"
    ours = _first_person(lattice, start, end)
    for i in range(start, end):
        opener = clause[i]
        after = opener
        if lattice.words[opener].text in ("and", "but", "or", "so") and opener + 1 < end:
            after = opener + 1
        if decides or not lattice.has(after, "{conditions}"):
            continue
        if kind == "asks" and (after == start or not ours):
            continue
        if question or kind == "asks":
            supposed[i] = True
        else:
            unreal[i] = True
