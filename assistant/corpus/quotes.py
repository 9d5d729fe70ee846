"""The sentences of each kind of block: what may be quoted of it, under which label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.corpus.blocks import ItemList, Lines, Paragraph
from assistant.corpus.sentences import has_words, sentence_spans, trim
from assistant.corpus.types import Sentence

if TYPE_CHECKING:
    from assistant.corpus.blocks import Block, Item, Row, Table

MAX_ENTRY_CHARS: Final = 400
"""A longer list entry or table cell is quoted by sentence instead of whole."""
MAX_WHOLE_ROW_CHARS: Final = 1200
"""The same for a table row whose cells cannot be told apart: its parts mean little alone."""
MAX_LABEL_CHARS: Final = 120


def block_sentences(text: str, block: Block) -> tuple[Sentence, ...]:
    """The sentences of a block that is neither heading nor table (those have none here)."""
    if isinstance(block, ItemList):
        return tuple(s for item in block.items for s in item_sentences(text, item))
    if isinstance(block, Lines):
        return tuple(s for span in block.spans for s in _entry(text, *span))
    if isinstance(block, Paragraph):
        return _sentences(text, block.start, block.end)
    return ()


def item_sentences(text: str, item: Item) -> tuple[Sentence, ...]:
    """The entry as a whole under its parent's label; a long one by sentence under its own head."""
    return _entry(text, item.start, item.end, item.label, item.label or _head(text, item))


def row_sentences(text: str, table: Table, row: Row) -> tuple[Sentence, ...]:
    """One sentence a cell, labelled ``row label · column header``; the row label is none."""
    cells = [(n, cell) for n, cell in enumerate(row.cells) if cell and has_words(text, *cell)]
    if not cells:
        return _entry(text, row.start, row.end, limit=MAX_WHOLE_ROW_CHARS)
    if len(cells) == 1:
        n, cell = cells[0]
        return _entry(text, *cell, _column(table, n) if n else "")
    label_at, label_cell = cells[0]
    label = _short(text[label_cell[0] : label_cell[1]]) if label_at == 0 else ""
    told = cells[1:] if label_at == 0 else cells
    return tuple(
        sentence
        for n, cell in told
        for sentence in _entry(text, *cell, " · ".join(filter(None, (label, _column(table, n)))))
    )


def _entry(  # noqa: PLR0913, PLR0917
    text: str,
    start: int,
    end: int,
    label: str = "",
    long_label: str = "",
    limit: int = MAX_ENTRY_CHARS,
) -> tuple[Sentence, ...]:
    span = trim(text, start, end)
    if span is None:
        return ()
    if span[1] - span[0] <= limit:
        return (Sentence(text[span[0] : span[1]], *span, label),)
    return _sentences(text, *span, long_label or label)


def _sentences(text: str, start: int, end: int, label: str = "") -> tuple[Sentence, ...]:
    return tuple(Sentence(text[a:b], a, b, label) for a, b in sentence_spans(text, start, end))


def _head(text: str, item: Item) -> str:
    """What a long entry says it is about: its words up to an early colon."""
    colon = text.find(":", item.start, min(item.end, item.start + MAX_LABEL_CHARS))
    return _short(text[item.start : colon]) if colon > 0 else ""


def _column(table: Table, n: int) -> str:
    return _short(table.header[n]) if n < len(table.header) else ""


def _short(text: str) -> str:
    words = " ".join(text.replace("*", "").replace("`", "").split())
    return words if len(words) <= MAX_LABEL_CHARS else words[: MAX_LABEL_CHARS - 1] + "…"
