"""Statements to an answer: the sources' sentences, each with its mark, in the order that answers.

Connecting words are the assistant's; what is stated is the sources'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.citing.cite import Citations
from assistant.corpus.types import Passage
from assistant.dialogue.evidence import Found, Statement
from assistant.dialogue.types import Block, Span

NEAREST_SHOWN = 3
NEAREST_CHARS = 300

_BULLET = re.compile(r"^\s*(?:[-*+•·]|\d+[.)])\s+")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_TRAILING = re.compile(r"[\s:]+$")


def readable(text: str) -> str:
    """A source's words without the marks of its format (bullets, bold, line breaks)."""
    return " ".join(_EMPHASIS.sub(r"\2", _BULLET.sub("", text)).split())


def answer_blocks(statements: Sequence[Statement], citations: Citations) -> tuple[Block, ...]:
    """The statements as blocks: the first one answers, the others follow under a heading."""
    blocks: list[Block] = []
    for i, statement in enumerate(statements):
        if i == 1:
            blocks.append(Block("heading", ((Span("The sources also say"),),)))
        mark = citations.cite(statement.passage, statement.start, statement.end)
        blocks += statement_blocks(statement, mark, as_item=i > 0)
    return tuple(blocks)


def statement_blocks(statement: Statement, mark: int, *, as_item: bool) -> list[Block]:
    """One statement: a paragraph or item, or a list with its lead-in."""
    end = Span(str(mark), "mark")
    if statement.passage.kind == "list" and statement.last > statement.first:
        return _list_blocks(statement, end)
    spans = []
    for sentence in statement.sentences:
        if sentence.label:
            spans.append(Span(f"{readable(sentence.label)}:", "strong"))
        spans.append(Span(readable(sentence.text), "quoted"))
    return [Block("item" if as_item else "paragraph", ((*spans, end),))]


def _list_blocks(statement: Statement, end: Span) -> list[Block]:
    first, *rest = statement.sentences
    if _BULLET.match(_line(statement.passage, first.start)):
        rest = [first, *rest]
        lead = statement.passage.lead or (statement.passage.headings or ("",))[-1]
        blocks = [Block("paragraph", ((Span(f"{_TRAILING.sub('', readable(lead))}:"),),))]
    else:
        blocks = [Block("paragraph", ((Span(readable(first.text), "quoted"),),))]
    for sentence in rest:
        blocks.append(Block("item", ((Span(readable(sentence.text), "quoted"), end),)))
    return blocks


def _line(passage: Passage, position: int) -> str:
    """The passage's text from the beginning of the line on which the position lies."""
    at = position - passage.start
    return passage.text[passage.text.rfind("\n", 0, at) + 1 :]


def refusal_blocks(
    missing: Sequence[str], nearest: Sequence[Found], citations: Citations
) -> tuple[Block, ...]:
    """What was not found, and up to three passages that come nearest, as what they are."""
    what = "The sources do not say."
    spans = [Span(what, "strong")]
    if missing:
        spans.append(Span("Nothing in them answers for"))
        for word in missing:
            spans.append(Span(word, "said"))
    blocks = [Block("paragraph", (tuple(spans),))]
    if nearest:
        blocks.append(Block("paragraph", ((
            Span("The passages that come nearest, which do not answer the question:"),),)))
    for found in nearest[:NEAREST_SHOWN]:
        best = max(range(len(found.sentences)), key=lambda i: (found.sentences[i], -i))
        statement = Statement(found.passage, best, best, found.score)
        if len(statement.text) > NEAREST_CHARS:
            continue
        mark = citations.cite(found.passage, statement.start, statement.end)
        blocks += statement_blocks(statement, mark, as_item=True)
    return tuple(blocks)
