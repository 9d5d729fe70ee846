"""What supposing a fact does to a recommendation."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.decision.flips import Comparison
from assistant.decision.schema import Rulebook
from assistant.dialogue.pieces import item, paragraph
from assistant.dialogue.types import Block, Span


def comparison_blocks(c: Comparison, book: Rulebook) -> Iterator[Block]:
    """The outcome before and after, the facts changed and the points moved."""

    def label(model: str | None) -> str:
        return book.models[model].label if model else "undecided"

    before, after = label(c.before.model), label(c.after.model)
    verdict = "That would not change the outcome:" if before == after else (
        "That would change the outcome:")
    yield paragraph(Span(verdict), Span(f"{before} before, {after} after.", "strong"))
    for criterion, (was, now) in c.changed.items():
        about = book.criteria[criterion]
        yield item(Span(f"{about.label}: {was or 'open'} → {now or 'open'}"))
    moved = ", ".join(f"{label(m)} {was} → {now}" for m, (was, now) in c.moved.items())
    if moved:
        yield item(Span(f"Points: {moved}"))
