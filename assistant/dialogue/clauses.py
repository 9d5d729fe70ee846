"""Clauses of a message: where they end, what their sentence does, and whom they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.dialogue.hearing_lattice import Lattice

Mood = Literal["states", "decides", "asks"]
"""A sentence tells something, asks for a decision about one's own work, or asks for knowledge."""

_NEW_CLAUSE_WITHIN = 4
_FRAGMENT = 2
_CONTRARY_WITHIN = 7
_OURS = frozenset({"we", "our", "us", "my"})
_CONJUNCTIONS = frozenset({"and", "but", "or", "so"})


@dataclass(frozen=True, slots=True)
class Clauses:
    """What holds of each word.

    ``clause`` and ``sentence`` are the word that begins it, ``first`` the first word of its
    clause that is no small word. ``asked`` marks the part of a question that is being asked, not
    presupposed; ``supposed`` what is told as a supposition ("what if"), ``unreal`` what is told
    as a condition only; ``contrary`` what would hold if things were not as they are.
    """

    clause: tuple[int, ...]
    sentence: tuple[int, ...]
    first: tuple[int, ...]
    mood: tuple[Mood, ...]
    asked: tuple[bool, ...]
    supposed: tuple[bool, ...]
    unreal: tuple[bool, ...]
    contrary: tuple[bool, ...]


def new_clause_at(lattice: Lattice, at: int) -> bool:
    """True where the words after a conjunction or comma are a clause of their own.

    They are where they begin with a pronoun, or a finite verb stands among the next few.
    """
    size = len(lattice.words)
    here = at
    while (
        here < size
        and lattice.skip[here] > here
        and not (lattice.has(here, "{subject}", "{finite}"))
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
    for i in range(1, size):
        before = first[i - 1]
        if clause[i] == clause[i - 1] and lattice.skip[before] != i:
            first[i] = before
    marks = _moods(lattice, sentence, clause)
    return Clauses(
        tuple(clause),
        tuple(sentence),
        tuple(first),
        tuple(marks.mood),
        tuple(marks.asked),
        tuple(marks.supposed),
        tuple(marks.unreal),
        _contrary(lattice, sentence, clause),
    )


def _contrary(lattice: Lattice, sentence: list[int], clause: list[int]) -> tuple[bool, ...]:
    """Mark the sentences with "if" and "were" or "had": "I'd lead them if I had the time"."""
    told: set[int] = set()
    for i, word in enumerate(lattice.words):
        if word.text not in ("if", "unless") or clause[i] != i:
            continue
        for j in range(i + 1, min(len(lattice.words), i + _CONTRARY_WITHIN)):
            if clause[j] != i:
                break
            if lattice.words[j].text in ("had", "were"):
                told.add(sentence[i])
    would = {
        sentence[i] for i, w in enumerate(lattice.words) if w.text in ("would", "could", "might")
    }
    return tuple(s in told and s in would for s in sentence)


def _aside_ended(lattice: Lattice, at: int) -> bool:
    return any(lattice.over[i] == at > i for i in range(max(0, at - 4), at))


@dataclass(frozen=True, slots=True)
class _Marks:
    clause: list[int]
    mood: list[Mood]
    asked: list[bool]
    supposed: list[bool]
    unreal: list[bool]


def _moods(lattice: Lattice, sentence: list[int], clause: list[int]) -> _Marks:
    size = len(lattice.words)
    marks = _Marks(clause, ["states"] * size, [False] * size, [False] * size, [False] * size)
    start = 0
    while start < size:
        end = start + 1
        while end < size and sentence[end] == start:
            end += 1
        kind = _mood(lattice, start, end)
        marks.mood[start:end] = [kind] * (end - start)
        if kind != "states":
            _mark_asked(lattice, start, end, marks.asked)
        elif lattice.words[end - 1].ends_with == "?" and clause[end - 1] == start:
            marks.asked[start:end] = [new_clause_at(lattice, start)] * (end - start)
        _mark_supposed(lattice, start, end, kind, marks)
        start = end
    return marks


def _mood(lattice: Lattice, start: int, end: int) -> Mood:
    question = lattice.words[end - 1].ends_with == "?"
    begin = start
    while begin < end - 1 and lattice.has(begin, "{small_openers}"):
        begin = min(end - 1, max(lattice.ends(begin, "{small_openers}")))
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
    if not question and (
        lattice.has(begin, "{statement_openers}") or _telling(lattice, begin, end)
    ):
        return "states"
    if not opens and not (question and (decides or knows)):
        if question and any(lattice.has(i, "{models}") for i in range(start, end)):
            return (
                "decides"
                if _first_person(lattice, start, end) or end - start <= _FRAGMENT
                else "asks"
            )
        return "decides" if decides and question else "states"
    if decides and not knows:
        return "decides"
    return "asks"


def _telling(lattice: Lattice, begin: int, end: int) -> bool:
    """True for "What we need is a spec." and "Who does it is up to them.": no question."""
    if lattice.words[end - 1].ends_with != "." or not lattice.has(begin, "{wh_words}"):
        return False
    after = begin + 1
    return after < end and not (
        lattice.has(after, "{opens_question}") or lattice.has(begin, "{asks_knowledge}")
    )


def _first_person(lattice: Lattice, start: int, end: int) -> bool:
    return any(lattice.has(i, "{us}") for i in range(start, end))


def _mark_asked(lattice: Lattice, start: int, end: int, asked: list[bool]) -> None:
    """Mark what a question asks.

    The question's own clause is asked; what hangs on it ("with", "if", "given", a relative
    clause, what follows a comma) is presupposed.
    """
    on = True
    for i in range(start, end):
        word = lattice.words[i]
        if i > start and (word.break_before == 1 or lattice.has(i, "{releases}")):
            on = word.break_before == 1 and lattice.has(i, "{opens_question}")
        asked[i] = on


def _mark_supposed(lattice: Lattice, start: int, end: int, kind: Mood, marks: _Marks) -> None:
    """Mark what is supposed, and what is conditional and no fact.

    "What if", "suppose" and the like suppose all that follows in the sentence. A plain "if" or
    "when" clause tells the situation in a request for a decision, supposes it in another
    question, and is no fact at all in a statement.
    """
    begins = next((i for i in range(start, end) if lattice.has(i, "{supposing}")), end)
    for i in range(begins, end):
        marks.supposed[i] = True
        marks.asked[i] = False
    if begins < end or kind == "decides":
        return
    ours = any(lattice.words[i].text in _OURS for i in range(start, end))
    questions = lattice.words[end - 1].ends_with == "?"
    for i in range(start, end):
        opener = marks.clause[i]
        if lattice.words[opener].text in _CONJUNCTIONS and opener + 1 < end:
            opener += 1
        if not lattice.has(opener, "{conditions}"):
            continue
        if kind == "asks" and (opener == start or not ours):
            continue
        (marks.supposed if questions or kind == "asks" else marks.unreal)[i] = True
