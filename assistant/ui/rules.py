"""The Rules page: the whole rulebook, by model and criterion, each rule with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from assistant.assistant import Assistant
from assistant.citing.cite import Citations, CitedDocument
from assistant.citing.types import Citation
from assistant.decision.schema import Rule, Rulebook
from assistant.dialogue.types import Block, Span
from assistant.ui.components import draw_answer, opened
from assistant.ui.drawer import show_in_drawer
from assistant.ui.payload import blocks_data

KEY = "rules"


def draw_rules(assistant: Assistant) -> None:
    """None; the rules that fit the filters are drawn."""
    book = assistant.rulebook
    st.title("Rules")
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
    citations = Citations(lambda name: _document(assistant, name))
    blocks = tuple(_rows(rules, assistant, citations))
    cited = citations.all()
    draw_answer(blocks_data(blocks, cited, kind="rules"), KEY, _open_mark)
    _open_source(assistant, cited)


def _document(assistant: Assistant, name: str) -> CitedDocument:
    document = assistant.generation.document(name)
    if document is None:
        raise KeyError(name)
    return document


def _open_mark() -> None:
    st.session_state.opened_rule = opened(KEY)


def _open_source(assistant: Assistant, citations: Sequence[Citation]) -> None:
    n = st.session_state.pop("opened_rule", None)
    citation = next((c for c in citations if c.n == n), None)
    if citation is not None:
        show_in_drawer(assistant, citation)


def _rows(
    rules: Sequence[Rule], assistant: Assistant, citations: Citations
) -> Iterator[Block]:
    if not rules:
        yield Block("paragraph", ((Span("No rule is about both."),),))
        return
    heads = ("When", "Effect", "Because")
    yield Block("header", tuple((Span(head),) for head in heads))
    for rule in rules:
        because = [Span(rule.because), *_marks(rule, assistant, citations)]
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
        + ("ruled out" if rule.rules_out(model) else f"{rule.points(model):+d}".replace("-", "−"))
        for model in rule.effects
    )


def _marks(rule: Rule, assistant: Assistant, citations: Citations) -> Iterator[Span]:
    for quoted in rule.evidence:
        position = assistant.generation.position(quoted.passage)
        if position is not None:
            passage = assistant.generation.passage(position)
            yield Span(str(citations.cite_words(passage, quoted.quote)), "mark")
