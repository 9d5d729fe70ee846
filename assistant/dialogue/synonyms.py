"""Words that say nearly the same; the families are data (``synonyms.yaml``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict

from assistant.packaged import packaged

DATA = "synonyms.yaml"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    families: tuple[str, ...]


@cache
def synonyms(stems: Callable[[str], frozenset[str]]) -> Mapping[str, frozenset[str]]:
    """Each stem of a family to the stems of all of its families; ``stems`` gives those of a text.

    ``RulebookError`` says what is wrong with the data.
    """
    found: dict[str, frozenset[str]] = {}
    for family in packaged("assistant.dialogue", DATA, _Data).families:
        together = stems(family)
        for stem in together:
            found[stem] = found.get(stem, frozenset()) | together
    return found
