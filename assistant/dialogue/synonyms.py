"""Words that say nearly the same; the families are data (``synonyms.yaml``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import RulebookError

DATA = "synonyms.yaml"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    families: tuple[str, ...]


@cache
def synonyms(stems: Callable[[str], frozenset[str]]) -> Mapping[str, frozenset[str]]:
    """Each stem of a family to the stems of all of its families; ``stems`` gives those of a text.

    ``RulebookError`` says what is wrong with the data.
    """
    text = (files("assistant.dialogue") / DATA).read_text(encoding="utf-8")
    try:
        families = _Data.model_validate(yaml.safe_load(text)).families
    except (yaml.YAMLError, ValidationError) as error:
        msg = f"{DATA} is invalid: {error}"
        raise RulebookError(msg) from error
    found: dict[str, frozenset[str]] = {}
    for family in families:
        together = stems(family)
        for stem in together:
            found[stem] = found.get(stem, frozenset()) | together
    return found
