"""Answered conversations, to be kept."""

from __future__ import annotations

from assistant.history.types import Given

CORPUS, RULEBOOK = "c" * 64, "r" * 64


def said(*turns: str, body: str = "", corpus: str = CORPUS) -> tuple[Given, ...]:
    """An answer to each of the turns."""
    return tuple(
        Given(turns[: i + 1], corpus, RULEBOOK, body or f"answer to {turns[: i + 1]}")
        for i in range(len(turns))
    )
