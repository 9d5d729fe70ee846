"""An answer as plain data for the component that draws it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from assistant.citing.types import Citation
from assistant.dialogue.answering import readable
from assistant.dialogue.types import Answer, Block, Kind, Span

BADGES: dict[Kind, str] = {
    "answer": "",
    "recommendation": "Recommendation",
    "clarification": "One thing to clear up",
    "no_evidence": "No evidence",
    "help": "",
}
"""What an answer of each kind is headed with."""

_NO_SPACE_BEFORE = tuple(".,:;)?!")
_NO_SPACE_AFTER = (" ", "(")

Data = dict[str, Any]


def answer_data(answer: Answer, question: str) -> Data:
    """The whole answer with its tools."""
    return {
        **blocks_data(answer.blocks, answer.citations, answer.kind),
        "badge": BADGES[answer.kind],
        "label": f"Answer to: {question}",
        "markdown": answer.markdown,
        "permalink": answer.permalink.lstrip("/"),
        "tools": True,
    }


def blocks_data(
    blocks: Iterable[Block], citations: Sequence[Citation] = (), kind: str = "compact"
) -> Data:
    """Blocks alone, without tools; ``kind`` chooses their look."""
    return {
        "kind": kind,
        "badge": "",
        "blocks": [
            {"kind": block.kind, "cells": [spaced(cell) for cell in block.cells]}
            for block in blocks
        ],
        "citations": [_citation_data(citation) for citation in citations],
        "tools": False,
    }


def spaced(spans: Sequence[Span]) -> list[dict[str, str]]:
    """The spans in order, with the spaces and quotation marks that reading them needs."""
    out: list[dict[str, str]] = []
    before = " "
    for span in spans:
        text = f"“{span.text}”" if span.style == "said" else span.text
        if not text:
            continue
        glued = before.endswith(_NO_SPACE_AFTER) or text.startswith(_NO_SPACE_BEFORE)
        if not glued and span.style != "mark":
            out.append({"style": "plain", "text": " "})
        out.append({"style": span.style, "text": text})
        before = text
    return out


def read_aloud(answer: Answer) -> str:
    """The answer's words without marks, for a screen reader."""
    cells = (cell for block in answer.blocks for cell in block.cells)
    badge = BADGES[answer.kind] and f"{BADGES[answer.kind]}."
    lines = ("".join(s["text"] for s in spaced(cell) if s["style"] != "mark") for cell in cells)
    return " ".join(filter(None, (badge, *lines)))


def _shown(citation: Citation) -> str:
    """The quote as it is read: of Markdown without its signs, else as it stands."""
    return "\n".join(_lines(citation.quote)) if citation.is_markdown else citation.quote


def _lines(quote: str) -> Iterator[str]:
    for line in filter(str.strip, quote.splitlines()):
        bullet = line.lstrip().startswith(("- ", "* ", "+ "))
        yield f"• {readable(line)}" if bullet else readable(line)


def source_link(citation: Citation) -> str:
    """Where the Sources page shows the quote, relative to the chat's address if none is set.

    An answer's own link also holds what the check of a pasted answer needs.
    """
    if citation.permalink:
        return citation.permalink.lstrip("/")
    place = {"passage": citation.passage, "start": citation.start, "end": citation.end}
    return f"sources?{urlencode(place)}"


def _citation_data(citation: Citation) -> Data:
    return {
        "n": citation.n,
        "title": citation.title,
        "section": citation.section,
        "quote": citation.quote,
        "shown": _shown(citation),
        "interest": citation.interest,
        "link": source_link(citation),
    }
