"""Negation, doubt and wish over a message: cues, their scope and what ends it.

After NegEx and ConText (Chapman et al. 2001; Harkema et al. 2009): a cue turns what follows it
until its clause ends; cues add up, so that two of them cancel out; phrases that only look like
cues ("no doubt") are taken out first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from assistant.dialogue.clauses import Clauses, new_clause_at
from assistant.dialogue.hearing_lattice import Lattice

_NOBODY = frozenset({"no", "nobody", "noone", "none"})
_STIFF_STOPS = frozenset({"and", "with", "plus"})
_LIST_WITHIN = 12


@dataclass(frozen=True, slots=True)
class Scopes:
    """What reaches each word.

    ``turns`` is the number of negations that reach the word, ``since`` where the first of them
    begins (-1 if none); ``reach`` is where the scope of the negation that begins at the word
    ends (0 if none begins); ``doubted`` and ``wished`` hold where the latest doubt or wish that
    reaches the word ends (-1 if none).
    """

    turns: tuple[int, ...]
    since: tuple[int, ...]
    reach: tuple[int, ...]
    doubted: tuple[int, ...]
    wished: tuple[int, ...]


def scopes(lattice: Lattice, clauses: Clauses) -> Scopes:
    """The scopes of all cues of a message, in time linear in its length."""
    size = len(lattice.words)
    ends, stiff_ends = _scope_ends(lattice, clauses)
    reach = _negations(lattice, ends, stiff_ends)
    doubts: dict[int, int] = {}
    wishes: dict[int, int] = {}
    rather = -1
    for at in range(size):
        if lattice.has(at, "{not_flips}") or clauses.asked[at]:
            continue
        for group, kept in (("{cancels}", doubts), ("{wishes}", wishes)):
            if found := lattice.ends(at, group):
                kept[found[0]] = ends[found[0] - 1]
        if lattice.words[at].text in ("rather", "sooner"):
            rather = clauses.clause[at]
        elif lattice.words[at].text == "than" and clauses.clause[at] == rather:
            doubts[at + 1] = ends[at]
    turns, since = _counted(reach)
    return Scopes(turns, since, tuple(reach), _latest(doubts, size), _latest(wishes, size))


def _negations(lattice: Lattice, ends: list[int], stiff_ends: list[int]) -> list[int]:
    """For each word where the scope of the negation that begins there ends, 0 if none does."""
    size = len(lattice.words)
    reach = [0] * size
    at = 0
    while at < size:
        if after := lattice.ends(at, "{not_flips}"):
            at = after[0]
            continue
        stiff = lattice.ends(at, "{stiff_flips}")
        cue = stiff or lattice.ends(at, "{flips}")
        if not cue or _answering_no(lattice, at, cue[0]):
            at += 1
            continue
        until = (stiff_ends if stiff else ends)[cue[0] - 1]
        reach[at] = min(until, cue[0] + 1) if lattice.words[at].text == "non" else until
        at = cue[0]
    return reach


def _counted(reach: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For each word how many negations reach it, and where the first of them begins."""
    size = len(reach)
    change, since = [0] * (size + 2), [-1] * size
    earliest, furthest = -1, 0
    for start, until in enumerate(reach):
        if not until:
            continue
        change[start + 1] += 1
        change[max(until, start + 1)] -= 1
        if start >= furthest or earliest < 0:
            earliest = furthest = start
        for i in range(max(furthest, start + 1), until):
            since[i] = earliest
        furthest = max(furthest, until)
    return tuple(accumulate(change))[:size], tuple(since)


def _latest(marks: Mapping[int, int], size: int) -> tuple[int, ...]:
    """For each word the latest mark (begin -> end of its reach) that reaches it, else -1."""
    kept, current, until = [-1] * size, -1, 0
    for i in range(size):
        if i in marks:
            current, until = i, marks[i]
        kept[i] = current if i < until else -1
    return tuple(kept)


def _scope_ends(lattice: Lattice, clauses: Clauses) -> tuple[list[int], list[int]]:
    """For each word where the scope of a cue that ends with it ends.

    That is the end of the clause, unless a list goes on after the comma, or an "and" before
    "nobody"; a stiff cue's scope
    ("no", "without") ends also before "and", "with", a pronoun and the next of its kind.
    """
    size = len(lattice.words)
    ends, stiff_ends = [size] * size, [size] * size
    for i in range(size - 2, -1, -1):
        following = lattice.words[i + 1]
        closes = clauses.clause[i + 1] != clauses.clause[i] and not (
            following.break_before == 1
            and not lattice.has(i + 1, "{splits}")
            and _list_goes_on(lattice, i + 1)
        )
        closes = closes or following.text == "nor" or _denies_anew(lattice, i + 1)
        ends[i] = i + 1 if closes else ends[i + 1]
        stiff = following.text in _STIFF_STOPS or lattice.has(i + 1, "{i_or_we}", "{stiff_flips}")
        stiff_ends[i] = i + 1 if stiff else min(stiff_ends[i + 1], ends[i])
    return ends, stiff_ends


def _denies_anew(lattice: Lattice, at: int) -> bool:
    """True at the "and" of "won't change and nobody leads"."""
    words = lattice.words[at : at + 2]
    return [w.text for w in words[:1]] == ["and"] and words[-1].text in _NOBODY


def _answering_no(lattice: Lattice, at: int, end: int) -> bool:
    return (
        lattice.words[at].text == "no"
        and end == at + 1
        and (end == len(lattice.words) or lattice.words[end].break_before > 0)
    )


def _list_goes_on(lattice: Lattice, at: int) -> bool:
    """True where the words after a comma go on with a list that ends in "or" or "nor"."""
    if new_clause_at(lattice, at):
        return False
    for i in range(at, min(len(lattice.words), at + _LIST_WITHIN)):
        if lattice.words[i].break_before == 2 or lattice.has(i, "{splits}"):  # noqa: PLR2004
            return False
        if lattice.words[i].text in ("or", "nor"):
            return True
    return False
