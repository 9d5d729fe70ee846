"""The chat page: questions, answers with marks, and the sources beside them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assistant.assistant import Assistant
from assistant.decision.schema import Rulebook
from assistant.dialogue.notices import EXAMPLES
from assistant.ui import conversation
from assistant.ui.components import chosen, draw_answer, draw_chips, say_aloud
from assistant.ui.export import draw_export
from assistant.ui.marks import note_opened, show_opened
from assistant.ui.notices import show_error
from assistant.ui.payload import answer_data, read_aloud
from assistant.ui.reckoning import reckoned
from assistant.ui.situation import draw_situation, told_facts
from assistant.ui.tree import draw_tree
from assistant.ui.wording import corrected

WORKSHEET = "assistant/ui/pages/worksheet.py"
ASSISTANT_ICON, USER_ICON = ":material/balance:", ":material/person:"


def draw_chat(assistant: Assistant) -> None:
    """None; the page is drawn and the last message answered."""
    conversation.adopt_link(assistant)
    panel = st.sidebar.container()
    _draw_head(assistant)
    if not conversation.turns():
        _draw_first_questions()
    known = len(conversation.answers())
    _draw_turns(assistant, 0, known)
    conversation.answer_turns(assistant)
    _draw_turns(assistant, known, len(conversation.answers()), fresh=True)
    conversation.write_link()
    _draw_refusal()
    _draw_tree(assistant)
    _draw_way_to_worksheet()
    _draw_follow_ups()
    draw_export(conversation.turns(), conversation.answers())
    st.chat_input(
        "Describe the work, or ask what the sources say", key="message", on_submit=_submit
    )
    with panel:
        draw_situation(assistant, conversation.answers())
    _speak()
    show_opened(assistant)


def _draw_head(assistant: Assistant) -> None:
    titles = len(assistant.generation.documents())
    if not conversation.turns():
        st.title("How should this work be staffed?")
        st.write(
            "Describe a piece of work and get a recommendation that follows from the facts you "
            f"state; every claim is quoted, word for word, from {titles} documents about "
            "outstaffing, outsourcing and their alternatives."
        )
    if assistant.generation.notice:
        show_error("An older index is in use", assistant.generation.notice, key="notice")
    if conversation.outdated():
        st.info(
            "The answers below were worked out again from the present sources and rulebook.",
            title="The sources or the rulebook have changed since this link was made",
        )


def _draw_first_questions() -> None:
    st.pills(
        "Try one of these", EXAMPLES, key="first", on_change=_ask_first, wrap=True
    )


def _ask_first() -> None:
    if st.session_state.first:
        conversation.say(st.session_state.first)


def _draw_turns(assistant: Assistant, first: int, end: int, *, fresh: bool = False) -> None:
    turns, answers = conversation.turns(), conversation.answers()
    for i in range(first, end):
        _draw_message(turns[i], assistant.rulebook)
        with st.chat_message("assistant", avatar=ASSISTANT_ICON):
            newest = fresh and i == end - 1
            key = f"answer-{i}"
            draw_answer(
                answer_data(answers[i], turns[i], fresh=newest),
                key,
                partial(note_opened, key, answers[i].citations),
            )


def _draw_message(text: str, book: Rulebook) -> None:
    with st.chat_message("user", avatar=USER_ICON):
        st.text(corrected(text, book) or text)


def _draw_refusal() -> None:
    refused = conversation.refused()
    if refused is None:
        return
    show_error("This message was not answered", refused.reason, key="refused")


def _draw_tree(assistant: Assistant) -> None:
    answers, book = conversation.answers(), assistant.rulebook
    if answers and answers[-1].recommendation is not None:
        facts = {name: fact["value"] for name, fact in told_facts(answers, book).items()}
        draw_tree(reckoned(facts, book), book)


def _draw_way_to_worksheet() -> None:
    answers = conversation.answers()
    if answers and answers[-1].cost is not None:
        st.page_link(
            WORKSHEET, label="Change these numbers in the worksheet", icon=":material/calculate:"
        )


def _draw_follow_ups() -> None:
    answers = conversation.answers()
    if answers and answers[-1].suggestions:
        key = f"follow-up-{len(answers)}"
        draw_chips(answers[-1].suggestions, key, "Ask next", partial(_follow_up, key))


def _follow_up(key: str) -> None:
    if text := chosen(key):
        conversation.say(text)


def _submit() -> None:
    conversation.say(st.session_state.message or "")


def _speak() -> None:
    answers = conversation.answers()
    text = read_aloud(answers[-1]) if answers else ""
    say_aloud(text, str(len(answers)), follow=bool(answers))
