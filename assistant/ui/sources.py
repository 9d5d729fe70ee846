"""The Sources page: every document with its sections, and the rules that rest on a passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import streamlit as st

from assistant.assistant import Assistant
from assistant.corpus.types import Passage
from assistant.corpus.visible import visible
from assistant.counting import counted
from assistant.decision.schema import Rulebook
from assistant.index.texts import StoredDocument
from assistant.ui.components import draw_source
from assistant.ui.notices import show_error
from assistant.ui.typeset import set_passage

MOST_SEARCHED = 50
"""So many documents are searched while one is shown."""


def draw_sources(assistant: Assistant) -> None:
    """None; the chosen document is drawn, a linked quote in it highlighted."""
    generation = assistant.generation
    names = generation.documents()
    linked = st.query_params.get("passage", "").partition("#")[0]
    st.title("Sources")
    chosen = st.selectbox(
        "Document",
        names,
        index=names.index(linked) if linked in names else 0,
        format_func=lambda name: _title(generation.document(name), name),
    )
    words = st.text_input("Show only passages with these words", key="sources-search").split()
    document = generation.document(chosen)
    if document is None:
        return
    if linked and linked not in names:
        show_error("That source is gone", f"No document is named “{linked}” any more.")
    passages = generation.passages_of(chosen)
    shown = [p for p in passages if _has(p, words)]
    if words:
        st.text(f"{len(shown)} of {counted(len(passages), 'passage')}")
        if elsewhere := list(_elsewhere(assistant, chosen, words)):
            st.text(f"Also in: {'; '.join(elsewhere)}")
    quote = _linked_quote(document) if chosen == linked else None
    resting = _resting(assistant.rulebook)
    draw_source(
        list(_pieces(shown, document.text, quote, resting)),
        f"source-{chosen}",
        facts=_facts(document),
        scroll=quote is not None,
    )


def _title(document: StoredDocument | None, name: str) -> str:
    return visible(document.title if document else name)


def _elsewhere(assistant: Assistant, chosen: str, words: Sequence[str]) -> Iterator[str]:
    """Which other documents have passages with all the words, where there are not too many."""
    generation = assistant.generation
    names = generation.documents()
    for name in names if len(names) <= MOST_SEARCHED else ():
        found = sum(_has(passage, words) for passage in generation.passages_of(name))
        if found and name != chosen:
            yield f"{_title(generation.document(name), name)} ({counted(found, 'passage')})"


def _facts(document: StoredDocument) -> tuple[tuple[str, str], ...]:
    meta = document.meta
    known = (
        ("Title", document.title),
        ("Publisher", meta.get("publisher", "")),
        ("Has an interest", meta.get("interest", "")),
        ("Written", meta.get("written", "")),
        ("Cited as", document.name),
        ("SHA-256", document.sha256),
    )
    return tuple((name, value) for name, value in known if value)


def _has(passage: Passage, words: Sequence[str]) -> bool:
    text = " ".join((*passage.headings, passage.text)).casefold()
    return all(word.casefold() in text for word in words)


def _linked_quote(document: StoredDocument) -> tuple[int, int] | None:
    """The offsets of the quote that the address asks for, where they lie in the document."""
    try:
        start, end = (int(st.query_params[name]) for name in ("start", "end"))
    except (KeyError, ValueError):
        return None
    return (start, end) if 0 <= start < end <= len(document.text) else None


def _resting(book: Rulebook) -> dict[str, list[str]]:
    """Passage -> what the rules conclude that rest on it."""
    found: dict[str, list[str]] = {}
    for rule in book.rules:
        for passage in dict.fromkeys(quoted.passage for quoted in rule.evidence):
            found.setdefault(passage, []).append(f"Rule {rule.id}: {rule.because}")
    return found


def _pieces(
    passages: Sequence[Passage],
    text: str,
    quote: tuple[int, int] | None,
    resting: dict[str, list[str]],
) -> Iterator[dict[str, Any]]:
    before: tuple[str, ...] = ()
    for passage in passages:
        for level, heading in enumerate(passage.headings):
            if passage.headings[: level + 1] != before[: level + 1]:
                yield {"kind": "heading", "level": level + 1, "text": heading}
        before = passage.headings
        yield {**set_passage(passage, text, quote), "notes": resting.get(passage.name, [])}
