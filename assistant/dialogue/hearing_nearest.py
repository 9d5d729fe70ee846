"""Facts by similarity to example statements, where no pattern heard anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.dialogue.hearing_resolve import Fact
from assistant.dialogue.lexicon import Lexicon

if TYPE_CHECKING:
    from assistant.dialogue.hearing import Nearest
    from assistant.dialogue.hearing_judge import Judge

MIN_SIMILARITY = 0.72
MIN_MARGIN = 0.06


def unheard_by_patterns(
    text: str, judge: Judge, facts: Sequence[Fact], lexicon: Lexicon, nearest: Nearest
) -> list[Fact]:
    """Facts that a clause is near enough to, and nearer than to anything else."""
    return []
