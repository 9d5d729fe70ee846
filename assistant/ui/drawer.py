"""The drawer beside the chat: a quote, highlighted where it stands in its source."""

from __future__ import annotations

import streamlit as st

from assistant.assistant import Assistant
from assistant.citing.context import in_context
from assistant.citing.types import Citation
from assistant.ui.components import draw_source
from assistant.ui.notices import show_error
from assistant.ui.typeset import set_section

WIDTH_PX = 560


def show_in_drawer(assistant: Assistant, citation: Citation) -> None:
    """None; the citation's passage is open until the reader closes it."""

    @st.dialog("Source", width=WIDTH_PX, position="right", icon=":material/menu_book:")
    def drawer() -> None:
        _draw(assistant, citation)

    drawer()


def _draw(assistant: Assistant, citation: Citation) -> None:
    generation = assistant.generation
    document = generation.document(citation.document)
    passages = generation.passages_of(citation.document)
    found = in_context(citation, document.text, passages) if document else None
    if document is None or found is None:
        show_error(
            "The source has changed",
            f"“{citation.title}” no longer has these words at this place. Ask again to get an "
            "answer from the present text.",
            key="drawer-error",
        )
        return
    publisher, interest = document.meta.get("publisher", ""), citation.interest
    facts = (
        ("Title", citation.title),
        ("Section", citation.section or "–"),
        ("Publisher", publisher or "not named"),
        *((("Has an interest", interest),) if interest else ()),
    )
    quote = (citation.start, citation.end)
    draw_source(
        list(set_section(passages, document.text, found.start, found.end, quote)),
        f"drawer-{citation.passage}-{citation.start}",
        facts=facts,
        look="section",
        scroll=True,
    )
