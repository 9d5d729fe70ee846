"""Marks for the evidence that a view draws by itself, and the source that each of them opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import streamlit as st

from assistant.assistant import Assistant
from assistant.citing.cite import Citations, CitedDocument
from assistant.citing.types import Citation
from assistant.dialogue.types import Span
from assistant.ui.components import opened
from assistant.ui.drawer import show_in_drawer


def citations_of(assistant: Assistant) -> Citations:
    """Citations, none yet, whose documents are the assistant's."""

    def document(name: str) -> CitedDocument:
        found = assistant.generation.document(name)
        if found is None:
            raise KeyError(name)
        return found

    return Citations(document)


def marks(
    evidence: Iterable[tuple[str, str]], assistant: Assistant, citations: Citations
) -> Iterator[Span]:
    """A mark for each passage and quote; none for a passage that the index does not have."""
    for name, quote in evidence:
        position = assistant.generation.position(name)
        if position is not None:
            passage = assistant.generation.passage(position)
            yield Span(str(citations.cite_words(passage, quote)), "mark")


def note_opened(key: str, cited: Sequence[Citation]) -> None:
    """None; the mark that was activated in the element of that key is shown in this run."""
    n = opened(key)
    st.session_state.cited = next((c for c in cited if c.n == n), None)


def show_opened(assistant: Assistant) -> None:
    """None; the source of the mark that was activated, if one was, is open beside the page."""
    citation: Citation | None = st.session_state.pop("cited", None)
    if citation is not None:
        show_in_drawer(assistant, citation)
