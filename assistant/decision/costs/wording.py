"""Ways, fields and amounts in words."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.decision.costs.amounts import plain
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.types import BreakEven, Span
from assistant.decision.rulebook import load_rulebook

UNITS = {"share": "%"}


def way_label(way: str, model: CostModel) -> str:
    """What the way is called."""
    return model.ways[way].label or load_rulebook().models[way].label


def field_label(field: str, model: CostModel) -> str:
    """What a field of the worksheet is called: ``Hourly rate (Outstaffing)``."""
    name, _, way = field.partition(".")
    label = model.inputs[name].label
    return f"{label} ({way_label(way, model)})" if way else label


def unit_of(name: str, model: CostModel, currency: str = "") -> str:
    """The unit of an input's amounts: ``EUR an hour``, ``%``."""
    unit = model.inputs[name.partition(".")[0]].unit
    if unit.startswith("money"):
        return f"{currency}{unit.removeprefix('money')}".strip()
    return UNITS.get(unit, unit)


def money(amount: Span | None, currency: str = "") -> str:
    """An amount of money, or its range, in whole units of the currency; a dash where there is none."""
    if amount is None:
        return "–"
    label = f"{currency} " if len(currency) > 1 else currency
    low, likely, high = (plain(x, 0) for x in (amount.low, amount.likely, amount.high))
    if low == high:
        return f"{label}{likely}"
    return f"{label}{low} to {high}, likely {likely}"


def amount_in_unit(field: str, amount: Span, model: CostModel, currency: str = "") -> str:
    """An input's amount or range with its unit."""
    share = model.inputs[field.partition(".")[0]].unit == "share"
    low, high = (plain(x * (100 if share else 1)) for x in (amount.low, amount.high))
    if len(currency) == 1 and model.inputs[field.partition(".")[0]].unit.startswith("money"):
        unit = unit_of(field, model)
        return f"{currency}{low if low == high else f'{low} to {currency}{high}'} {unit}".strip()
    unit = unit_of(field, model, currency)
    return f"{low if low == high else f'{low} to {high}'} {unit}".strip()


def open_labels(fields: Iterable[str], model: CostModel) -> list[str]:
    """What is missing, each input once however many ways lack it; a price by its general name."""
    names = dict.fromkeys(field.partition(".")[0] for field in fields)
    return ["Price" if n in model.prices else model.inputs[n].label for n in names]


def break_even_label(point: BreakEven, model: CostModel, currency: str = "") -> str:
    """What turns the order, and the amount at which it does."""
    at = amount_in_unit(point.name, Span(point.at, point.at, point.at), model, currency)
    return f"{field_label(point.name, model)}: {at}"


def break_even_sentence(point: BreakEven, model: CostModel, currency: str = "") -> str:
    """Which way is cheaper on which side of the point."""
    at = amount_in_unit(point.name, Span(point.at, point.at, point.at), model, currency)
    return (
        f"The cheaper way is {lowered(way_label(point.below, model))} until "
        f"{lowered(field_label(point.name, model))} passes {at}, then it is "
        f"{lowered(way_label(point.above, model))}."
    )


def one_of(name: str, model: CostModel, currency: str = "") -> str:
    """One unit of an input: ``hour a week``, ``%``, ``1 EUR an hour``."""
    unit = unit_of(name, model, currency)
    if model.inputs[name.partition(".")[0]].unit.startswith("money"):
        return f"1 {unit}".strip()
    head, _, tail = unit.partition(" ")
    return " ".join(filter(None, ({"people": "person"}.get(head, head.removesuffix("s")), tail)))


def lowered(text: str) -> str:
    """The text with a small first letter."""
    return text[:1].lower() + text[1:]
