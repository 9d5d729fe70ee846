"""The costs that the sources name, for a question about hidden costs that gives no numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from assistant.citing.cite import Citations
from assistant.corpus.types import Passage
from assistant.decision.costs.schema import CostModel
from assistant.dialogue.answering import MAX_CITATIONS, readable
from assistant.dialogue.pieces import item, paragraph
from assistant.dialogue.types import Block, Span


def factor_blocks(
    model: CostModel, citations: Citations, passage: Callable[[str], Passage | None]
) -> tuple[Block, ...]:
    """The quote that names most of the costs, then each cost with its mark; empty without any.

    Costs that no document here names are left out, and those that only citations beyond the
    most that an answer may have would name.
    """

    def there(place: str, quote: str) -> Passage | None:
        found = passage(place)
        return found if found and quote in found.text else None

    named = {
        factor: [(e.passage, e.quote) for e in factor.evidence if there(e.passage, e.quote)]
        for factor in model.factors
        if factor.id != "price"
    }
    shared = Counter(place for places in named.values() for place in dict.fromkeys(places))
    if not shared:
        return ()
    blocks: list[Block] = []
    marks: dict[tuple[str, str], int] = {}

    def mark(place: tuple[str, str]) -> int | None:
        found = there(*place)
        if place not in marks and found and len(citations) < MAX_CITATIONS:
            marks[place] = citations.cite_words(found, place[1])
        return marks.get(place)

    most = max(shared, key=lambda place: shared[place])
    first = mark(most)
    if first is None:
        return ()
    quote = readable(most[1], markdown=citations.is_markdown(most[0]))
    blocks.append(paragraph(Span(quote, "quoted"), Span(str(first), "mark")))
    blocks.append(paragraph(Span("Besides pay or price, the sources name these costs:")))
    for factor, places in named.items():
        known = [n for place in places if (n := marks.get(place)) is not None]
        n = known[0] if known else next((n for p in places if (n := mark(p)) is not None), None)
        if n is not None:
            blocks.append(item(Span(f"{factor.label} – {factor.means}"), Span(str(n), "mark")))
    blocks.append(paragraph(Span(
        "Tell me your numbers, or fill in the worksheet, and I reckon what they come to.")))
    return tuple(blocks)
