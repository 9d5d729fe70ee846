"""A reckoning as rows, and the rows as CSV, Markdown and JSON: for exports and decision records."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assistant.counting import counted
from assistant.decision.costs.amounts import rounded_to
from assistant.decision.costs.break_even import all_break_evens
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.tornado import tornado
from assistant.decision.costs.types import Reckoning, Span
from assistant.decision.costs.wording import (
    amount_in_unit,
    break_even_sentence,
    field_label,
    money,
    open_labels,
    way_label,
)
from assistant.decision.costs.worksheet import as_texts

CENTS = 2
HEADS = ("Way", "Line", "Low", "Likely", "High", "Currency", "Open", "Source", "Quote")
HOUSE = "our own addition, no source"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a worksheet, or a total. Amounts are texts, empty where inputs are ``open``."""

    way: str
    line: str
    low: str
    likely: str
    high: str
    currency: str
    open: str
    source: str
    quote: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The row in the order of ``HEADS``."""
        return (self.way, self.line, self.low, self.likely, self.high, self.currency, self.open,
                self.source, self.quote)


def rows(reckoning: Reckoning, model: CostModel) -> tuple[Row, ...]:
    """Every way's lines, then its total, and what that is a month and a delivered month."""
    return tuple(_rows(reckoning, model))


def _rows(reckoning: Reckoning, model: CostModel) -> Iterator[Row]:
    labels = {factor.id: factor.label for factor in model.factors}
    label = reckoning.worksheet.currency
    for cost in reckoning.costs:
        way = way_label(cost.way, model)
        for line in cost.lines:
            quoted = line.evidence[0] if line.evidence else None
            yield Row(
                way, labels[line.factor], *_amounts(line.amount), label,
                "; ".join(open_labels(line.open, model)),
                quoted.passage if quoted else HOUSE, quoted.quote if quoted else "",
            )
        missing = "; ".join(open_labels(cost.open, model))
        for name, amount in (
            ("Sum of what is known", cost.so_far),
            ("Total", cost.total),
            ("A month", cost.per_month),
            ("A delivered month of one person", cost.per_delivered_month),
        ):
            yield Row(way, name, *_amounts(amount), label, "" if amount else missing, "", "")


def _amounts(amount: Span | None) -> tuple[str, str, str]:
    if amount is None:
        return "", "", ""
    return _text(amount.low), _text(amount.likely), _text(amount.high)


def _text(amount: Fraction) -> str:
    return f"{rounded_to(amount, CENTS):f}"


