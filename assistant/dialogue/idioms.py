"""Turns of phrase put in plain words; they are data (``idioms.yaml``)."""

from __future__ import annotations

import re
from functools import cache

from pydantic import BaseModel, ConfigDict

from assistant.packaged import packaged

DATA = "idioms.yaml"
MAX_CHARS = 2000
"""So much of a text is looked through; the rest stays as it is."""


class _Idiom(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    meant: str
    said: re.Pattern[str]


@cache
def _idioms() -> tuple[tuple[re.Pattern[str], str], ...]:
    read = packaged("assistant.dialogue", DATA, tuple[_Idiom, ...])
    return tuple(
        (re.compile(rf"(?<!\w)(?:{i.said.pattern})(?!\w)", re.IGNORECASE), i.meant) for i in read
    )


def in_plain_words(text: str) -> str:
    """The text with each turn of phrase replaced by what it means."""
    said = plain = text[:MAX_CHARS].replace("’", "'")
    for pattern, meant in _idioms():
        plain = pattern.sub(meant, plain)
    return text if plain == said else plain + text[MAX_CHARS:]
