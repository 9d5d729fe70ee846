"""The panel beside the chat: what was heard, what is still open, and where the models stand.

A click is a message in the literal form ``criterion=value``, so that the turns alone replay it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from assistant.assistant import Assistant
from assistant.decision.hybrid import recommend_parts
from assistant.decision.questions import settling
from assistant.decision.recommend import recommend
from assistant.decision.schema import Rulebook
from assistant.decision.types import Facts, Recommendation
from assistant.dialogue.clicked import FORGOTTEN, IN_PANEL, where_set
from assistant.dialogue.pieces import paragraph
from assistant.dialogue.types import Answer, Span
from assistant.ui import conversation
from assistant.ui.components import draw_answer
from assistant.ui.payload import blocks_data
from assistant.ui.standings import draw_second, draw_standings
from assistant.ui.what_if import draw_what_if
from assistant.ui.wording import value_label

# A fact is one chip: its value, and under it the words it was heard in.
STYLE = """<style>
[class*=st-key-chip-] {
  border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: 12px;
  padding: 0.45rem 0.7rem 0.55rem;
}
</style>"""

BOX_CHARS = 26
"""So many characters of a value can be seen in its box on a phone."""

Told = Mapping[str, Mapping[str, Any]]
"""Criterion -> the fact that holds, as in the contract's ``heard``."""


def draw_situation(assistant: Assistant, answers: Sequence[Answer]) -> None:
    """None; the panel for the facts that hold after the last answer is drawn."""
    book = assistant.rulebook
    st.subheader("Your situation")
    told = told_facts(answers, book)
    facts = {criterion: fact["value"] for criterion, fact in told.items()}
    _draw_heard(told, book)
    _draw_addition(facts, book)
    if not in_question(answers, facts):
        return
    recommendation = recommend(facts, book)
    _draw_open(recommendation, book)
    if facts:
        draw_standings(assistant, recommendation)
        if second := second_told(answers):
            other = {fact["criterion"]: fact["value"] for fact in second}
            draw_second(assistant, recommend_parts((facts, other), book), second)
        draw_what_if(assistant, recommendation)


def told_facts(answers: Sequence[Answer], book: Rulebook) -> Told:
    """The facts that hold now, in the rulebook's order; what was only supposed is none."""
    heard = answers[-1].heard if answers else ()
    told = {fact["criterion"]: fact for fact in heard if not fact.get("hypothetical")}
    return {criterion: told[criterion] for criterion in book.criteria if criterion in told}


def second_told(answers: Sequence[Answer]) -> Sequence[Mapping[str, Any]]:
    """The facts of a second, separate piece of work, as the last recommendation had them."""
    for answer in reversed(answers):
        if answer.recommendation is not None:
            found: Sequence[Mapping[str, Any]] = answer.recommendation.get("second_heard") or ()
            return found
        if not answer.heard:  # nothing holds any more
            break
    return ()


def in_question(answers: Sequence[Answer], facts: Facts) -> bool:
    """Whether there is a situation to reckon with: some fact, or a recommendation asked for."""
    return bool(facts) or (bool(answers) and answers[-1].recommendation is not None)


def _draw_heard(told: Told, book: Rulebook) -> None:
    if not told:
        st.text(
            "Facts that you mention appear here, with the words they were heard in. Each can be "
            "corrected."
        )
    st.html(STYLE)
    for criterion, fact in told.items():
        about = book.criteria[criterion]
        key = f"fact-{criterion}"
        st.session_state[key] = fact["value"]
        with st.container(key=f"chip-{criterion}", gap="xxsmall"):
            st.selectbox(
                about.label,
                [*about.values, FORGOTTEN],
                format_func=partial(value_label, criterion, book),
                key=key,
                on_change=_correct,
                args=(criterion, key),
            )
            words = fact.get("words", "")
            place = where_set(words, book) if words else IN_PANEL
            spans = (Span(place),) if place else (Span("heard in"), Span(words, "said"))
            value = fact["value"]
            cut = len(value_label(criterion, book, value)) > BOX_CHARS
            whole = (paragraph(Span(about.values[value], "strong")),) if cut else ()
            draw_answer(
                blocks_data((*whole, paragraph(*spans)), kind="compact words"),
                f"words-{criterion}",
            )


def _correct(criterion: str, key: str) -> None:
    if value := st.session_state.get(key):
        conversation.say(f"{criterion}={value}")


def _draw_addition(facts: Facts, book: Rulebook) -> None:
    rest = [criterion for criterion in book.criteria if criterion not in facts]
    if not rest:
        return
    box = st.expander("Add a fact", icon=":material/add:", key="add", on_change="rerun")
    if not box.open:  # a dozen boxes would slow down each answer
        return
    with box:
        for criterion in rest:
            about = book.criteria[criterion]
            key = f"add-{criterion}"
            st.session_state[key] = None
            st.selectbox(
                about.question,
                list(about.values),
                index=None,
                format_func=partial(value_label, criterion, book),
                key=key,
                placeholder="not known",
                on_change=_correct,
                args=(criterion, key),
            )


def _draw_open(recommendation: Recommendation, book: Rulebook) -> None:
    asked = settling(recommendation)
    if not asked:
        return
    st.subheader("What would settle it")
    for question in asked:
        criterion = question.criterion
        key = f"settle-{criterion}"
        st.pills(
            question.question,
            list(question.outcomes),
            format_func=partial(_outcome, question.outcomes, book),
            key=key,
            on_change=_correct,
            args=(criterion, key),
            wrap=True,
        )


def _outcome(outcomes: Mapping[str, str | None], book: Rulebook, value: str) -> str:
    model = outcomes[value]
    return f"{value} → {book.models[model].label if model else 'still open'}"
