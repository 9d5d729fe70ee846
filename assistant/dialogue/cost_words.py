"""The words by which numbers of the cost worksheet are told apart: ``cost_words.yaml``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import RulebookError

DATA = "cost_words.yaml"


class Unit(BaseModel):
    """What may follow a number, and what it then is; the first input whose cues fit is meant."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tail: str
    inputs: dict[str, str]
    needs_currency: bool = False


class Named(BaseModel):
    """The words before a number that name its input, and the unit that it then has.

    ``bare`` where they leave the unit open; ``money`` where a currency may stand by the number.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: str
    before: str
    unit: str
    bare: bool = False
    money: bool = False


class CostWords(BaseModel):
    """All of the file: number words, units, ways, and what tells them apart."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    numbers: dict[str, int | float]
    units: tuple[Unit, ...]
    named: tuple[Named, ...]
    ways: dict[str, str]
    each: str
    wage: str
    ends: str
    before_one: str


@cache
def cost_words() -> CostWords:
    """The data; ``RulebookError`` where it is invalid."""
    text = (files("assistant.dialogue") / DATA).read_text(encoding="utf-8")
    try:
        words = CostWords.model_validate(yaml.safe_load(text))
        cues = [cue for unit in words.units for cue in (unit.tail, *unit.inputs.values())]
        cues += [named.before for named in words.named]
        alone = (words.each, words.wage, words.ends, words.before_one)
        for pattern in (*cues, *words.ways.values(), *alone):
            re.compile(pattern)
    except (yaml.YAMLError, ValidationError, re.error) as error:
        msg = f"{DATA} is invalid: {error}"
        raise RulebookError(msg) from error
    return words
