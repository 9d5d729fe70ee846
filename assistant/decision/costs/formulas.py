"""A way's costs as formulas in the fields of a worksheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assistant.decision.costs.polynomial import Polynomial, added, substituted
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.types import Worksheet
from assistant.decision.costs.worksheet import key_of, price_of

ENDS = ("low", "likely", "high")


@dataclass(frozen=True, slots=True)
class Formulas:
    """One way's factors as polynomials in the fields of the worksheet, given and open."""

    way: str
    of: Mapping[str, Polynomial]

    @property
    def total(self) -> Polynomial:
        """All factors together."""
        return added(self.of.values())


def formulas(way: str, sheet: Worksheet, model: CostModel) -> Formulas:
    """The way's factors. What is given as 0 takes with it the open inputs it is multiplied by."""
    price = price_of(way, sheet, model)
    keys = {name: key_of(name, way, sheet.given) for name, i in model.inputs.items() if i.each}
    nought = {f: Fraction(0) for f, given in sheet.given.items() if given.amount.high == 0}
    return Formulas(
        way,
        {
            factor.id: substituted(model.reckoned(factor, way, price, keys), nought)
            for factor in model.factors_of(way)
        },
    )


def points(sheet: Worksheet) -> dict[str, dict[str, Fraction]]:
    """For the low, the likely and the high end: field -> amount."""
    return {end: {f: getattr(g.amount, end) for f, g in sheet.given.items()} for end in ENDS}
