"""Where the models stand: ranking, what is ruled out, what would change it, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from assistant.assistant import Assistant
from assistant.citing.cite import Citations
from assistant.decision.hybrid import Hybrid
from assistant.decision.schema import Rulebook
from assistant.decision.sources import Survival, documents, survives_without
from assistant.decision.types import Evidence, Recommendation, Standing
from assistant.dialogue.pieces import true_minus
from assistant.dialogue.types import Block, Span
from assistant.ui.components import draw_answer
from assistant.ui.contributions import draw_contributions
from assistant.ui.marks import citations_of, marks, note_opened
from assistant.ui.payload import blocks_data
from assistant.ui.wording import outcome_label

KEY, SECOND_KEY = "standings", "second-standings"


def draw_standings(assistant: Assistant, recommendation: Recommendation) -> None:
    """None; the standings are drawn, their marks open the sources."""
    st.subheader("Where the models stand")
    _draw(assistant, recommendation, KEY, ())
    draw_contributions(recommendation, assistant.rulebook)


def draw_second(
    assistant: Assistant, parts: Hybrid, told: Sequence[Mapping[str, Any]]
) -> None:
    """None; the second, separate piece of work is drawn: what was heard of it, and its standings.

    ``told`` are its facts, as in the contract's ``heard``.
    """
    st.subheader("The separate piece of work")
    book = assistant.rulebook
    first, second = parts.parts
    heard = (
        Block("item", ((
            Span(f"{book.criteria[fact['criterion']].label}: {fact['value']},"),
            Span("heard in"), Span(fact["words"], "said"),
        ),))
        for fact in told
    )
    outcome = Block("paragraph", ((
        Span("Here:"), Span(outcome_label(second.model, book), "strong"),
        Span("; for the first piece:"), Span(outcome_label(first.model, book), "strong"),
        Span("."), *((Span(parts.because),) if parts.models else ()),
    ),))
    _draw(assistant, second, SECOND_KEY, (*heard, outcome))
    st.caption("To correct a fact of this piece, say it in the chat.")


def _draw(
    assistant: Assistant, recommendation: Recommendation, key: str, before: tuple[Block, ...]
) -> None:
    book = assistant.rulebook
    citations = citations_of(assistant)
    blocks = (
        *before,
        *_ranking(recommendation, book),
        *_ruled_out(recommendation, assistant, citations),
        *_flips(recommendation, assistant, citations),
        *_survivals(recommendation, assistant),
    )
    cited = citations.all()
    draw_answer(blocks_data(blocks, cited), key, partial(note_opened, key, cited))


def _ranking(recommendation: Recommendation, book: Rulebook) -> Iterator[Block]:
    yield Block("header", ((Span("Model"),), (Span("Points"),), (Span("Standing"),)))
    for standing in recommendation.ranking:
        cells = (
            book.models[standing.model].label,
            true_minus(standing.points),
            _state(standing, recommendation),
        )
        yield Block("row", tuple((Span(cell),) for cell in cells))


def _state(standing: Standing, recommendation: Recommendation) -> str:
    if standing.ruled_out:
        return "ruled out"
    if standing.model == recommendation.model:
        return "recommended"
    return "leading" if standing.model in recommendation.leading else ""


def _ruled_out(
    recommendation: Recommendation, assistant: Assistant, citations: Citations
) -> Iterator[Block]:
    out = [standing for standing in recommendation.ranking if standing.ruled_out]
    if out:
        yield _heading("Ruled out")
    for standing in out:
        label = assistant.rulebook.models[standing.model].label
        reason = next(reason for reason in standing.reasons if reason.ruled_out)
        spans = (Span(f"{label}:", "strong"), Span(reason.because))
        yield Block("item", ((*spans, *_marks(reason.evidence, assistant, citations)),))


def _flips(
    recommendation: Recommendation, assistant: Assistant, citations: Citations
) -> Iterator[Block]:
    book = assistant.rulebook
    if recommendation.flips:
        yield _heading("It would change")
    for flip in recommendation.flips:
        if_so = f"{book.criteria[flip.criterion].label.lower()} {flip.after} instead of {flip.before} →"
        spans = (Span(if_so), Span(outcome_label(flip.model, book), "strong"))
        yield Block("item", ((*spans, *_marks(flip.evidence, assistant, citations)),))


def _survivals(recommendation: Recommendation, assistant: Assistant) -> Iterator[Block]:
    book, generation = assistant.rulebook, assistant.generation
    items: list[Block] = []
    for name in documents(book):
        document = generation.document(name)
        interest = document.meta.get("interest", "") if document else ""
        if document is None or not interest:
            continue
        survival = survives_without(recommendation.facts, book, name)
        spans = (
            Span("Without"), Span(f"“{document.title}”", "quoted"), Span(":"),
            Span(_outcome(survival, book), "strong"), Span("."), Span(interest, "quoted"),
        )
        items.append(Block("item", (spans,)))
    if items:
        yield _heading("If a source with an interest is left out")
    yield from items


def _outcome(survival: Survival, book: Rulebook) -> str:
    after = outcome_label(survival.after, book)
    if survival.survives:
        return f"still {after}"
    return f"{after} instead of {outcome_label(survival.before, book)}"


def _marks(
    evidence: Iterable[Evidence], assistant: Assistant, citations: Citations
) -> tuple[Span, ...]:
    return tuple(marks(((e.passage, e.quote) for e in evidence), assistant, citations))


def _heading(text: str) -> Block:
    return Block("heading", ((Span(text),),))
