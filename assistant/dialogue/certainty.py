"""How firmly a recommendation stands."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.decision.schema import Rulebook
from assistant.decision.types import Recommendation
from assistant.dialogue.pieces import heading, item, listed, points
from assistant.dialogue.types import Block, Span


def certainty_blocks(r: Recommendation, rulebook: Rulebook) -> Iterator[Block]:
    """Its margin, and which open questions could overturn it."""
    yield heading("How sure that is")
    yield item(Span("The same facts always give the same answer; there is no chance in it."))
    if r.model is not None:
        rest = [s for s in r.ranking[1:] if not s.ruled_out]
        lead = f"{points(r.margin)} ahead of {rulebook.models[rest[0].model].label.lower()}" if rest else (
            "every other model is ruled out")
        yield item(Span(f"Margin: {lead}."))
    alone = [
        rulebook.criteria[q.criterion].label.lower()
        for q in r.open
        if any(model != r.model for model in q.outcomes.values())
    ]
    if alone and r.facts:
        yield item(Span(
            f"{len(alone)} of the {len(r.open)} open questions could change it by themselves: "
            f"{listed(alone)}."
        ))
    elif r.facts:
        together = "." if r.bounds.settled else ", only several together."
        yield item(Span(f"No open question could change it by itself{together}"))
