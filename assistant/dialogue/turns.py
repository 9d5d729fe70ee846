"""How a message hangs together with those before it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.dialogue.intents import Route, plain


def since_restart(routes: Sequence[Route]) -> Sequence[Route]:
    """Those after the last message that starts over; all where none does."""
    for i in range(len(routes) - 1, -1, -1):
        if routes[i].intent == "restart":
            return routes[i + 1 :]
    return routes


_ELLIPSIS = ("and ", "but ", "what about", "how about", "why", "so ", "also", "which one", "or ")
_PRONOUNS = (" it", " its", " they", " them", " their", " that", " this", " those", " these", " one")
SHORT_WORDS = 4


def leans(text: str) -> bool:
    """Whether the message needs what was said before: an ellipsis, a pronoun, very few words."""
    lowered = f" {plain(text).rstrip('?!. ')} "
    return (
        lowered.lstrip().startswith(_ELLIPSIS)
        or any(f"{p} " in lowered for p in _PRONOUNS)
        or len(lowered.split()) <= SHORT_WORDS
    )
