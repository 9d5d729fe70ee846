"""A whole answer as text, and back again: what is kept of an answer that was given."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from assistant.citing.as_json import as_json
from assistant.citing.types import Citation
from assistant.dialogue.types import Answer, Block, Span


def packed(answer: Answer) -> str:
    """The answer's object with its citations and blocks, as ASCII; the same each time."""
    blocks = [
        [block.kind, [[[span.text, span.style] for span in cell] for cell in block.cells]]
        for block in answer.blocks
    ]
    citations = [asdict(citation) for citation in answer.citations]
    whole = {**as_json(answer), "citations": citations, "blocks": blocks}
    return json.dumps(whole, separators=(",", ":"))


def unpacked(text: str) -> Answer:
    """The answer that was packed. ``ValueError``, ``KeyError`` or ``TypeError`` for other text."""
    found: dict[str, Any] = json.loads(text)
    return Answer(
        kind=found["kind"],
        markdown=found["markdown"],
        citations=tuple(Citation(**citation) for citation in found["citations"]),
        recommendation=found["recommendation"],
        permalink=found["permalink"],
        corpus=found["corpus"],
        rulebook=found["rulebook"],
        heard=tuple(found["heard"]),
        blocks=tuple(
            Block(kind, tuple(tuple(Span(*span) for span in cell) for cell in cells))
            for kind, cells in found["blocks"]
        ),
        suggestions=tuple(found["suggestions"]),
        cost=found.get("cost"),
        fingerprint=found["fingerprint"],
    )
