"""The Rules page: the rulebook with its evidence, where the sources disagree, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st

from assistant.assistant import Assistant
from assistant.citing.cite import Citations
from assistant.decision.schema import Rule, Rulebook
from assistant.decision.table import signed
from assistant.dialogue.types import Block, Span
from assistant.ui.components import draw_answer
from assistant.ui.marks import citations_of, marks, note_opened, show_opened
from assistant.ui.payload import blocks_data

KEY = "rules"
# The chosen tab is told by its line and weight: the theme's primary colour, which white text stands
# out on, is too dark for words on the dark ground.
STYLE = """<style>
.st-key-rulebook [role=tab], .st-key-rulebook [role=tab] * { color: inherit !important; }
.st-key-rulebook [role=tab][aria-selected=true] * { font-weight: 600; }
</style>"""


def draw_rules(assistant: Assistant) -> None:
    """None; the page is drawn, the rules that fit the filters on its first tab."""
    book = assistant.rulebook
    st.title("Rules")
    st.html(STYLE)
    with st.container(key="rulebook"):
        rules, conflicts, considered = st.tabs(
            [
                f"Rules ({len(book.rules)})",
                f"Where sources disagree ({len(book.conflicts)})",
                f"Considered and left out ({len(book.considered)})",
            ]
        )
    with rules:
        _draw_rules(assistant)
    with conflicts:
        st.write(
            "Where two sources say different things, both stand here in their own words. "
            "An answer that a disagreement touches says so."
        )
        citations = citations_of(assistant)
        _draw_blocks(tuple(_conflicts(assistant, citations)), citations, "conflicts")
    with considered:
        st.write("What the sources say that no rule was made of, and why.")
        citations = citations_of(assistant)
        _draw_blocks(tuple(_considered(assistant, citations)), citations, "considered")
    show_opened(assistant)


def _draw_rules(assistant: Assistant) -> None:
    book = assistant.rulebook
    st.write(
        "A recommendation is the sum of these rules: each adds points for a model, takes some "
        "away, or rules the model out, and names the words that it rests on."
    )
    with st.container(horizontal=True):
        model = st.selectbox(
            "Model", list(book.models), index=None, placeholder="all models",
            format_func=lambda name: book.models[name].label,
        )
        criterion = st.selectbox(
            "Criterion", list(book.criteria), index=None, placeholder="all criteria",
            format_func=lambda name: book.criteria[name].label,
        )
    rules = [
        rule for rule in book.rules
        if (model is None or model in rule.effects)
        and (criterion is None or criterion in rule.when)
    ]
    st.text(f"{len(rules)} of {len(book.rules)} rules")
    citations = citations_of(assistant)
    _draw_blocks(tuple(_rows(rules, assistant, citations)), citations, KEY)


def _draw_blocks(blocks: Sequence[Block], citations: Citations, key: str) -> None:
    cited = citations.all()
    draw_answer(blocks_data(blocks, cited, kind="rules"), key, partial(note_opened, key, cited))


def _conflicts(assistant: Assistant, citations: Citations) -> Iterator[Block]:
    for conflict in assistant.rulebook.conflicts:
        yield Block("heading", ((Span(conflict.title),),))
        for side in conflict.sides:
            document = assistant.generation.document(side.passage.partition("#")[0])
            title = document.title if document else side.passage
            mark = marks([(side.passage, side.quote)], assistant, citations)
            quote = Span(f"“{side.quote}”", "quoted")
            yield Block("item", ((Span(title, "strong"), Span(":"), Span(side.says), Span("–"), quote, *mark),))


def _considered(assistant: Assistant, citations: Citations) -> Iterator[Block]:
    for short, name in assistant.rulebook.sources.items():
        document = assistant.generation.document(name)
        yield Block("item", ((Span(short, "strong"), Span(document.title if document else name)),))
    yield Block("header", ((Span("What"),), (Span("Why no rule was made of it"),)))
    for left_out in assistant.rulebook.considered:
        evidence = ((quoted.passage, quoted.quote) for quoted in left_out.evidence)
        what = (Span(left_out.item), *marks(evidence, assistant, citations))
        yield Block("row", (what, (Span(left_out.reason),)))


def _rows(
    rules: Sequence[Rule], assistant: Assistant, citations: Citations
) -> Iterator[Block]:
    if not rules:
        yield Block("paragraph", ((Span("No rule is about both."),),))
        return
    heads = ("When", "Effect", "Because")
    yield Block("header", tuple((Span(head),) for head in heads))
    for rule in rules:
        evidence = ((quoted.passage, quoted.quote) for quoted in rule.evidence)
        because = [Span(rule.because), *marks(evidence, assistant, citations)]
        if rule.house:
            because.append(Span("(our own judgement, no source)"))
        yield Block(
            "row",
            (
                (Span(_when(rule, assistant.rulebook)),),
                (Span(_effects(rule, assistant.rulebook)),),
                tuple(because),
            ),
        )


def _when(rule: Rule, book: Rulebook) -> str:
    return " and ".join(
        f"{book.criteria[name].label.lower()}: {' or '.join(values)}"
        for name, values in rule.when.items()
    )


def _effects(rule: Rule, book: Rulebook) -> str:
    return ", ".join(
        f"{book.models[model].label} "
        + ("ruled out" if rule.rules_out(model) else signed(rule.points(model)))
        for model in rule.effects
    )
