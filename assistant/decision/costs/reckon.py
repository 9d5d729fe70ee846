"""The reckoning: each way's lines and totals, exactly, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, product

from assistant.decision.costs.formulas import ENDS, Formulas, formulas, points
from assistant.decision.costs.order import compared
from assistant.decision.costs.polynomial import (
    Box,
    Polynomial,
    added,
    slope,
    value,
    variables,
)
from assistant.decision.costs.schema import CostModel, Factor
from assistant.decision.costs.types import Cost, Line, Pair, Reckoning, Span, Worksheet

PEOPLE, DURATION = "people", "duration"


def reckon(sheet: Worksheet, model: CostModel) -> Reckoning:
    """All that follows from the worksheet. The order of its inputs does not matter."""
    worked = {way: formulas(way, sheet, model) for way in sheet.ways}
    costs = tuple(_cost(worked[way], sheet, model) for way in sheet.ways)
    whole = box(sheet, model, {n for f in worked.values() for n in variables(f.total)})
    pairs = tuple(
        compared(worked[one], worked[other], whole, sheet.given)
        for one, other in combinations(sheet.ways, 2)
    )
    complete = [c for c in costs if c.total is not None]
    order = sorted(complete, key=_likely) if len(complete) == len(costs) else []
    return Reckoning(
        worksheet=sheet,
        costs=costs,
        pairs=pairs,
        order=tuple(c.way for c in order),
        cheapest=next((w for w in sheet.ways if _beats_all(w, sheet.ways, pairs)), None),
        open=tuple(dict.fromkeys(name for c in costs for name in c.open)),
        matter=tuple(dict.fromkeys(name for p in pairs for name in p.matter)),
    )


def box(sheet: Worksheet, model: CostModel, names: set[str]) -> Box:
    """What each field may be: the range given, or all that the model accepts for an open one."""
    return {
        name: (sheet.given[name].amount.low, sheet.given[name].amount.high)
        if name in sheet.given
        else (model.inputs[name.partition(".")[0]].least, model.inputs[name.partition(".")[0]].most)
        for name in sorted(names)
    }


def _likely(cost: Cost) -> Fraction:
    return cost.so_far.likely


def _beats_all(way: str, ways: tuple[str, ...], pairs: tuple[Pair, ...]) -> bool:
    mine = [p for p in pairs if way in (p.one, p.other)]
    return len(ways) > 1 and all(p.cheaper == way for p in mine)


def _cost(worked: Formulas, sheet: Worksheet, model: CostModel) -> Cost:
    ends = points(sheet)
    lines = tuple(
        _line(factor, worked.way, worked.of[factor.id], ends)
        for factor in model.factors_of(worked.way)
    )
    closed = added(worked.of[line.factor] for line in lines if line.amount is not None)
    missing = tuple(dict.fromkeys(name for line in lines for name in line.open))
    whole = _span(closed, ends)
    return Cost(
        way=worked.way,
        lines=lines,
        so_far=whole,
        total=None if missing else whole,
        per_month=None if missing else _shared(closed, ends, (DURATION,)),
        per_delivered_month=None if missing else _shared(closed, ends, (DURATION, PEOPLE)),
        open=missing,
    )


def _line(
    factor: Factor, way: str, polynomial: Polynomial, ends: Mapping[str, Mapping[str, Fraction]]
) -> Line:
    known = ends["likely"]
    missing = tuple(sorted(variables(polynomial) - known.keys()))
    each = None
    if len(missing) == 1 and all(missing[0] in p for p in polynomial):
        each = _span(slope(polynomial, missing[0]), ends)
    return Line(
        way=way,
        factor=factor.id,
        amount=None if missing else _span(polynomial, ends),
        open=missing,
        each=each,
        evidence=factor.evidence_on(way),
    )


def _span(polynomial: Polynomial, ends: Mapping[str, Mapping[str, Fraction]]) -> Span:
    """Lowest, likely and highest value. Costs only add up, so the lowest is that of all lows."""
    return Span(*(value(polynomial, ends[end]) for end in ENDS))


def _shared(
    polynomial: Polynomial, ends: Mapping[str, Mapping[str, Fraction]], by: tuple[str, ...]
) -> Span | None:
    """The cost divided by inputs that it may also depend on; None where one of them is open.

    Divided by an input, it rises or falls with it throughout: the extremes are at its ends.
    """
    if not all(name in ends["likely"] for name in by):
        return None
    found: dict[str, list[Fraction]] = {end: [] for end in ENDS}
    for end in ENDS:
        corners = [ends["likely"]] if end == "likely" else [
            {**ends[end], **{n: ends[e][n] for n, e in zip(by, chosen, strict=True)}}
            for chosen in product(("low", "high"), repeat=len(by))
        ]
        for corner in corners:
            divisor = Fraction(1)
            for name in by:
                divisor *= corner[name]
            found[end].append(value(polynomial, corner) / divisor)
    return Span(min(found["low"]), found["likely"][0], max(found["high"]))
