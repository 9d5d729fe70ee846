"""Facts by similarity to example statements, where no pattern heard anything.

Sentence embeddings know the topic well and the polarity badly ("the scope is fixed" is near to
"the scope is not fixed"). So similarity decides only where it is high, where nothing said
otherwise is nearly as near, and where the clause is negated just when the value usually is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.dialogue.hearing_resolve import Fact
from assistant.dialogue.lexicon import Lexicon

if TYPE_CHECKING:
    from assistant.dialogue.hearing import Nearest
    from assistant.dialogue.hearing_judge import Judge

MIN_SIMILARITY = 0.60
MIN_MARGIN = 0.10
"""Chosen with all-MiniLM-L6-v2 on statements that no pattern knew: at these, about five facts are
right for one that is wrong; lower ones bring more of both."""
FEWEST_WORDS = 4
MOST_CLAUSES = 12
_LAST = 10_000


def unheard_by_patterns(
    text: str, judge: Judge, facts: Sequence[Fact], lexicon: Lexicon, nearest: Nearest
) -> list[Fact]:
    """Facts of sentences that no pattern heard anything in, the first few of them."""
    words = judge.lattice.words
    heard = {judge.clauses.sentence[fact.start] for fact in facts}
    criteria = {fact.criterion for fact in facts}
    found: list[Fact] = []
    looked = 0
    start = 0
    while start < len(words) and looked < MOST_CLAUSES:
        end = start + 1
        while end < len(words) and judge.clauses.sentence[end] == start:
            end += 1
        if start not in heard and end - start >= FEWEST_WORDS and judge.tells(start, end):
            looked += 1
            told = _told(nearest(text[words[start].start : words[end - 1].end]))
            if told is not None and told[0] in lexicon.criteria and told[0] not in criteria:
                criterion, value = told
                if judge.negated(start, end) == _usually_negated(criterion, value, lexicon):
                    found.append(Fact(criterion, value, start, end, False, True, False, _LAST))  # noqa: FBT003
        start = end
    return found


def _told(ranked: Sequence[tuple[str, str, float]]) -> tuple[str, str] | None:
    """The (criterion, value) that is near enough and nearer than any other."""
    if not ranked:
        return None
    criterion, value, similarity = ranked[0]
    others = [s for c, v, s in ranked[1:] if (c, v) != (criterion, value)]
    second = max(others, default=0.0)
    if not criterion or similarity < MIN_SIMILARITY or similarity - second < MIN_MARGIN:
        return None
    return criterion, value


def _usually_negated(criterion: str, value: str, lexicon: Lexicon) -> bool:
    return value in lexicon.criteria[criterion].negative
