"""The About page: what the answers are made from, and how to cite one."""

from __future__ import annotations

import streamlit as st

from assistant.assistant import Assistant
from assistant.dialogue.types import Block, Span
from assistant.ui.components import draw_answer
from assistant.ui.payload import blocks_data

HOW_TO_CITE = (
    "“Copy” puts an answer on the clipboard, its marks linked, as rich text and as Markdown.",
    "“Export” saves answers as documents; the page “Check” tells later which quotes still hold.",
    "“Copy link” gives an address that carries your messages and the two fingerprints above.",
    "Whoever opens it sees the same answer, or is told that sources or rules have changed since.",
    "A mark’s own link opens the source with the quoted words highlighted.",
)


def draw_about(assistant: Assistant) -> None:
    """None; the page is drawn."""
    generation, book = assistant.generation, assistant.rulebook
    st.title("About")
    st.write(
        "This assistant recommends how to staff a piece of work and proves every word. No "
        "language model writes its answers: facts are heard in your words, rules that rest on "
        "quoted passages are summed, and sentences of the sources are shown as they stand."
    )
    manifest = generation.manifest
    rows = (
        ("Corpus", generation.fingerprint),
        ("Rulebook", book.fingerprint),
        ("Documents", str(manifest.documents)),
        ("Passages", str(manifest.passages)),
        ("Rules", str(len(book.rules))),
        ("Encoder", manifest.encoder),
        ("Index", manifest.generation),
    )
    blocks = [
        Block("header", ((Span("What"),), (Span("Value"),))),
        *(Block("row", ((Span(name),), (Span(value),))) for name, value in rows),
        Block("heading", ((Span("How to cite an answer"),),)),
        *(Block("item", ((Span(line),),)) for line in HOW_TO_CITE),
    ]
    draw_answer(blocks_data(blocks, kind="about"), "about")
