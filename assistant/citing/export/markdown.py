"""Markdown with footnotes, as GitHub, GitLab, Obsidian and pandoc read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.citing.export.payload import KIND, payload_text
from assistant.citing.export.types import Exchange, Note, Transcript, made_from, notes_of
from assistant.citing.words import writable
from assistant.dialogue.rendering import escaped, markdown
from assistant.dialogue.types import Block, Span


def to_markdown(document: Transcript) -> str:
    """The document; what machines read of it is in the links and in a comment at the end."""
    return "\n".join([*body(document), *footnotes(document), comment(document)])


def body(document: Transcript, *, once: bool = False) -> Iterator[str]:
    """Title, questions and answers. With ``once`` only the first mark of a quote is a footnote."""
    yield f"# {escaped(document.title)}\n"
    met: set[str] = set()
    for exchange in document.exchanges:
        yield from (f"> {escaped(writable(turn))}\n" for turn in exchange.asked)
        yield markdown(footnoted(exchange.blocks, met if once else None))
        yield f"{replay(document, exchange)}\n"
    if document.unmarked:
        yield f"Further evidence: {' '.join(f'[^{n}]' for n in document.unmarked)}\n"


def replay(document: Transcript, exchange: Exchange) -> str:
    """When the answer was given, from what, and the link that replays it."""
    return f"*{made_from(document, exchange)}:* [replay this answer]({exchange.link})"


def footnoted(blocks: Sequence[Block], met: set[str] | None = None) -> Iterator[Block]:
    """The blocks with footnotes for marks; those already in ``met`` stay numbers in brackets."""
    for block in blocks:
        yield replace(block, cells=tuple(
            tuple(_footnote(span, met) for span in cell) for cell in block.cells
        ))


def _footnote(span: Span, met: set[str] | None) -> Span:
    if span.style != "mark":
        return replace(span, text=writable(span.text))
    if met is not None:
        if span.text in met:
            return span
        met.add(span.text)
    return Span(f"^{span.text}", "mark")


def footnotes(document: Transcript) -> Iterator[str]:
    """A definition for each number."""
    return (f"[^{note.n}]: {note_markdown(note)}\n" for note in notes_of(document))


def note_markdown(note: Note) -> str:
    """The quote, its place as a link, who says it."""
    about = f" {escaped(note.about)}" if note.about else ""
    return f"“{escaped(note.quote)}” — [{escaped(note.place)}]({note.link}).{about}"


def comment(document: Transcript) -> str:
    """What the document carries along unseen."""
    return f"<!-- {KIND} {payload_text(document)} -->\n"
