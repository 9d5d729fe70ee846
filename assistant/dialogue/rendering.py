"""Blocks to Markdown. Nothing that a source or a user wrote is interpreted in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.citing.types import Citation
from assistant.dialogue.types import Block, Span

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$]|&(?=#?\w+;))")
_LINE_START = re.compile(r"^(?:(#{1,6}|[-+=])|(\d+)([.)]))(?=[\s-]|$)")
_LINE_END = re.compile(r"(?<=\s)#+$")


def escaped(text: str) -> str:
    """The text with a backslash before what Markdown would interpret, on one line."""
    flat = " ".join(text.split())
    inline = _LINE_END.sub(r"\\\g<0>", _SPECIAL.sub(r"\\\1", flat))
    return _LINE_START.sub(_escaped_start, inline)


def _escaped_start(match: re.Match[str]) -> str:
    """What begins a heading, list or rule, as plain characters."""
    mark, number, stop = match.groups()
    return f"\\{mark}" if mark else f"{number}\\{stop}"


def span(value: Span) -> str:
    """One span as Markdown."""
    if value.style == "mark":
        return f"[{value.text}]"
    text = escaped(value.text)
    if value.style == "strong":
        return f"**{text}**"
    if value.style == "said":
        return f"“{text}”"
    return text


def spans(values: Iterable[Span]) -> str:
    """Spans as Markdown, with one space between them where they need one."""
    text = ""
    for value in values:
        piece = span(value)
        glue = "" if not text or text.endswith((" ", "(")) or piece[:1] in ".,:;)?!" else " "
        text += glue + piece
    return text


def renumbered(
    blocks: Sequence[Block], citations: Sequence[Citation]
) -> tuple[tuple[Block, ...], tuple[Citation, ...]]:
    """The blocks with their marks numbered in the order of reading, and the citations so."""
    spans = (span for block in blocks for cell in block.cells for span in cell)
    order = list(dict.fromkeys(int(span.text) for span in spans if span.style == "mark"))
    number = {n: i for i, n in enumerate(order, 1)}
    marked = tuple(
        replace(block, cells=tuple(
            tuple(replace(s, text=str(number[int(s.text)])) if s.style == "mark" else s
                  for s in cell)
            for cell in block.cells
        ))
        for block in blocks
    )
    kept = (c for c in citations if c.n in number)
    return marked, tuple(sorted((replace(c, n=number[c.n]) for c in kept), key=lambda c: c.n))


def markdown(blocks: Iterable[Block]) -> str:
    """The blocks as CommonMark with pipe tables, ending in a newline."""
    lines: list[str] = []
    before = ""
    for block in blocks:
        if lines and not (block.kind == before == "item" or block.kind == "row"):
            lines.append("")
        cells = [spans(cell) for cell in block.cells]
        if block.kind == "heading":
            lines.append(f"### {cells[0]}")
        elif block.kind == "item":
            lines.append(f"- {cells[0]}")
        elif block.kind in {"header", "row"}:
            lines.append(f"| {' | '.join(cells)} |")
        else:
            lines.append(cells[0])
        if block.kind == "header":
            lines.append(f"|{' --- |' * len(cells)}")
        before = block.kind
    return "\n".join(lines) + "\n"
