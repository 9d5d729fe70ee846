"""Two wordings, word by word. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

MAX_WORDS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Change:
    """Words that both have, or that only the old or only the new wording has."""

    kind: Literal["same", "old", "new"]
    text: str


def compared(old: str, new: str) -> tuple[Change, ...]:
    """The steps from the old wording to the new one, in the order of reading."""
    before, after = old.split()[:MAX_WORDS], new.split()[:MAX_WORDS]
    changes: list[Change] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            changes.append(Change("same", " ".join(before[a:b])))
            continue
        if b > a:
            changes.append(Change("old", " ".join(before[a:b])))
        if d > c:
            changes.append(Change("new", " ".join(after[c:d])))
    return tuple(changes)


def shown(changes: Sequence[Change]) -> str:
    """The changes on one line: ``the [-two-] {+three+} weeks``."""
    around = {"same": ("", ""), "old": ("[-", "-]"), "new": ("{+", "+}")}
    return " ".join(around[c.kind][0] + c.text + around[c.kind][1] for c in changes)
