"""How the costs spread where ranges were given: random draws, for the picture and nothing else.

Totals, order and break-even points are reckoned exactly; no statement rests on a draw.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.decision.costs.formulas import formulas
from assistant.decision.costs.polynomial import added, variables
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.types import Worksheet

DRAWS, SEED = 2000, 20


@dataclass(frozen=True, slots=True)
class Spread:
    """Costs so far of one way in the draws, sorted; ``cheapest`` is the share it was cheapest in."""

    way: str
    costs: tuple[float, ...]
    cheapest: float

    def quantile(self, share: float) -> float:
        """The cost that this share of the draws does not exceed."""
        return self.costs[min(int(share * len(self.costs)), len(self.costs) - 1)]


def spreads(sheet: Worksheet, model: CostModel, draws: int = DRAWS) -> tuple[Spread, ...]:
    """How the costs so far spread; empty where no range was given. The seed is fixed.

    Each range is drawn from a triangle over low, likely and high, in the order of names; an input
    that several ways share is drawn once for all of them.
    """
    ranged = sorted(name for name, given in sheet.given.items() if not given.amount.single)
    if not ranged:
        return ()
    sums = {way: _in_floats(way, sheet, model) for way in sheet.ways}
    fixed = {name: float(given.amount.likely) for name, given in sheet.given.items()}
    ends = {n: tuple(float(getattr(sheet.given[n].amount, e)) for e in ("low", "high", "likely"))
            for n in ranged}
    chance = random.Random(SEED)  # noqa: S311 (a picture, no secret)
    rows: dict[str, list[float]] = {way: [] for way in sheet.ways}
    wins = dict.fromkeys(sheet.ways, 0)
    for _ in range(draws):
        at = {**fixed, **{name: chance.triangular(*ends[name]) for name in ranged}}
        drawn = {way: _value(sums[way], at) for way in sheet.ways}
        for way, cost in drawn.items():
            rows[way].append(cost)
        wins[min(drawn, key=lambda w: drawn[w])] += 1
    return tuple(Spread(w, tuple(sorted(rows[w])), wins[w] / draws) for w in sheet.ways)


def _in_floats(way: str, sheet: Worksheet, model: CostModel) -> list[tuple[tuple[str, ...], float]]:
    parts = [f for f in formulas(way, sheet, model).of.values()
             if variables(f) <= sheet.given.keys()]
    return [(names, float(factor)) for names, factor in added(parts).items()]


def _value(terms: list[tuple[tuple[str, ...], float]], at: Mapping[str, float]) -> float:
    total = 0.0
    for names, factor in terms:
        term = factor
        for name in names:
            term *= at[name]
        total += term
    return total
