"""Statements to an answer: the sources' sentences, each with its mark, in the order that answers.

Connecting words are the assistant's; what is stated is the sources'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import Literal

from assistant.citing.cite import Citations
from assistant.corpus.types import Passage, Sentence
from assistant.dialogue.emphasis import without_emphasis
from assistant.dialogue.intents import models_named, plain
from assistant.dialogue.polarity import conditional, polarity
from assistant.dialogue.question import Question
from assistant.dialogue.statement import Found, Statement
from assistant.dialogue.types import Block, Span

LABEL_GLUE = " · "
"""Stands between row and column in a cell's label."""
MAX_CITATIONS = 6
NEAREST_SHOWN = 3
NEAREST_CHARS = 300
LEAST_WORDS = 4

Kind = Literal["paragraph", "item"]

_BULLET = re.compile(r"\s*+(?:[-*+•·]|\d++[.)])\s++")
_BULLET_BEFORE = re.compile(r"\s*+(?:[-*+•·]|\d++[.)])\s\W*+\Z")


def readable(text: str, *, markdown: bool = True) -> str:
    """A source's words in one line, without the bullets and the emphasis of Markdown.

    Where the source is no Markdown all its signs are its words.
    """
    if markdown:
        bullet = _BULLET.match(text)
        text = without_emphasis(text[bullet.end() :] if bullet else text)
    return " ".join(text.split())


def answer_blocks(  # noqa: PLR0913 - all that an answer is laid out from
    statements: Sequence[Statement],
    citations: Citations,
    table: Sequence[Statement] = (),
    *,
    leading: int = 1,
    opening: str = "",
    unanswered: str = "",
) -> tuple[Block, ...]:
    """The statements as blocks: the ``leading`` ones answer, a table and the others follow.

    Where none leads, the table answers.

    ``opening`` stands before all, ``unanswered`` is the part of the question that has no answer.
    """
    blocks: list[Block] = []
    if opening:
        blocks.append(Block("paragraph", ((Span(opening, "strong"),),)))
    if table and not (leading and statements):
        blocks += table_blocks(table, citations)
    spare = MAX_CITATIONS - len(statements) - len(table)
    for i, statement in enumerate(statements):
        if i == leading:
            blocks.append(Block("heading", ((Span("The sources also say"),),)))
        mark = citations.cite(statement.passage, statement.start, statement.end)
        blocks += statement_blocks(statement, mark)
        if statement.also and spare > 0:
            spare -= 1
            also = statement.also
            blocks[-1] = _marked(blocks[-1], citations.cite(also.passage, also.start, also.end))
        if i == 0 and table and leading:
            blocks.append(Block("heading", ((Span("Side by side"),),)))
            blocks += table_blocks(table, citations)
    if unanswered:
        blocks.append(Block("paragraph", ((
            Span("Nothing was found about this part of the question:"),
            Span(unanswered, "said"),
        ),)))
    return tuple(blocks)


def slips_read(slips: Sequence[tuple[str, str]]) -> tuple[Block, ...]:
    """A line on how misspelt words were read; none where none was."""
    if not slips:
        return ()
    spans: list[Span] = []
    for written, meant in slips:
        spans += [Span("read" if spans else "Read"), Span(written, "said"), Span("as"),
                  Span(meant, "said"), Span(",")]
    return (Block("paragraph", ((*spans[:-1], Span(".")),)),)


def opening_of(question: Question, statements: Sequence[Statement]) -> str:
    """``Yes`` or ``No`` where the first statement says so, and whether it makes a condition."""
    if not statements:
        return ""
    for sentence in statements[0].sentences:
        if said := polarity(question, sentence.text):
            how = ", with a condition:" if conditional(sentence.text) else ":"
            return said.capitalize() + how
    return ""


def _marked(block: Block, mark: int) -> Block:
    """The block with one more mark at its end."""
    *cells, last = block.cells
    return Block(block.kind, (*cells, (*last, Span(str(mark), "mark"))))


