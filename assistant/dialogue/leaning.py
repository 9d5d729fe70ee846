"""Whether a message leans on what was said before it."""

from __future__ import annotations

from assistant.dialogue.intents import plain

_ELLIPSIS = ("and ", "but ", "what about", "how about", "why", "so ", "also", "which one", "or ")
_PRONOUNS = (" it", " its", " they", " them", " their", " that", " this", " those", " these", " one")
SHORT_WORDS = 4


def leans_back(text: str) -> bool:
    """Whether the message needs what was said before: an ellipsis, a pronoun, very few words."""
    lowered = f" {plain(text).rstrip('?!. ')} "
    return (
        lowered.lstrip().startswith(_ELLIPSIS)
        or any(f"{p} " in lowered for p in _PRONOUNS)
        or len(lowered.split()) <= SHORT_WORDS
    )
