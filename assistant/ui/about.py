"""The About page: what this is, on whose texts, what it does and does not, how to cite it."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from assistant.assistant import Assistant
from assistant.dialogue.pieces import heading, item, paragraph
from assistant.dialogue.types import Block, Span
from assistant.errors import AssistantError
from assistant.settings import settings_in_force
from assistant.ui.components import draw_answer
from assistant.ui.payload import blocks_data

DOES = (
    "It hears the facts of your situation, shows the words it heard, and lets you correct each.",
    "It sums rules that rest on quoted sentences, and says what would change the outcome.",
    "It answers questions with sentences of the sources as they stand, each with its mark.",
    "It reckons costs from numbers of your own.",
)
DOES_NOT = (
    "No language model writes the answers: the same messages always give the same answer.",
    "What the sources do not say, it does not answer. They give no prices, so it knows none.",
    "How much each rule counts is a weighing, not a law; nothing here is legal or tax advice.",
    "Nothing that you type leaves the machine that serves this chat.",
)
MOST_TEXTS = 12
HOW_TO_CITE = (
    "“Copy” puts an answer on the clipboard, its marks linked, as rich text and as Markdown.",
    "“Export” saves answers as documents; the page “Check” tells later which quotes still hold.",
    "“Copy link” gives an address that carries your messages and the fingerprints of sources and rules.",
    "Whoever opens it sees the same answer; where sources or rules have changed since, both.",
    "A mark’s own link opens the source with the quoted words highlighted.",
)


def draw_about(assistant: Assistant) -> None:
    """None; the page is drawn."""
    generation, book = assistant.generation, assistant.rulebook
    st.title("About")
    st.write(
        "This assistant recommends how to staff a piece of work – with people of a provider, by "
        "handing it to a vendor, or otherwise – and proves every word from its sources."
    )
    manifest = generation.manifest
    rows = (
        ("Documents", str(manifest.documents)),
        ("Passages", str(manifest.passages)),
        ("Rules", str(len(book.rules))),
        ("Encoder", manifest.encoder),
        ("Index", manifest.generation),
        ("Fingerprint of the sources", generation.fingerprint),
        ("Fingerprint of the rules", book.fingerprint),
    )
    blocks = (
        heading("Whose texts it speaks on"),
        *_texts(assistant),
        heading("What it does"),
        *(item(Span(line)) for line in DOES),
        heading("What it does not do"),
        *(item(Span(line)) for line in DOES_NOT),
        heading("How to cite an answer"),
        *(item(Span(line)) for line in HOW_TO_CITE),
        *_quality(assistant),
        heading("What this build is made from"),
        Block("header", ((Span("What"),), (Span("Value"),))),
        *(Block("row", ((Span(name),), (Span(value),))) for name, value in rows),
    )
    draw_answer(blocks_data(blocks, kind="about"), "about")


def _texts(assistant: Assistant) -> Iterator[Block]:
    """Each document with its publisher and the interest that it has."""
    names = assistant.generation.documents()
    for name in names[:MOST_TEXTS]:
        document = assistant.generation.document(name)
        if document is None:
            continue
        publisher, interest = (document.meta.get(key, "") for key in ("publisher", "interest"))
        yield item(
            Span(document.title, "strong"),
            *([Span("– publisher:"), Span(f"{publisher}.", "quoted")] if publisher else []),
            *([Span("Has an interest:"), Span(interest, "quoted")] if interest else []),
        )
    if len(names) > MOST_TEXTS:
        yield item(Span(f"and {len(names) - MOST_TEXTS} more, which the page Sources lists"))


def _quality(assistant: Assistant) -> Iterator[Block]:
    """How well this build answers, where somebody has measured it."""
    from assistant.evaluation.report import read_json  # only here

    yield heading("How well it answers")
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
