"""Plain text: for mail, tickets and whatever else knows no markup."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from assistant.citing.export.types import Note, Transcript, made_from, notes_of
from assistant.citing.words import writable
from assistant.dialogue.types import Block, Span

WIDTH = 88
_NO_SPACE_BEFORE = tuple(".,:;)?!")


def to_plain(document: Transcript) -> str:
    """The document; each note ends in the link that machines read."""
    parts: list[str] = []
    for exchange in document.exchanges:
        asked = (" ".join(writable(turn).split()) for turn in exchange.asked)
        parts += [*(_wrapped(f"Question: {turn}") for turn in asked), *_blocks(exchange.blocks)]
        parts.append(f"{made_from(document, exchange)}:\n<{exchange.link}>")
    parts += ["Sources", *map(note_plain, notes_of(document))]
    return "\n\n".join(parts) + "\n"


def note_plain(note: Note) -> str:
    """Number, quote, place, link, who says it; on a line of its own, however long."""
    return f"[{note.n}] “{note.quote}” — {note.place} <{note.link}>. {note.about}".rstrip()


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    run: list[str] = []
    kind = ""
    for block in blocks:
        if run and not (block.kind == kind == "item" or block.kind == "row"):
            yield "\n".join(run)
            run = []
        kind = block.kind
        cells = [words(cell) for cell in block.cells]
        if kind == "heading":
            run.append(f"{cells[0]}\n{'-' * min(len(cells[0]), WIDTH)}")
        elif kind == "item":
            run.append(_wrapped(cells[0], "- ", "  "))
        elif kind in {"header", "row"}:
            run.append(" | ".join(cells))
        else:
            run.append(_wrapped(cells[0]))
    if run:
        yield "\n".join(run)


def words(spans: Sequence[Span]) -> str:
    """Spans as text, marks in brackets, with a space between them where they need one."""
    text = ""
    for span in spans:
        flat = " ".join(writable(span.text).split())
        piece = {"mark": f"[{flat}]", "said": f"“{flat}”"}.get(span.style, flat)
        glued = not text or text.endswith((" ", "(")) or piece.startswith(_NO_SPACE_BEFORE)
        text += piece if glued or not piece else f" {piece}"
    return text


def _wrapped(text: str, first: str = "", then: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=then,
        break_long_words=False, break_on_hyphens=False,
    )
