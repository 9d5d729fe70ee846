"""Negation, doubt and wish over a message: cues, their scope and what ends it.

After NegEx and ConText (Chapman et al. 2001; Harkema et al. 2009): a cue turns what follows it
until its clause ends; cues add up, so that two of them cancel out; phrases that only look like
cues ("no doubt") are taken out first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.dialogue.clauses import Clauses, new_clause_at
from assistant.dialogue.hearing_lattice import Lattice


@dataclass(frozen=True, slots=True)
class Scopes:
    """For each word: ``turns`` is the number of negations that reach it, ``since`` the word where
    the first of them begins (-1 if none); ``reach`` is where the scope of
    the negation that begins at the word ends (0 if none begins); ``doubted`` and ``wished`` hold the word where the
    latest doubt or wish that reaches it ends (-1 if none)."""

    turns: tuple[int, ...]
    since: tuple[int, ...]
    reach: tuple[int, ...]
    doubted: tuple[int, ...]
    wished: tuple[int, ...]


def scopes(lattice: Lattice, clauses: Clauses) -> Scopes:
    """The scopes of all cues of a message, in time linear in its length."""
    size = len(lattice.words)
    ends, stiff_ends = _scope_ends(lattice, clauses)
    delta = [0] * (size + 1)
    since = [-1] * size
    doubts: dict[int, int] = {}
    wishes: dict[int, int] = {}
    at = reach = 0
    rather = -1
    earliest = -1
    flips: list[tuple[int, int]] = []
    while at < size:
        after = lattice.ends(at, "{not_flips}")
        if after:
            at = after[0]
            continue
        for group, kept in (("{cancels}", doubts), ("{wishes}", wishes)):
            found = lattice.ends(at, group)
            if found and not clauses.asked[at]:
                kept[found[0]] = ends[found[0] - 1]
        if lattice.words[at].text == "rather":
            rather = clauses.clause[at]
        elif lattice.words[at].text == "than" and clauses.clause[at] == rather:
            doubts[at + 1] = ends[at]
        stiff = lattice.ends(at, "{stiff_flips}")
        cue = stiff or lattice.ends(at, "{flips}")
        if cue and not _answering_no(lattice, at, cue[0]):
            until = (stiff_ends if stiff else ends)[cue[0] - 1]
            if lattice.words[at].text == "non":
                until = min(until, cue[0] + 1)
            flips.append((at, until))
            at = cue[0]
        else:
            at += 1
    cue_reach = [0] * size
    for start, until in flips:
        cue_reach[start] = until
        delta[start + 1] += 1
        delta[max(until, start + 1)] -= 1
        if start >= reach or earliest < 0:
            earliest, reach = start, start
        for i in range(max(reach, start + 1), until):
            since[i] = earliest
        reach = max(reach, until)
    turns, count = [0] * size, 0
    for i in range(size):
        count += delta[i]
        turns[i] = count
    return Scopes(tuple(turns), tuple(since), tuple(cue_reach), _latest(doubts, size), _latest(wishes, size))


def _latest(marks: Mapping[int, int], size: int) -> tuple[int, ...]:
    """For each word the latest mark (begin -> end of its reach) that reaches it, else -1."""
    kept, current, until = [-1] * size, -1, 0
    for i in range(size):
        if i in marks:
            current, until = i, marks[i]
        kept[i] = current if i < until else -1
    return tuple(kept)


def _scope_ends(lattice: Lattice, clauses: Clauses) -> tuple[list[int], list[int]]:
    """For each word where the scope of a cue that ends with it ends: with the clause, unless a
    list goes on after the comma; a stiff cue's scope ends also before "and" and "with"."""
    size = len(lattice.words)
    ends, stiff_ends = [size] * size, [size] * size
    for i in range(size - 2, -1, -1):
        following = lattice.words[i + 1]
        if following.text == "nor":
            ends[i] = i + 1
        elif clauses.clause[i + 1] != clauses.clause[i]:
            goes_on = (
                following.break_before == 1
                and not lattice.has(i + 1, "{splits}")
                and _list_goes_on(lattice, i + 1)
            )
            ends[i] = ends[i + 1] if goes_on else i + 1
        else:
            ends[i] = ends[i + 1]
        if following.text in ("and", "with", "plus"):
            stiff_ends[i] = i + 1
        else:
            stiff_ends[i] = min(stiff_ends[i + 1], ends[i])
    return ends, stiff_ends


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
    for i in range(at, min(len(lattice.words), at + 12)):
        if lattice.words[i].break_before == 2 or lattice.has(i, "{splits}"):  # noqa: PLR2004
            return False
        if lattice.words[i].text in ("or", "nor"):
            return True
    return False
