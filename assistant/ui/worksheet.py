"""The Worksheet page: the user's numbers beside what each way of staffing costs by them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import streamlit as st

from assistant.assistant import Assistant
from assistant.decision.costs.reading import load_cost_model
from assistant.decision.costs.reckon import reckon
from assistant.decision.costs.rows import missing_sentence, order_sentence
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.types import Cost, Line, Reckoning
from assistant.decision.costs.wording import money, open_labels, way_label
from assistant.dialogue.types import Block, Span
from assistant.ui.components import draw_answer
from assistant.ui.marks import citations_of, marks, note_opened, show_opened
from assistant.ui.notices import show_error
from assistant.ui.payload import blocks_data
from assistant.ui.worksheet_files import draw_files
from assistant.ui.worksheet_inputs import draw_inputs, sheet_of_page
from assistant.ui.worksheet_picture import draw_picture

KEY = "worksheet-lines"
# What is chosen is told by its line, ground and weight: the theme's primary colour, which white text
# stands out on, is too dark for words on the dark ground.
STYLE = """<style>
.st-key-cost [role=tab], .st-key-cost [role=tab] * { color: inherit !important; }
.st-key-cost [role=tab][aria-selected=true] * { font-weight: 600; }
.st-key-cost [data-testid=stButtonGroup] button, .st-key-cost [data-testid=stButtonGroup] button *,
.st-key-cost [data-testid=stPills] button * { color: inherit !important; }
</style>"""
HOUSE = "(ours)"


def draw_worksheet(assistant: Assistant) -> None:
    """None; the page is drawn: inputs, picture, lines, and the files to take away."""
    st.set_page_config(layout="wide")
    model = load_cost_model()
    st.title("What would it cost?")
    st.write(
        "The sources name what costs beyond the rate, and give no prices. Put in the numbers you "
        "know; what you leave out stays open, and nothing is filled in for you."
    )
    st.html(STYLE)
    with st.container(key="cost"):
        left, right = st.columns([2, 3], gap="large")
    with left:
        texts = draw_inputs(assistant, model)
    sheet, problems = sheet_of_page(texts, model)
    with right:
        for number, (label, problem) in enumerate(problems):
            show_error(f"Left out: {label}", problem, key=f"wrong-{number}")
        reckoning = reckon(sheet, model)
        _draw_verdict(reckoning, model)
        draw_picture(reckoning, model)
    st.subheader("Line by line")
    _draw_lines(reckoning, model, assistant)
    draw_files(reckoning, model)
    show_opened(assistant)


def _draw_verdict(reckoning: Reckoning, model: CostModel) -> None:
    if not reckoning.worksheet.given:
        st.text("No number is known yet, so nothing can be reckoned.")
        return
    sentences = [missing_sentence(reckoning, model)]
    if len(reckoning.costs) > 1:
        sentences.insert(0, order_sentence(reckoning, model))
    block = Block("paragraph", ((Span(" ".join(filter(None, sentences))),),))
    draw_answer(blocks_data((block,)), "worksheet-verdict")


def _draw_lines(reckoning: Reckoning, model: CostModel, assistant: Assistant) -> None:
    citations = citations_of(assistant)
    blocks = list(_table(reckoning, model, partial(_cell_marks, assistant, citations)))
    cited = citations.all()
    draw_answer(blocks_data(blocks, cited, kind="rules"), KEY, partial(note_opened, KEY, cited))


def _cell_marks(assistant: Assistant, citations: object, line: Line) -> tuple[Span, ...]:
    if not line.evidence:
        return (Span(HOUSE),)
    evidence = [(e.passage, e.quote) for e in line.evidence[:1]]
    return tuple(marks(evidence, assistant, citations))  # type: ignore[arg-type]


def _table(
    reckoning: Reckoning, model: CostModel, marked: partial[tuple[Span, ...]]
) -> Iterator[Block]:
    label = reckoning.worksheet.currency
    heads = ("Line", *(way_label(cost.way, model) for cost in reckoning.costs))
    yield Block("header", tuple((Span(head),) for head in heads))
    lines = {cost.way: {line.factor: line for line in cost.lines} for cost in reckoning.costs}
    for factor in model.factors:
        row = [lines[cost.way].get(factor.id) for cost in reckoning.costs]
        if not any(row):
            continue
        cells = [(Span("–"),) if line is None else (*_amount(line, label), *marked(line)) for line in row]
        name = (Span(factor.label, "strong"), Span(f"– {factor.means}"))
        yield Block("row", (name, *cells))
    for title, amounts in (
        ("Known so far", [cost.so_far for cost in reckoning.costs]),
        ("Total", [cost.total for cost in reckoning.costs]),
        ("A month", [cost.per_month for cost in reckoning.costs]),
        ("A delivered month of one person", [cost.per_delivered_month for cost in reckoning.costs]),
    ):
        cells = [(Span(money(amount, label) if amount else "open", "strong"),) for amount in amounts]
        yield Block("row", ((Span(title, "strong"),), *cells))
    missing = [(Span(_open_inputs(cost, model)),) for cost in reckoning.costs]
    yield Block("row", ((Span("Still open", "strong"),), *missing))


def _amount(line: Line, label: str) -> tuple[Span, ...]:
    return (Span(money(line.amount, label) if line.amount is not None else "open"),)


def _open_inputs(cost: Cost, model: CostModel) -> str:
    return ", ".join(open_labels(cost.open, model)).lower() or "nothing"
