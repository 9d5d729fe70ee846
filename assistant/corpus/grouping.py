"""Which blocks of a section make one passage: lists with their lead-in, questions answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from assistant.corpus.blocks import ItemList, Lines, Paragraph, Table
from assistant.corpus.quotes import block_sentences, row_sentences
from assistant.corpus.sentences import trim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.corpus.blocks import Block
    from assistant.corpus.types import PassageKind, Sentence

MAX_PASSAGE_CHARS: Final = 1200
"""Longer paragraphs are cut between sentences: about what the embedding model takes in."""
MAX_LIST_CHARS: Final = 2400
"""A list is one answer; only beyond this is it cut, between entries."""
MAX_PLAIN_LEAD_IN_CHARS: Final = 300
"""A paragraph without a colon introduces the list behind it only if it is this short."""
MAX_LEAD_IN_CHARS: Final = 600
"""Of a longer paragraph only the last sentence goes with the list."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it has a name."""

    kind: PassageKind
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    lead: str = ""


def drafts(text: str, question: str, body: Sequence[Block]) -> list[Draft]:
    """The passages of one section's body, in order.

    ``question`` is the section's heading if it asks something, else empty. A short body is then
    the answer as a whole; of a long one the first paragraph is the answer, the rest elaborates.
    """
    if not body:
        return []
    prose = not any(isinstance(block, Table) for block in body)
    if question and prose and body[-1].end - body[0].start <= MAX_PASSAGE_CHARS:
        return _answer(text, body)
    made = list(_grouped(text, body))
    if question and made and made[0].kind == "paragraph":
        made[0] = replace(made[0], kind="qa")
    return made


def _answer(text: str, body: Sequence[Block]) -> list[Draft]:
    sentences = tuple(s for block in body for s in block_sentences(text, block))
    span = trim(text, body[0].start, body[-1].end)
    if span is None or not sentences:
        return []
    start, end = min(span[0], sentences[0].start), max(span[1], sentences[-1].end)
    return [Draft("qa", start, end, sentences)]


def _grouped(text: str, body: Sequence[Block]) -> Iterator[Draft]:
    at = 0
    while at < len(body):
        block = body[at]
        following = body[at + 1] if at + 1 < len(body) else None
        at += 1
        if isinstance(block, Table):
            yield from _rows(text, block)
            continue
        sentences = block_sentences(text, block)
        if isinstance(block, ItemList):
            yield from _list((), sentences, text)
        elif isinstance(following, ItemList) and _introduces(text, block):
            apart, lead_in = _lead_in(block, sentences)
            yield from _cut(apart, "paragraph")
            yield from _list(lead_in, block_sentences(text, following), text)
            at += 1
        elif isinstance(following, Paragraph | Lines) and _opens(text, block, following):
            yield from _cut((*sentences, *block_sentences(text, following)), "paragraph")
            at += 1
        else:
            yield from _cut(sentences, "paragraph")


def _introduces(text: str, block: Block) -> bool:
    short = block.end - block.start <= MAX_PLAIN_LEAD_IN_CHARS
    return isinstance(block, Paragraph) and (short or _ends_with_colon(text, block))


def _opens(text: str, block: Block, following: Block) -> bool:
    """Whether a paragraph ends in a colon and leaves room for what the colon announces."""
    fits = following.end - block.start <= MAX_PASSAGE_CHARS
    return fits and isinstance(block, Paragraph) and _ends_with_colon(text, block)


def _ends_with_colon(text: str, block: Block) -> bool:
    return text[max(block.start, block.end - 5) : block.end].rstrip("*_ ")[-1:] == ":"


def _lead_in(
    block: Block, sentences: tuple[Sentence, ...]
) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """The sentences that stay apart, and those that go with the list."""
    if block.end - block.start <= MAX_LEAD_IN_CHARS:
        return (), sentences
    return sentences[:-1], sentences[-1:]


def _cut(sentences: tuple[Sentence, ...], kind: PassageKind) -> Iterator[Draft]:
    """Passages of about equal length, cut between sentences only."""
    if not sentences:
        return
    length = sentences[-1].end - sentences[0].start
    target = length / -(-length // MAX_PASSAGE_CHARS)
    group: list[Sentence] = []
    for sentence in sentences:
        if group and sentence.end - group[0].start > MAX_PASSAGE_CHARS:
            yield _draft(kind, group)
            group = []
        group.append(sentence)
        if sentence.end - group[0].start >= target:
            yield _draft(kind, group)
            group = []
    if group:
        yield _draft(kind, group)


def _draft(kind: PassageKind, group: Sequence[Sentence]) -> Draft:
    return Draft(kind, group[0].start, group[-1].end, tuple(group))


def _list(
    lead_in: tuple[Sentence, ...], entries: tuple[Sentence, ...], text: str
) -> Iterator[Draft]:
    if not entries:
        yield from _cut(lead_in, "paragraph")
        return
    sentences = (*lead_in, *entries)
    if sentences[-1].end - sentences[0].start <= MAX_LIST_CHARS:
        yield _draft("list", sentences)
        return
    lead = text[lead_in[0].start : lead_in[-1].end] if lead_in else ""
    for n, part in enumerate(_cut(sentences, "list")):
        yield replace(part, lead=lead) if n else part


def _rows(text: str, table: Table) -> Iterator[Draft]:
    for row in table.rows:
        sentences = row_sentences(text, table, row)
        if sentences:
            start, end = trim(text, row.start, row.end) or (row.start, row.end)
            yield Draft("row", start, end, sentences, table.lead)