def statement_blocks(statement: Statement, mark: int) -> list[Block]:
    """One statement: a paragraph, and an item for each item of a list; each ends in its mark.

    Several cells of a row are a list as well, under the row's name.
    """
    pieces: list[tuple[Kind, list[Span]]] = []
    cells = statement.passage.kind == "row" and len(statement.sentences) > 1
    read = partial(readable, markdown=statement.passage.is_markdown)
    if cells and (name := read(_row_name(statement))):
        pieces.append(("paragraph", [Span(f"{name}:", "strong")]))
    for sentence in statement.sentences:
        before = _line_before(statement.passage, sentence)
        begins_item = cells or _BULLET_BEFORE.match(before) is not None
        if begins_item or not pieces:
            pieces.append(("item" if begins_item else "paragraph", []))
        label = _label(statement.passage, sentence, first=not pieces[-1][1])
        if cells:
            label = label.rpartition(LABEL_GLUE)[2]
        if label:
            pieces[-1][1].append(Span(f"{read(label)}:", "strong"))
        pieces[-1][1].append(Span(read(sentence.text), "quoted"))
    end = Span(str(mark), "mark")
    lead = len(pieces) > 1 and pieces[0][0] == "paragraph"
    return [
        Block(kind, ((*spans, *(() if lead and i == 0 else (end,))),))
        for i, (kind, spans) in enumerate(pieces)
    ]


def _label(passage: Passage, sentence: Sentence, *, first: bool) -> str:
    """What must introduce the sentence where it is a fragment; empty where it is not.

    A row whose cells could not be told apart is introduced by the table's header.
    """
    if passage.kind == "row":
        return sentence.label or (passage.lead if first else "")
    read = partial(readable, markdown=passage.is_markdown)
    if first and read(sentence.label).lower() not in read(sentence.text).lower():
        return sentence.label
    return ""


def _row_name(row: Statement) -> str:
    return row.sentences[0].label.rpartition(LABEL_GLUE)[0]


def _line_before(passage: Passage, sentence: Sentence) -> str:
    """What stands before the sentence on its line."""
    at = sentence.start - passage.start
    return passage.text[passage.text.rfind("\n", 0, at) + 1 : at]


def table_blocks(rows: Sequence[Statement], citations: Citations) -> tuple[Block, ...]:
    """The rows side by side: a column for each of the statements' cells, a mark for each row."""
    columns = [_named(_column(s.label, rows[0].passage)) for s in rows[0].sentences]
    blocks = [Block("header", tuple((Span(c),) for c in ("", *columns)))]
    for row in rows:
        mark = citations.cite(row.passage, row.start, row.end)
        read = partial(readable, markdown=row.passage.is_markdown)
        cells: list[tuple[Span, ...]] = [
            (Span(read(s.text), "quoted"),) for s in row.sentences
        ]
        cells[-1] = (*cells[-1], Span(str(mark), "mark"))
        name = read(_row_name(row))
        blocks.append(Block("row", ((Span(name, "strong"),), *cells)))
    return tuple(blocks)


def _named(column: str) -> str:
    """The column's name, with the model's own where the source calls it otherwise."""
    models = [m.replace("-", " ") for m in models_named(plain(column))]
    other = [m for m in models if m.rstrip("s") not in plain(column)]
    return f"{column} ({other[0]})" if other and len(models) == 1 else column


def _column(label: str, passage: Passage) -> str:
    return readable(label.rpartition(LABEL_GLUE)[2], markdown=passage.is_markdown)


def _nearest_sentence(found: Found) -> Statement:
    best = max(range(len(found.sentences)), key=lambda i: (found.sentences[i], -i))
    return Statement(found.passage, best, best, found.score)


def _says_something(text: str) -> bool:
    """Whether it can stand alone: no announcement, no bare cell, not too long."""
    return (
        len(text) <= NEAREST_CHARS and not text.endswith(":") and len(text.split()) >= LEAST_WORDS
    )


def refusal_blocks(
    missing: Sequence[str], nearest: Sequence[Found], citations: Citations
) -> tuple[Block, ...]:
    """What was not found, and up to three passages that come nearest, as what they are."""
    what = "The sources do not say."
    spans = [Span(what, "strong")]
    if missing:
        spans.append(Span("Nothing in them answers for"))
        ends = [","] * (len(missing) - 1) + ["."]
        for word, end in zip(missing, ends, strict=True):
            spans += [Span(word, "said"), Span(end)]
    blocks = [Block("paragraph", (tuple(spans),))]
    if nearest:
        blocks.append(Block("paragraph", ((
            Span("The passages that come nearest, which do not answer the question:"),),)))
    shown = (s for s in map(_nearest_sentence, nearest) if _says_something(s.text))
    for statement in islice(shown, NEAREST_SHOWN):
        mark = citations.cite(statement.passage, statement.start, statement.end)
        blocks += statement_blocks(statement, mark)
    return tuple(blocks)
