"""The parts of a question, and which of them nothing that was found speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.dialogue.content import Words, content_words, judgement
from assistant.dialogue.question import analyse
from assistant.dialogue.statement import Found

MOST_CHARS = 160
_JOINT = re.compile(r"\s+and\s+|\s*[;?]\s+|,\s+and\s+", re.IGNORECASE)
_LEANS = re.compile(r"\b(?:it|its|they|their|them|this|that|these|those)\b", re.IGNORECASE)
_EDGE = " \t\n?!.,;"


def unanswered_part(
    text: str, found: Sequence[Found], context: Mapping[str, str], words: Words
) -> str:
    """The first part of the question of which nothing was found, as it was written.

    That is none of its content words, or not the kind of thing that it asks for. Empty for a question of one part, or where every part has something.
    """
    parts = [part.strip(_EDGE) for part in _JOINT.split(text[: 10 * MOST_CHARS])]
    asked = [(part, [a.word for a in content_words(part)]) for part in parts]
    asked = [(part, content) for part, content in asked if content]
    if len(asked) < 2:  # noqa: PLR2004
        return ""
    there = frozenset[str]().union(*(words.stems(context[f.passage.name]) for f in found))
    for part, content in asked:
        kind = analyse(part).kind
        lacks_kind = kind not in judgement().kinds and not words.stems(kind) <= there
        leans = len(content) == 1 and _LEANS.search(part) is not None
        lacks_all = not leans and not any(words.stems(word) & there for word in content)
        if (lacks_kind or lacks_all) and len(part) <= MOST_CHARS:
            return part
    return ""