def as_csv(reckoning: Reckoning, model: CostModel) -> str:
    """The rows as comma-separated values with a head, in any locale with decimal points."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADS)
    writer.writerows(row.cells for row in rows(reckoning, model))
    return out.getvalue()


def as_markdown(reckoning: Reckoning, model: CostModel) -> str:
    """The inputs, the lines of all ways beside each other, and what follows, as Markdown."""
    sheet = reckoning.worksheet
    ways = [way_label(way, model) for way in sheet.ways]
    lines = ["### Inputs", "", "| Input | Amount | As given |", "| --- | --- | --- |"]
    for field, given in sorted(sheet.given.items()):
        amount = amount_in_unit(field, given.amount, model, sheet.currency)
        lines.append(f"| {field_label(field, model)} | {amount} | {_cell(given.words)} |")
    lines += ["", "### What each way costs", "", f"| | {' | '.join(ways)} |",
              f"| --- |{' --- |' * len(ways)}"]
    by_way = {c.way: {line.factor: line for line in c.lines} for c in reckoning.costs}
    for factor in model.factors:
        cells = []
        for way in sheet.ways:
            line = by_way[way].get(factor.id)
            cells.append("" if line is None else
                         "open" if line.amount is None else money(line.amount, sheet.currency))
        if any(cells):
            lines.append(f"| {factor.label} | {' | '.join(cells)} |")
    for name, amounts in (
        ("**Sum of what is known**", [c.so_far for c in reckoning.costs]),
        ("**Total**", [c.total for c in reckoning.costs]),
        ("A month", [c.per_month for c in reckoning.costs]),
        ("A delivered month of one person", [c.per_delivered_month for c in reckoning.costs]),
    ):
        cells = [money(a, sheet.currency) if a else "open" for a in amounts]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += ["", *(f"- {sentence}" for sentence in verdicts(reckoning, model))]
    return "\n".join(lines) + "\n"


def verdicts(reckoning: Reckoning, model: CostModel) -> Iterator[str]:
    """What can be said of the order, the open inputs and the break-even points, in sentences."""
    yield order_sentence(reckoning, model)
    if missing := missing_sentence(reckoning, model):
        yield missing
    seen: dict[str, str] = {}
    for point in all_break_evens(reckoning.worksheet, model):
        sentence = break_even_sentence(point, model, reckoning.worksheet.currency)
        if point.left_out:
            sentence += f" ({counted(len(point.left_out), 'open factor is', 'open factors are')} left out on both sides.)"
        seen.setdefault(sentence, point.name)
    yield from list(seen)[:BREAK_EVENS_SHOWN]


BREAK_EVENS_SHOWN = 12


def order_sentence(reckoning: Reckoning, model: CostModel) -> str:
    """Which way is cheapest, and whether that is settled."""
    if reckoning.cheapest is not None:
        label = way_label(reckoning.cheapest, model)
        how = "whatever the open inputs are" if reckoning.open else "over the whole of every range"
        return f"{label} is the cheapest, {how}."
    if reckoning.order:
        labels = [way_label(way, model) for way in reckoning.order]
        return f"At the likely amounts, from cheap to dear: {', '.join(labels)}; the ranges overlap."
    return "Which way is cheapest is open."


def missing_sentence(reckoning: Reckoning, model: CostModel) -> str:
    """What is open, and whether it can change the order; empty where nothing is."""
    if not reckoning.open:
        return ""
    labels = open_labels(reckoning.open, model)
    matter = open_labels(reckoning.matter, model)
    idle = [label for label in labels if label not in matter]
    sentence = f"{len(labels)} inputs are open" if len(labels) > 1 else f"{labels[0]} is open"
    if not matter:
        return f"{sentence}; none of that can change the order."
    if idle:
        return f"{sentence}; what cannot change the order: {', '.join(idle).lower()}."
    return f"{sentence}; each can change the order."


def as_json(reckoning: Reckoning, model: CostModel) -> dict[str, Any]:
    """The reckoning in plain dicts and lists; amounts are texts with two decimals."""
    sheet = reckoning.worksheet
    return {
        "currency": sheet.currency,
        "ways": list(sheet.ways),
        "inputs": as_texts(sheet, model),
        "costs": [
            {
                "way": cost.way,
                "lines": [
                    {
                        "factor": line.factor,
                        "amount": _json(line.amount),
                        "open": list(line.open),
                        "evidence": [
                            {"passage": e.passage, "quote": e.quote} for e in line.evidence[:1]
                        ],
                        "house": not line.evidence,
                    }
                    for line in cost.lines
                ],
                "so_far": _json(cost.so_far),
                "total": _json(cost.total),
                "per_month": _json(cost.per_month),
                "per_delivered_month": _json(cost.per_delivered_month),
                "open": list(cost.open),
            }
            for cost in reckoning.costs
        ],
        "cheapest": reckoning.cheapest,
        "order": list(reckoning.order),
        "pairs": [
            {
                "one": pair.one, "other": pair.other, "cheaper": pair.cheaper,
                "matter": list(pair.matter),
            }
            for pair in reckoning.pairs
        ],
        "open": list(reckoning.open),
        "matter": list(reckoning.matter),
        "break_evens": [
            {
                "input": point.name, "at": _text(point.at), "below": point.below,
                "above": point.above, "left_out": list(point.left_out),
            }
            for point in all_break_evens(sheet, model)
        ],
        "tornado": {
            way: [{"input": bar.name, "low": _text(bar.low), "high": _text(bar.high),
                   "by": bar.kind} for bar in tornado(way, sheet, model)]
            for way in sheet.ways
        },
        "cost_model": model.fingerprint,
    }


def _json(amount: Span | None) -> dict[str, str] | None:
    if amount is None:
        return None
    low, likely, high = _amounts(amount)
    return {"low": low, "likely": likely, "high": high}


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")
