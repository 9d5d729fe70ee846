"""What matters most: how far each input moves what a way costs."""

from __future__ import annotations

from fractions import Fraction

from assistant.decision.costs.formulas import formulas, points
from assistant.decision.costs.polynomial import Polynomial, added, substituted, value, variables
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.types import Bar, Span, Worksheet


def tornado(way: str, sheet: Worksheet, model: CostModel) -> tuple[Bar, ...]:
    """A bar for each input given, widest first, over the factors that are not open.

    An input goes over its range, or, where it is one amount, the model's ``sway`` to both sides;
    the others stay at their likely amounts.
    """
    likely = points(sheet)["likely"]
    known = [f for f in formulas(way, sheet, model).of.values() if variables(f) <= likely.keys()]
    total = added(known)
    bars = [_bar(name, sheet.given[name].amount, substituted(total, _without(likely, name)), model)
            for name in sorted(variables(total))]
    return tuple(sorted(bars, key=lambda bar: (-bar.width, bar.name)))


def _without(likely: dict[str, Fraction], name: str) -> dict[str, Fraction]:
    return {other: amount for other, amount in likely.items() if other != name}


def _bar(name: str, amount: Span, total: Polynomial, model: CostModel) -> Bar:
    ends = (amount.low, amount.high)
    if amount.single:
        ends = (amount.likely * (1 - model.sway), amount.likely * (1 + model.sway))
    low, high = (value(total, {name: end}) for end in ends)
    return Bar(name, low, high, "convention" if amount.single else "range")
