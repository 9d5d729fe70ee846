"""The questions that would settle a recommendation, each with what its answers lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.decision.questions import settling
from assistant.decision.schema import Rulebook
from assistant.decision.types import Evidence, Recommendation
from assistant.dialogue.marking import Marking
from assistant.dialogue.pieces import heading, item
from assistant.dialogue.types import Block, Span


def question_blocks(
    r: Recommendation, book: Rulebook, marking: Marking, label: Callable[[str], str]
) -> Iterator[Block]:
    """A heading and an item for each question that can settle something; or nothing."""
    asked = settling(r)
    if not asked:
        return
    yield heading("Still open" if r.model else "What would decide it")
    for q in asked:
        outcomes = [
            f"{value} → {label(model) if model else 'still open'}"
            for value, model in q.outcomes.items()
        ]
        marks = marking.marks(_evidence_about(q.criterion, book), spare=0)
        yield item(Span(q.question, "strong"), Span(f"({'; '.join(outcomes)})"), *marks)


def _evidence_about(criterion: str, book: Rulebook) -> tuple[Evidence, ...]:
    """A quote of the weightiest rule on the criterion, as what makes it matter."""
    rules = [r for r in book.rules if tuple(r.when) == (criterion,) and r.evidence]
    weight = {r.id: max((abs(r.points(m)) for m in r.effects), default=0) for r in rules}
    rules.sort(key=lambda r: (-weight[r.id], r.id))
    return tuple(r.evidence[0].evidence for r in rules[:1])
