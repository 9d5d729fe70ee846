"""Turns of phrase put in plain words; they are data (``idioms.yaml``)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from assistant.errors import RulebookError

DATA = "idioms.yaml"
MAX_CHARS = 2000
"""So much of a text is looked through; the rest stays as it is."""


class _Idiom(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    meant: str
    said: re.Pattern[str]


@cache
def _idioms() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = (files("assistant.dialogue") / DATA).read_text(encoding="utf-8")
    try:
        read = TypeAdapter(tuple[_Idiom, ...]).validate_python(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        msg = f"{DATA} is invalid: {error}"
        raise RulebookError(msg) from error
    return tuple(
        (re.compile(rf"(?<!\w)(?:{i.said.pattern})(?!\w)", re.IGNORECASE), i.meant) for i in read
    )


def in_plain_words(text: str) -> str:
    """The text with each turn of phrase replaced by what it means."""
    said = plain = text[:MAX_CHARS].replace("’", "'")
    for pattern, meant in _idioms():
        plain = pattern.sub(meant, plain)
    return text if plain == said else plain + text[MAX_CHARS:]
