"""The words by which numbers of the cost worksheet are told apart: ``cost_words.yaml``."""

from __future__ import annotations

import re
from functools import cache
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from assistant.packaged import packaged

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

    @model_validator(mode="after")
    def _compile(self) -> Self:
        cues = [cue for unit in self.units for cue in (unit.tail, *unit.inputs.values())]
        cues += [named.before for named in self.named]
        alone = (self.each, self.wage, self.ends, self.before_one)
        for pattern in (*cues, *self.ways.values(), *alone):
            re.compile(pattern)
        return self


@cache
def cost_words() -> CostWords:
    """The data; ``RulebookError`` where it is invalid."""
    return packaged("assistant.dialogue", DATA, CostWords)
