"""The panel beside the chat: what was heard, what is still open, and where the models stand.

A click is a message in the literal form ``criterion=value``, so that the turns alone replay it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from assistant.assistant import Assistant
from assistant.decision.schema import Rulebook
from assistant.dialogue.types import Answer, Block, Span
from assistant.ui import conversation
from assistant.ui.components import draw_answer
from assistant.ui.payload import blocks_data
from assistant.ui.standings import draw_standings

UNKNOWN = "?"


def draw_situation(assistant: Assistant, answers: Sequence[Answer]) -> None:
    """None; the panel for the latest recommendation is drawn."""
    book = assistant.rulebook
    if answers:
        st.button(
            "Start over", icon=":material/restart_alt:", key="start-over", width="stretch",
            on_click=conversation.start_over,
        )
    st.subheader("Your situation")
    at = latest_recommendation(answers)
    advice: Mapping[str, Any] = answers[at].recommendation or {} if at is not None else {}
    _draw_heard(advice, book)
    _draw_addition(advice.get("facts", {}), book)
    if at is None or not advice:
        return
    _draw_open(advice, book)
    draw_standings(at, answers[at], book)


def latest_recommendation(answers: Sequence[Answer]) -> int | None:
    """The index of the answer whose facts hold now, or None."""
    for i in range(len(answers) - 1, -1, -1):
        if answers[i].recommendation is not None:
            return i
        if answers[i].kind == "help":  # it may have been a restart, after which no fact holds
            return None
    return None


def corrected(text: str, book: Rulebook) -> str | None:
    """A correction by click in words, or None where the message is none."""
    criterion, _, value = text.partition("=")
    about = book.criteria.get(criterion)
    if about is None:
        return None
    if value == UNKNOWN:
        return f"{about.label}: not known"
    return f"{about.label}: {about.values[value]}" if value in about.values else None


def _draw_heard(advice: Mapping[str, Any], book: Rulebook) -> None:
    heard = {fact["criterion"]: fact for fact in advice.get("heard", ())}
    facts: Mapping[str, str] = advice.get("facts", {})
    if not facts:
        st.text(
            "Facts that you mention appear here, with the words they were heard in. Each can be "
            "corrected."
        )
    for criterion, value in facts.items():
        about = book.criteria[criterion]
        key = f"fact-{criterion}"
        st.session_state[key] = value
        st.selectbox(
            about.label,
            [*about.values, UNKNOWN],
            format_func=partial(_option, criterion, book),
            key=key,
            on_change=_correct,
            args=(criterion, key),
        )
        words = heard.get(criterion, {}).get("words", "")
        if words and not corrected(words, book):
            block = Block("paragraph", ((Span("heard in"), Span(words, "said")),))
            draw_answer(blocks_data((block,)), f"words-{criterion}")


def _option(criterion: str, book: Rulebook, value: str) -> str:
    if value == UNKNOWN:
        return "not known"
    return f"{value} – {book.criteria[criterion].values[value]}"


def _correct(criterion: str, key: str) -> None:
    if value := st.session_state.get(key):
        conversation.say(f"{criterion}={value}")


def _draw_addition(facts: Mapping[str, str], book: Rulebook) -> None:
    rest = [criterion for criterion in book.criteria if criterion not in facts]
    if not rest:
        return
    with st.expander("Add a fact", icon=":material/add:"):
        for criterion in rest:
            about = book.criteria[criterion]
            key = f"add-{criterion}"
            st.session_state[key] = None
            st.selectbox(
                about.question,
                list(about.values),
                index=None,
                format_func=partial(_option, criterion, book),
                key=key,
                placeholder="not known",
                on_change=_correct,
                args=(criterion, key),
            )


def _draw_open(advice: Mapping[str, Any], book: Rulebook) -> None:
    asked = [question for question in advice.get("open", ()) if question["decisive"]]
    if not asked:
        return
    st.subheader("What would settle it")
    for question in asked:
        criterion = question["criterion"]
        key = f"settle-{criterion}"
        st.pills(
            question["question"],
            list(question["if"]),
            format_func=partial(_outcome, question["if"], book),
            key=key,
            on_change=_correct,
            args=(criterion, key),
            wrap=True,
        )


def _outcome(outcomes: Mapping[str, str | None], book: Rulebook, value: str) -> str:
    model = outcomes[value]
    return f"{value} → {book.models[model].label if model else 'still open'}"
