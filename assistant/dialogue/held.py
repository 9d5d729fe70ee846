"""Which numbers hold after several messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.wording import field_label
from assistant.dialogue.figures import Figure, Figures

RATES = ("rate", "daily")
"""Prices that "the rate" can mean."""


@dataclass(frozen=True, slots=True)
class Held:
    """The figures that hold, each with its message's number; what the last message left unclear."""

    figures: tuple[tuple[int, Figure], ...] = ()
    unclear: tuple[str, ...] = ()


def held(turns: Iterable[tuple[int, Figures]], model: CostModel) -> Held:
    """The figures that hold after the messages.

    What is said later wins; a price takes the place of one in another unit for the same ways, and
    a number without a unit ("if the rate was 60") that of the one rate told so far, in its unit.
    """
    now: dict[str, tuple[int, Figure]] = {}
    unclear: list[str] = []
    for turn, said in turns:
        unclear = list(said.unclear)
        for heard in said.heard:
            figure = _as_told(heard, now, model)
            if isinstance(figure, str):
                unclear.append(figure)
                continue
            name, _, way = figure.field.partition(".")
            if name in model.prices:
                for other in model.prices:
                    now.pop(f"{other}.{way}" if way else other, None)
            now.pop(figure.field, None)
            if figure.given is not None:
                now[figure.field] = turn, figure
    return Held(tuple(now.values()), tuple(unclear))


def _as_told(figure: Figure, now: Mapping[str, object], model: CostModel) -> Figure | str:
    """The figure, for the one field that it can mean where it has neither unit nor way.

    Where only prices of another kind were told (pay by the year), what is unclear about it: a
    number in one unit says nothing in another.
    """
    if "." in figure.field or not figure.bare:
        return figure
    name = figure.field
    alike = RATES if name in RATES else (name,)
    fields = [field for field in now if field.partition(".")[0] in alike]
    others = [field for field in now if field.partition(".")[0] in model.prices]
    if name in RATES and others and not fields:
        told = field_label(others[0], model).lower()
        return f"“{figure.words}” has no unit, and {told} was told before; say by the hour or the day."
    return replace(figure, field=fields[0]) if len(fields) == 1 else figure
