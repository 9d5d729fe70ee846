"""Which numbers hold after several messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from assistant.decision.costs.schema import CostModel
from assistant.dialogue.figures import Figure, Figures


def held(turns: Iterable[tuple[int, Figures]], model: CostModel) -> Iterator[tuple[int, Figure]]:
    """The figures that hold after the messages, with the number of the one that said it.

    What is said later wins; a price takes the place of one in another unit for the same ways, and
    a number without a unit ("if the rate was 60") that of the one price told so far.
    """
    now: dict[str, tuple[int, Figure]] = {}
    for turn, said in turns:
        for heard in said.heard:
            figure = _as_told(heard, now, model)
            name, _, way = figure.field.partition(".")
            if name in model.prices:
                for other in model.prices:
                    now.pop(f"{other}.{way}" if way else other, None)
            now.pop(figure.field, None)
            if figure.given is not None:
                now[figure.field] = turn, figure
    yield from now.values()


def _as_told(figure: Figure, now: Mapping[str, object], model: CostModel) -> Figure:
    """The figure, for the one field that it can mean where it has neither unit nor way."""
    if "." in figure.field or not figure.words[-1:].isdigit() or "=" in figure.words:
        return figure
    alike = set(model.prices) if figure.field in model.prices else {figure.field}
    fields = [field for field in now if field.partition(".")[0] in alike]
    return replace(figure, field=fields[0]) if len(fields) == 1 else figure
