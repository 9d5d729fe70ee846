"""Where two ways cost the same, one input at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from assistant.decision.costs.formulas import Formulas, formulas, points
from assistant.decision.costs.polynomial import (
    Polynomial,
    added,
    less,
    slope,
    substituted,
    value,
    variables,
)
from assistant.decision.costs.schema import PRICE, CostModel
from assistant.decision.costs.types import BreakEven, Worksheet


def break_evens(one: str, other: str, sheet: Worksheet, model: CostModel) -> tuple[BreakEven, ...]:
    """The points at which the two ways cost the same, the nearest to what was given first.

    For each input, the others being at their likely amounts. Factors with another open input are
    left out on both sides, and named. Points that the input cannot reach are none.
    """
    likely = points(sheet)["likely"]
    sides = (formulas(one, sheet, model), formulas(other, sheet, model))
    names = {n for side in sides for n in variables(side.total)}
    found = [b for name in sorted(names) if (b := _at(name, sides, likely, model))]
    return tuple(sorted(found, key=_distance))


def known_difference(
    one: str, other: str, sheet: Worksheet, model: CostModel
) -> tuple[Fraction, tuple[str, ...]]:
    """How much more the first costs at the likely amounts, and the factors left out as open."""
    likely = points(sheet)["likely"]
    sides = (formulas(one, sheet, model), formulas(other, sheet, model))
    apart, out = difference(sides, "", likely)
    return value(apart, likely), out


def known_sums(
    point: BreakEven, sheet: Worksheet, model: CostModel, at: Sequence[Fraction]
) -> dict[str, tuple[tuple[Fraction, Fraction], ...]]:
    """What each of the point's two ways costs at these amounts of its input: way -> (amount, cost).

    As the point itself: at likely amounts, without the factors that it leaves out.
    """
    likely = points(sheet)["likely"]
    sums: dict[str, tuple[tuple[Fraction, Fraction], ...]] = {}
    for way in (point.below, point.above):
        kept = added(
            f for factor, f in formulas(way, sheet, model).of.items() if factor not in point.left_out
        )
        sums[way] = tuple((x, value(kept, {**likely, point.name: x})) for x in at)
    return sums


def difference(
    sides: tuple[Formulas, Formulas], name: str, known: dict[str, Fraction]
) -> tuple[Polynomial, tuple[str, ...]]:
    """The first way less the second, and the factors left out, for which more than ``name`` is open.

    A factor that is open on one side is left out on the other too: like is compared with like.
    """
    reach = known.keys() | {name}
    out = {
        factor for side in sides for factor, formula in side.of.items()
        if not variables(formula) <= reach
    }
    one, other = (
        added(formula for factor, formula in side.of.items() if factor not in out)
        for side in sides
    )
    return less(one, other), tuple(sorted(out))


def _at(
    name: str, sides: tuple[Formulas, Formulas], likely: dict[str, Fraction], model: CostModel
) -> BreakEven | None:
    apart, out = difference(sides, name, likely)
    if PRICE in out:
        return None
    others = {n: amount for n, amount in likely.items() if n != name}
    left = substituted(apart, others)
    steep = value(slope(left, name), {})
    if not steep:
        return None
    at = -left.get((), Fraction(0)) / steep
    about = model.inputs[name.partition(".")[0]]
    if not about.least < at < about.most:
        return None
    one, other = sides[0].way, sides[1].way
    below, above = (one, other) if steep > 0 else (other, one)
    return BreakEven(name, at, likely.get(name), below, above, out)


def _distance(point: BreakEven) -> tuple[bool, Fraction, str]:
    """Nearest first, open inputs after those given."""
    if not point.now:
        return True, point.at, point.name
    return False, abs(point.at - point.now) / point.now, point.name


def all_break_evens(sheet: Worksheet, model: CostModel) -> Iterator[BreakEven]:
    """Those of every two ways that are compared."""
    for i, one in enumerate(sheet.ways):
        for other in sheet.ways[i + 1 :]:
            yield from break_evens(one, other, sheet, model)
