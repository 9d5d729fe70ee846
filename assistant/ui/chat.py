"""The chat page: questions, answers with marks, and the sources beside them."""

from __future__ import annotations

import time
from dataclasses import asdict
from functools import partial

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from assistant.assistant import Assistant
from assistant.decision.recommend import recommend
from assistant.decision.schema import Rulebook
from assistant.dialogue.clicked import spoken
from assistant.dialogue.notices import EXAMPLES
from assistant.history.types import Verdict
from assistant.ui import conversation, keeping
from assistant.ui.components import chosen, draw_chips, draw_serialized, judged, say_aloud
from assistant.ui.export import draw_export
from assistant.ui.former import draw_former
from assistant.ui.marks import note_opened, show_opened
from assistant.ui.notices import show_error
from assistant.ui.payload import read_aloud
from assistant.ui.situation import draw_situation, told_facts
from assistant.ui.talks import draw_talks_of_reader
from assistant.ui.tree import draw_tree
from assistant.ui.welcome import draw_welcome

WORKSHEET = "pages/worksheet.py"
PLACEHOLDER = "Describe the work, or ask"  # a phone's box has room for no more
FIRST_WORDS_SECONDS = 0.08
"""So long the browser has the new answer to itself: drawn together with the panel, its first words
would be seen a sixth later."""
ASSISTANT_ICON, USER_ICON = ":material/balance:", ":material/person:"


def draw_chat(assistant: Assistant) -> None:
    """None; the page is drawn and the last message answered."""
    conversation.adopt_link(assistant)
    panel = st.sidebar.container()
    if not conversation.turns():
        draw_welcome(assistant)
        st.pills("Try one of these", EXAMPLES, key="first", on_change=_ask_first, wrap=True)
    _draw_notices(assistant)
    _draw_turns(assistant)
    said = conversation.said()
    conversation.keep(_title(assistant.rulebook))
    if said:
        time.sleep(FIRST_WORDS_SECONDS)
    conversation.write_link()
    _draw_refusal()
    _draw_tree(assistant)
    _draw_way_to_worksheet()
    _draw_follow_ups()
    draw_export(conversation.turns(), conversation.answers())
    conversation.fill_input()
    with st.bottom:  # placed there by itself, the box would make the page stick to its end
        st.chat_input(PLACEHOLDER, key="message", on_submit=_submit, submit_mode="stop")
    with panel:
        if conversation.turns():
            st.button(
                "New conversation", icon=":material/add_comment:", key="start-over",
                width="stretch", on_click=conversation.start_over,
            )
        draw_talks_of_reader(assistant)
        draw_situation(assistant, conversation.answers())
    _speak()
    show_opened(assistant)


def _draw_notices(assistant: Assistant) -> None:
    if assistant.generation.notice:
        show_error("An older index is in use", assistant.generation.notice, key="notice")
    if conversation.missing():
        show_error(
            "That conversation is not here",
            "It was deleted, or it is another reader’s. Ask its owner for a link to an answer.",
            key="missing",
        )


def _ask_first() -> None:
    if st.session_state.first:
        conversation.say(st.session_state.first)


def _draw_turns(assistant: Assistant) -> None:
    """None; every turn is drawn, and answered first where it is new."""
    known, verdicts = len(conversation.answers()), keeping.verdicts()
    said, end = conversation.said(), len(conversation.turns())
    judging = keeping.possible()
    for place in range(end):
        text = conversation.turns()[place]
        try:
            _draw_message(text, assistant.rulebook)
            if place >= known and not conversation.answer_turn(assistant):
                return
        except StopException:
            if place >= len(conversation.answers()):
                conversation.take_back()
            raise
        with st.chat_message("assistant", avatar=ASSISTANT_ICON):
            former = conversation.former()
            if former and place == end - 1:
                draw_former(former, conversation.answers()[place], text, assistant.rulebook)
            newest, verdict = said and place >= max(known, end - 1), verdicts.get(place)
            key, answer = f"answer-{place}", conversation.answers()[place]
            draw_serialized(
                conversation.serialized_answers()[place],
                key,
                partial(note_opened, key, answer.citations),
                partial(_judge, key, place),
                fresh=newest,
                judging=judging,
                verdict=asdict(verdict) if verdict else None,
            )


def _judge(key: str, place: int) -> None:
    if found := judged(key):
        conversation.keep_now()
        keeping.judge(Verdict(place, *found))


def _draw_message(text: str, book: Rulebook) -> None:
    with st.chat_message("user", avatar=USER_ICON):
        st.text(spoken(text, book))


def _draw_refusal() -> None:
    refused = conversation.refused()
    if refused is None:
        return
    show_error("This message was not answered", refused.reason, key="refused")


def _draw_tree(assistant: Assistant) -> None:
    answers, book = conversation.answers(), assistant.rulebook
    if answers and answers[-1].recommendation is not None:
        facts = {name: fact["value"] for name, fact in told_facts(answers, book).items()}
        draw_tree(recommend(facts, book), book)


def _draw_way_to_worksheet() -> None:
    answers = conversation.answers()
    if answers and answers[-1].cost is not None:
        st.page_link(
            WORKSHEET, label="Change these numbers in the worksheet", icon=":material/calculate:"
        )


def _draw_follow_ups() -> None:
    answers = conversation.answers()
    asked = {turn.casefold() for turn in conversation.turns()}
    next_ones = [
        text for text in (answers[-1].suggestions if answers else ())
        if text.casefold() not in asked
    ]
    if next_ones:
        key = f"follow-up-{len(answers)}"
        draw_chips(next_ones, key, "Ask next", partial(_follow_up, key))


def _follow_up(key: str) -> None:
    if text := chosen(key):
        conversation.say(text)


def _submit() -> None:
    conversation.say(st.session_state.message or "")


def _title(book: Rulebook) -> str:
    first = next(iter(conversation.turns()), "")
    return spoken(first, book)


def _speak() -> None:
    answers = conversation.answers()
    text = read_aloud(answers[-1]) if answers else ""
    say_aloud(text, str(len(answers)), follow=bool(answers))
