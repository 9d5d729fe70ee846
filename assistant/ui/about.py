"""The About page: what the answers are made from, and how to cite one."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from assistant.assistant import Assistant
from assistant.dialogue.pieces import paragraph
from assistant.dialogue.types import Block, Span
from assistant.errors import AssistantError
from assistant.settings import settings_in_force
from assistant.ui.components import draw_answer
from assistant.ui.payload import blocks_data

HOW_TO_CITE = (
    "“Copy” puts an answer on the clipboard, its marks linked, as rich text and as Markdown.",
    "“Export” saves answers as documents; the page “Check” tells later which quotes still hold.",
    "“Copy link” gives an address that carries your messages and the two fingerprints above.",
    "Whoever opens it sees the same answer; where sources or rules have changed since, both.",
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
    draw_answer(blocks_data((*blocks, *_quality(assistant)), kind="about"), "about")


def _quality(assistant: Assistant) -> Iterator[Block]:
    """How well this build answers, where somebody has measured it."""
    from assistant.evaluation.report import read_json  # only here

    yield Block("heading", ((Span("How well it answers"),),))
    file = settings_in_force().evaluation
    if not file.is_file():
        yield paragraph(Span(
            "Not measured here. The command python -m assistant evaluate FOLDER --json "
            f"{file.name} scores it on questions of your own."
        ))
        return
    try:
        found = read_json(file)
    except AssistantError as error:
        yield paragraph(Span(str(error)))
        return
    made_from = (found.corpus, found.rulebook)
    if made_from != (assistant.generation.fingerprint, assistant.rulebook.fingerprint):
        yield paragraph(Span("Measured over other sources or another rulebook than the present."))
    yield Block("header", tuple((Span(head),) for head in ("Figure", "Passed", "Cases")))
    for name, figure in found.figures.items():
        cells = (name, f"{figure.value:.1%}", str(figure.cases))
        yield Block("row", tuple((Span(cell),) for cell in cells))
