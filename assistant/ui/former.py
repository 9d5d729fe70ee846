"""An answer as it was when its link was made, and what has moved since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from assistant.citing.moved import Moved, MovedPoints, moved
from assistant.citing.permalink import FINGERPRINT_CHARS
from assistant.citing.types import Citation
from assistant.decision.schema import Rulebook
from assistant.dialogue.pieces import heading, item, paragraph, true_minus
from assistant.dialogue.types import Answer, Block, Span
from assistant.ui.components import draw_answer
from assistant.ui.conversation import Former
from assistant.ui.marks import note_opened
from assistant.ui.payload import answer_data, blocks_data
from assistant.ui.wording import outcome_label

KEY = "former"
MOST_QUOTES = 6
NOT_KEPT = (
    "This link is to an answer that was given from other sources or rules. How it read then is "
    "not kept here; below it is worked out again."
)
_KINDS = {
    "answer": "an answer from the sources", "recommendation": "a recommendation",
    "clarification": "a question back", "no_evidence": "no evidence", "help": "a word of help",
}


def draw_former(former: Former, now: Answer, question: str, book: Rulebook) -> None:
    """None; the former answer and what moved are drawn, or that the former one is not known."""
    before = former.answer
    if before is not None:
        data = {
            **answer_data(before, question), "badge": "As it was given", "tools": False,
            "label": f"Answer as it was given to: {question}", "kind": f"{before.kind} former",
        }
        draw_answer(data, KEY, partial(note_opened, KEY, before.citations))
    blocks = (
        *((paragraph(Span(NOT_KEPT)),) if before is None else _moved(moved(before, now), book)),
        *_fingerprints(former, now),
    )
    draw_answer({**blocks_data(blocks, kind="moved"), "badge": "What has moved"}, "moved")


def _moved(found: Moved, book: Rulebook) -> Iterator[Block]:
    if not found.words:
        yield paragraph(Span("The answer reads the same now, word for word."))
    if found.kind:
        before, after = (_KINDS[kind] for kind in found.kind)
        yield item(Span(f"It was {before}, and is now"), Span(after, "strong"), Span("."))
    if found.model:
        then, now = (outcome_label(model, book) if model in book.models or not model else model
                     for model in found.model)
        yield item(Span(f"It recommended {then}, and now"), Span(now, "strong"), Span("."))
    for criterion, heard, hears in found.facts:
        label = book.criteria[criterion].label if criterion in book.criteria else criterion
        yield item(
            Span(f"{label} was heard as {heard or 'nothing'}, now as {hears or 'nothing'}.")
        )
    yield from _points(found.points, book)
    yield from _quotes("No longer quoted", found.gone)
    yield from _quotes("Quoted now", found.new)


def _points(points: Sequence[MovedPoints], book: Rulebook) -> Iterator[Block]:
    if points:
        yield Block("header", ((Span("Model"),), (Span("Then"),), (Span("Now"),)))
    for one in points:
        label = book.models[one.model].label if one.model in book.models else one.model
        cells = (label, _cell(one.before), _cell(one.after))
        yield Block("row", tuple((Span(cell),) for cell in cells))


def _cell(points: int | None) -> str:
    return "ruled out" if points is None else true_minus(points)


def _quotes(title: str, citations: Sequence[Citation]) -> Iterator[Block]:
    if citations:
        yield heading(title)
    for citation in citations[:MOST_QUOTES]:
        yield item(Span(f"“{citation.quote}”", "quoted"), Span("–"), Span(citation.title, "quoted"))
    if len(citations) > MOST_QUOTES:
        yield item(Span(f"and {len(citations) - MOST_QUOTES} more"))


def _fingerprints(former: Former, now: Answer) -> Iterator[Block]:
    yield Block("header", ((Span("Made from"),), (Span("Then"),), (Span("Now"),)))
    pairs = (
        ("Sources", former.corpus, now.corpus), ("Rulebook", former.rulebook, now.rulebook)
    )
    for name, was, is_now in pairs:
        then, present = was[:FINGERPRINT_CHARS], is_now[:FINGERPRINT_CHARS]
        state = "the same" if then == present else present
        yield Block("row", ((Span(name),), (Span(then),), (Span(state),)))
