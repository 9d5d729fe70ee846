"""The panel's "What if … were …?": two situations side by side, the conversation untouched."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import streamlit as st

from assistant.assistant import Assistant
from assistant.citing.cite import Citations
from assistant.decision.flips import Comparison, compare
from assistant.decision.recommend import recommend
from assistant.decision.schema import Rulebook
from assistant.decision.types import Facts, Recommendation, Standing
from assistant.dialogue.clicked import FORGOTTEN
from assistant.dialogue.pieces import true_minus
from assistant.dialogue.types import Block, Span
from assistant.ui import conversation
from assistant.ui.components import draw_answer
from assistant.ui.marks import citations_of, marks, note_opened
from assistant.ui.payload import blocks_data
from assistant.ui.wording import outcome_label, value_label

KEY, CRITERION = "what-if-compared", "what-if"


def draw_what_if(assistant: Assistant, now: Recommendation) -> None:
    """None; the control is drawn where its box is open, and the comparison of a chosen change.

    What was chosen is gone once the box is folded up.
    """
    book = assistant.rulebook
    box = st.expander(
        "What if … were …?", icon=":material/compare_arrows:", key="what-if-box", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        criterion = st.selectbox(
            "What if", list(book.criteria), index=None, placeholder="choose a fact",
            format_func=lambda name: book.criteria[name].label, key=CRITERION,
        )
        if criterion is None:
            st.text("Compares another situation with yours, and changes nothing.")
            return
        value = st.selectbox(
            "were", _others(criterion, now.facts, book), index=None, placeholder="choose a value",
            format_func=partial(value_label, criterion, book), key=f"what-if-{criterion}",
        )
        if value is None:
            return
        compared = compare(now, recommend(changed(now.facts, criterion, value), book))
        st.text(value_label(criterion, book, value))  # the box is too narrow for it
        _draw_comparison(assistant, compared)
        st.button(
            "Take over this change", key="what-if-adopt", width="stretch",
            on_click=_adopt, args=(criterion, value),
        )


def changed(facts: Facts, criterion: str, value: str) -> Facts:
    """The facts with one of them changed, added or, for ``?``, forgotten."""
    others = {name: held for name, held in facts.items() if name != criterion}
    return others if value == FORGOTTEN else {**others, criterion: value}


def _others(criterion: str, facts: Facts, book: Rulebook) -> list[str]:
    values = [value for value in book.criteria[criterion].values if value != facts.get(criterion)]
    return [*values, FORGOTTEN] if criterion in facts else values


def _adopt(criterion: str, value: str) -> None:
    st.session_state[CRITERION] = None
    conversation.say(f"{criterion}={value}")


def _draw_comparison(assistant: Assistant, compared: Comparison) -> None:
    book = assistant.rulebook
    citations = citations_of(assistant)
    blocks = (
        Block("paragraph", (tuple(_verdict(compared, book)),)),
        *_points(compared, book),
        *_rules("Then counts as well", compared.started, assistant, citations),
        *_rules("Then no longer counts", compared.stopped, assistant, citations),
    )
    cited = citations.all()
    data = blocks_data(blocks, cited, kind="compact compared")
    draw_answer(data, KEY, partial(note_opened, KEY, cited))


def _verdict(compared: Comparison, book: Rulebook) -> Iterator[Span]:
    before, after = compared.before.model, compared.after.model
    if before == after:
        yield Span(f"Still {outcome_label(after, book)}.", "strong")
        return
    yield Span(f"{outcome_label(after, book).capitalize()}", "strong")
    yield Span(f"instead of {outcome_label(before, book)}.")


def _points(compared: Comparison, book: Rulebook) -> Iterator[Block]:
    yield Block("header", ((Span("Model"),), (Span("Now"),), (Span("Then"),)))
    then = {standing.model: standing for standing in compared.after.ranking}
    for standing in compared.before.ranking:
        sides = (_cell(standing), _cell(then[standing.model]))
        label = book.models[standing.model].label
        yield Block("row", ((Span(label),), *((side,) for side in sides)))


def _cell(standing: Standing) -> Span:
    return Span("ruled out" if standing.ruled_out else true_minus(standing.points))


def _rules(
    heading: str, ids: tuple[str, ...], assistant: Assistant, citations: Citations
) -> Iterator[Block]:
    if ids:
        yield Block("heading", ((Span(heading),),))
    for rule_id in ids:
        rule = assistant.rulebook.by_id[rule_id]
        evidence = ((quoted.passage, quoted.quote) for quoted in rule.evidence[:1])
        yield Block("item", ((Span(rule.because), *marks(evidence, assistant, citations)),))
