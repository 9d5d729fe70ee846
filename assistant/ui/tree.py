"""The decision tree of the open questions, drawn and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import streamlit as st

from assistant.decision.questions import questions
from assistant.decision.schema import Rulebook
from assistant.decision.tree import tree
from assistant.decision.types import Recommendation
from assistant.dialogue.types import Block, Span
from assistant.ui.components import draw_answer
from assistant.ui.payload import blocks_data

KEY = "tree"
# On a phone the drawing would shrink until nobody can read it: it keeps its size and is moved.
STYLE = """<style>
.st-key-tree-drawing { overflow-x: auto; }
.st-key-tree-drawing [data-testid=stMermaidChart] { min-width: 42rem; }
@media (max-width: 40rem) { .st-key-tree-drawing [data-testid=stMermaidChart] { min-width: 50rem; } }
</style>"""
_NODE = re.compile(r' +(n\d+)(?:\{|\(\[)"([^"]*)"(?:\}|\]\))')
_BRANCH = re.compile(r' +(n\d+) -- "([^"]*)" --> (n\d+)')


def draw_tree(recommendation: Recommendation, book: Rulebook) -> None:
    """None; the tree is drawn where its box is open, and nothing where no answer decides."""
    if not questions(recommendation):
        return
    box = st.expander(
        "What the open questions lead to", icon=":material/account_tree:", key=KEY,
        on_change="rerun",
    )
    if not box.open:
        return
    drawn = tree(book, recommendation.facts)
    with box:
        st.html(STYLE)
        with st.container(key="tree-drawing"):
            st.mermaid_chart(drawn, alt="Decision tree of the open questions; the table says the same")
        draw_answer(blocks_data(paths(drawn), kind="paths"), "tree-paths")


def paths(drawn: str) -> Iterator[Block]:
    """A table of the tree in Mermaid's notation: each way through it, and where it ends."""
    labels = {name: _plain(text) for name, text in _NODE.findall(drawn)}
    parents = {child: (parent, _plain(value)) for parent, value, child in _BRANCH.findall(drawn)}
    yield Block("header", ((Span("Answers"),), (Span("Outcome"),)))
    inner = {parent for parent, _ in parents.values()}
    for leaf in (name for name in labels if name not in inner):
        way: list[str] = []
        node = leaf
        while node in parents:
            node, value = parents[node]
            way.insert(0, f"{labels[node]} {value}")
        yield Block("row", ((Span("; ".join(way)),), (Span(labels[leaf]),)))


def _plain(text: str) -> str:
    return text.replace("#quot;", '"')
