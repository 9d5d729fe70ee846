"""What a first visit is told: what this is, and on whose texts it speaks."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from assistant.assistant import Assistant
from assistant.dialogue.pieces import paragraph
from assistant.dialogue.types import Span
from assistant.ui.components import draw_answer
from assistant.ui.payload import blocks_data

MOST_TITLES = 3


def draw_welcome(assistant: Assistant) -> None:
    """None; the page's title and one sentence are drawn."""
    st.title("How should this work be staffed?")
    draw_answer(blocks_data((paragraph(*_sentence(assistant)),), kind="welcome"), "welcome")


def _sentence(assistant: Assistant) -> Iterator[Span]:
    names = assistant.generation.documents()
    yield Span(
        "Describe the work and get a recommendation that follows from your facts, every claim "
        "quoted word for word from"
    )
    if len(names) > MOST_TITLES:
        yield Span(f"{len(names)} documents that you can read under Sources.")
        return
    for place, name in enumerate(names):
        document = assistant.generation.document(name)
        before = "" if place == 0 else "and " if place == len(names) - 1 else ", "
        yield Span(before)
        yield Span(f"“{document.title if document else name}”", "quoted")
    yield Span(".")
