"""What the cost model consists of, as pydantic models: the shape of ``costs.yaml``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache, cached_property
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant.decision.costs.formula import formula, fraction
from assistant.decision.costs.polynomial import Polynomial, constant, variable
from assistant.decision.schema import Name, Quoted, Text
from assistant.decision.types import Evidence

Input = Annotated[str, Field(pattern=r"^[a-z]+$")]
PRICE, WEEK = "price", "priceweek"


def _fraction(given: object) -> object:
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return given
    return fraction(str(given))


Number = Annotated[Fraction, BeforeValidator(_fraction), Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Way(_Part):
    """A way of staffing; those that the rulebook knows take label and meaning from there."""

    label: str = ""
    means: str = ""


class Constant(_Part):
    """A number that is a matter of definition."""

    value: Number
    means: Text


class InputField(_Part):
    """A number that the user may give. ``each`` are the ways that have one of their own."""

    label: Text
    asks: Text
    unit: Text
    each: tuple[Name, ...] = ()
    least: Number = Fraction(0)
    most: Number


class Price(_Part):
    """A unit of charging: what the whole work costs in it, and what one week of it does."""

    of: Text
    week: Text
    ways: Annotated[tuple[Name, ...], Field(min_length=1)]


class Quote(Quoted):
    """Words of a source on a factor; on every way where it names none."""

    ways: tuple[Name, ...] = ()


class Factor(_Part):
    """Something that costs. ``house`` are the ways on which no source says so, but we do."""

    id: Name
    label: Text
    means: Text
    formula: Text
    ways: Annotated[tuple[Name, ...], Field(min_length=1)]
    house: tuple[Name, ...] = ()
    evidence: tuple[Quote, ...] = ()

    def evidence_on(self, way: str) -> tuple[Evidence, ...]:
        """What the sources say of it on that way, the most particular first."""
        if way in self.house:
            return ()
        named = [q.evidence for q in self.evidence if way in q.ways]
        return (*named, *(q.evidence for q in self.evidence if not q.ways))


class CostModel(_Part):
    """Everything that a reckoning knows of what costs."""

    ways: Annotated[Mapping[Name, Way], Field(min_length=2)]
    constants: Mapping[Input, Constant]
    sway: Annotated[Number, Field(gt=0, lt=1)]
    units: Mapping[Text, Mapping[str, Number]]
    inputs: Annotated[Mapping[Input, InputField], Field(min_length=1)]
    prices: Annotated[Mapping[Input, Price], Field(min_length=1)]
    factors: Annotated[tuple[Factor, ...], Field(min_length=1)]
    says: Mapping[Name, Quoted]

    def __hash__(self) -> int:
        """By identity: there is one for each file read."""
        return id(self)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256, in hex, of the content."""
        content: dict[str, Any] = self.model_dump(mode="json")
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def prices_of(self, way: str) -> tuple[str, ...]:
        """The units of charging that the way may have, named by their input."""
        return tuple(name for name, price in self.prices.items() if way in price.ways)

    def factors_of(self, way: str) -> tuple[Factor, ...]:
        """What costs on that way."""
        return tuple(factor for factor in self.factors if way in factor.ways)

    def reckoned(
        self, factor: Factor, way: str, price: str, keys: Mapping[str, str]
    ) -> Polynomial:
        """The factor on that way; ``keys`` says by what name each of its inputs is given."""
        return {
            tuple(sorted(keys.get(name, name) for name in product)): times
            for product, times in _read(self, factor.formula, way, price).items()
        }

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        """Every name that is used is defined; ``ValueError`` names all the places."""
        if problems := [*_unknown(self), *_unreadable(self)]:
            raise ValueError("\n".join(problems))
        return self


@cache
def _read(model: CostModel, text: str, way: str, price: str) -> Polynomial:
    """The formula on that way, in the names of the inputs; those that the way lacks are nothing."""
    names = {name: constant(fixed.value) for name, fixed in model.constants.items()}
    for name, about in model.inputs.items():
        names[name] = variable(name) if not about.each or way in about.each else {}
    charged = model.prices[price]
    names[PRICE] = formula(charged.of, names)
    names[WEEK] = formula(charged.week, names)
    return formula(text, names)


def _unknown(model: CostModel) -> Iterator[str]:
    for name, about in model.inputs.items():
        if about.unit not in model.units:
            yield f"input '{name}', key 'unit': unknown unit '{about.unit}'"
        if about.least >= about.most:
            yield f"input '{name}', key 'least': is not below 'most'"
        yield from _no_ways(f"input '{name}', key 'each'", about.each, model)
    for name, price in model.prices.items():
        if name not in model.inputs:
            yield f"price '{name}': there is no input of that name"
        yield from _no_ways(f"price '{name}', key 'ways'", price.ways, model)
    for way in model.ways:
        if not model.prices_of(way):
            yield f"way '{way}': no price is for it"
    ids = [factor.id for factor in model.factors]
    yield from (f"factor '{i}', key 'id': used twice" for i in sorted({i for i in ids if ids.count(i) > 1}))
    for factor in model.factors:
        where = f"factor '{factor.id}'"
        yield from _no_ways(f"{where}, key 'ways'", factor.ways, model)
        yield from (f"{where}, key 'house': '{w}' is none of its ways"
                    for w in factor.house if w not in factor.ways)
        yield from (f"{where}, key 'evidence': '{w}' is none of its ways"
                    for q in factor.evidence for w in q.ways if w not in factor.ways)
        yield from (f"{where}, key 'evidence': none for '{w}'; quote a source, or name it in 'house'"
                    for w in factor.ways if w not in factor.house and not factor.evidence_on(w))


def _no_ways(where: str, ways: tuple[str, ...], model: CostModel) -> Iterator[str]:
    yield from (f"{where}: unknown way '{way}'" for way in ways if way not in model.ways)


def _unreadable(model: CostModel) -> Iterator[str]:
    for factor in model.factors:
        for way in factor.ways:
            for price in model.prices_of(way):
                try:
                    model.reckoned(factor, way, price, {})
                except ValueError as error:
                    yield f"factor '{factor.id}' on '{way}' by '{price}': {error}"
