"""What was said before that a message may lean on, and whether it does."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.dialogue.intents import Route, plain

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


def since_restart(routes: Sequence[Route]) -> Sequence[Route]:
    """The routes after the last message that started over."""
    for i in range(len(routes) - 1, -1, -1):
        if routes[i].intent == "restart":
            return routes[i + 1 :]
    return routes
