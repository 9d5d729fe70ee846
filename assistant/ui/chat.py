"""The chat page: questions, answers with marks, and the sources beside them."""

from __future__ import annotations

import streamlit as st

from assistant.assistant import Assistant
from assistant.decision.schema import Rulebook
from assistant.dialogue.notices import EXAMPLES
from assistant.dialogue.types import Answer
from assistant.ui import conversation
from assistant.ui.components import chosen, draw_answer, draw_chips, opened, say_aloud
from assistant.ui.drawer import show_in_drawer
from assistant.ui.notices import show_error
from assistant.ui.payload import answer_data, read_aloud
from assistant.ui.situation import draw_situation

ASSISTANT_ICON, USER_ICON = ":material/balance:", ":material/person:"


def draw_chat(assistant: Assistant) -> None:
    """None; the page is drawn and the last message answered."""
    conversation.adopt_link(assistant)
    with st.sidebar:
        panel = st.container()
    _draw_head(assistant)
    if not conversation.turns():
        _draw_first_questions()
    history = st.container()
    with history:
        _draw_given(assistant)
        with st.spinner("Reading the sources …"):
            new = conversation.answer_turns(assistant)
        _draw_turns(assistant, fresh=new)
    conversation.write_link()
    _draw_refusal()
    _draw_follow_ups()
    st.chat_input(
        "Describe the work, or ask what the sources say", key="message", on_submit=_submit
    )
    with panel:
        draw_situation(assistant, conversation.answers())
    _open_source(assistant)
