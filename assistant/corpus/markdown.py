"""Markdown to blocks. markdown-it-py finds the structure, the text itself is never rewritten."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from assistant.corpus.blocks import Heading, Item, ItemList, Lines, Paragraph, Row, Table
from assistant.corpus.lines import after_bullet, is_template, line_starts, lines_between
from assistant.corpus.markup import visible_spans
from assistant.corpus.sentences import has_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from assistant.corpus.blocks import Block, Span

MAX_HEADING_CHARS: Final = 300
_BOLD_LINE: Final = re.compile(r"(\*\*|__)(?=\S)([^*_\r\n]{1,150}+)\1:?")
_SENTENCE_END: Final = (".", "!", ";", ",", "…")
_ANCHOR: Final = re.compile(r"\s*\{[#:][^{}]*+\}\s*\Z")
_STRUCTURE: Final = frozenset({"heading_open", "fence", "html_block", "table_open", "hr"})


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Blocks only: inline parsing is not needed, and is where hostile text costs most.
    return MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])


@cache
def _inline_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True})


def plain_words(markdown: str) -> str:
    """One line of Markdown as its reader sees it: no marks, link targets or tags."""
    source = _ANCHOR.sub("", markdown)
    if len(source) > MAX_HEADING_CHARS:
        return " ".join(source[:MAX_HEADING_CHARS].split()) + "…"
    words = "".join(
        child.content
        if child.type in {"text", "code_inline"}
        else " " * (child.type == "softbreak")
        for token in _inline_parser().parseInline(source)
        for child in token.children or ()
    )
    return " ".join(words.split())


def markdown_blocks(text: str, body: int = 0) -> tuple[Block, ...] | None:
    """The blocks of ``text`` from offset ``body`` on, offsets counted in the whole text.

    None if the text uses nothing of Markdown but lists: then it was pasted as plain text.
    """
    source = text[body:]
    tokens = _parser().parse(source)
    if not any(token.type in _STRUCTURE for token in tokens):
        return None
    starts = [body + start for start in line_starts(source)]
    return tuple(_Walk(text, [*starts, len(text)], tokens).blocks())


@dataclass(slots=True)
class _Walk:
    """One pass over the tokens; a list collects its entries until its outermost end."""

    text: str
    starts: list[int]
    tokens: Sequence[Token]
    items: list[Item] = field(default_factory=list)
    open_items: list[str] = field(default_factory=list)
    depth: int = 0

    def blocks(self) -> Iterator[Block]:
        """All blocks, in order."""
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            at += 1
            if token.type == "table_open":
                end = at
                while self.tokens[end].type != "table_close":
                    end += 1
                yield from self._close_list()
                yield from self._table(self.tokens[at:end])
                at = end + 1
            elif token.type == "heading_open":
                yield from self._heading(int(token.tag[1]), self.tokens[at])
                at += 1
            elif token.type == "inline":
                yield from self._prose(token)
            elif token.type in {"fence", "code_block", "html_block"}:
                yield from self._verbatim(token)
            else:
                self._nest(token)
                if self.depth == 0:
                    yield from self._close_list()
        yield from self._close_list()

    def _nest(self, token: Token) -> None:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self.depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.depth -= 1
        elif token.type == "list_item_open":
            self.open_items.append("")
        elif token.type == "list_item_close":
            self.open_items.pop()

    def _close_list(self) -> Iterator[Block]:
        if self.items:
            yield ItemList(tuple(self.items))
            self.items = []

    def _line(self, number: int) -> Span:
        return self.starts[number], self.starts[number + 1]

    def _span(self, token: Token) -> Span | None:
        """Where the token's content lies: its first and last line are sought in their lines."""
        wanted = [line.strip() for line in token.content.split("\n")]
        if token.map is None or not any(wanted):
            return None
        first, last = token.map[0], min(token.map[0] + len(wanted), len(self.starts) - 1) - 1
        start, line_end = self._line(first)
        found = self.text.rfind(wanted[0], start, line_end)
        start = found if found >= 0 else start
        line_start, end = self._line(last)
        found = self.text.rfind(wanted[-1], max(line_start, start), end)
        return start, (found + len(wanted[-1]) if found >= 0 else end)

    def _heading(self, level: int, inline: Token) -> Iterator[Block]:
        span = self._span(inline)
        shown = plain_words(inline.content)
        if span is None or not has_words(shown, 0, len(shown)):
            return
        if self.depth:
            self._add_item(span)
        else:
            yield Heading(*span, level, shown)

    def _prose(self, inline: Token) -> Iterator[Block]:
        span = self._span(inline)
        if span is None:
            return
        if self.depth:
            for part in self._parts(span):
                self._add_item(part)
            return
        for part in self._parts(span):
            bold = _BOLD_LINE.fullmatch(self.text, *part)
            if bold is not None and part == span and not bold[2].endswith(_SENTENCE_END):
                yield Heading(*part, 7, plain_words(bold[2].rstrip(":")))
            else:
                yield from _with_bullets(self.text, part)

    def _parts(self, span: Span) -> Iterator[Span]:
        """The span without lines of template tags, which may cut it in several."""
        lines = list(lines_between(self.text, *span))
        if not any(is_template(self.text, line.start, line.end) for line in lines):
            yield span
            return
        run: list[int] = []
        for line in lines:
            if is_template(self.text, line.start, line.end):
                if run:
                    yield run[0], run[-1]
                run = []
            else:
                run += [line.start, line.end]
        if run:
            yield run[0], run[-1]

    def _add_item(self, span: Span) -> None:
        parent = next((label for label in reversed(self.open_items[:-1]) if label), "")
        own = bool(self.open_items and self.open_items[-1])
        start = after_bullet(self.text, *span) or span[0]
        self.items.append(Item(start, span[1], parent))
        if self.open_items and not own:
            self.open_items[-1] = plain_words(self.text[start : span[1]].split("\n")[0][:200])

    def _verbatim(self, token: Token) -> Iterator[Block]:
        if token.map is None:
            return
        first, last = token.map
        if token.type == "fence":
            first, last = first + 1, first + 1 + token.content.count("\n")
        start, end = self.starts[first], self.starts[min(last, len(self.starts) - 1)]
        if token.type == "html_block":
            spans = tuple(visible_spans(self.text, start, end))
        else:
            spans = tuple((line.start, line.end) for line in lines_between(self.text, start, end))
        spans = tuple(
            span
            for span in spans
            if has_words(self.text, *span) and not is_template(self.text, *span)
        )
        if spans and self.depth:
            self.items.extend(Item(*span, self.open_items[-1]) for span in spans)
        elif spans and token.type == "html_block":
            yield from (Paragraph(*span) for span in spans)
        elif spans:
            yield Lines(spans[0][0], spans[-1][1], spans)

    def _table(self, tokens: Sequence[Token]) -> Iterator[Block]:
        rows: list[tuple[list[str], int]] = []
        for token in tokens:
            if token.type == "tr_open" and token.map:
                rows.append(([], token.map[0]))
            elif token.type == "inline" and rows:
                rows[-1][0].append(token.content)
        if not rows[1:]:
            return
        header = tuple(plain_words(cell) for cell in rows[0][0])
        read = [row for cells, line in rows[1:] if (row := self._row(cells, self._line(line)))]
        if read:
            start = self.starts[rows[0][1]]
            yield Table(start, read[-1].end, header, " | ".join(header), tuple(read))

    def _row(self, contents: Sequence[str], line: Span) -> Row | None:
        return pipe_row(self.text, line, contents)


def pipe_row(text: str, line: Span, contents: Sequence[str]) -> Row | None:
    """The row whose cells hold ``contents``, each sought behind the one before it."""
    cells: list[Span | None] = []
    at, end = line
    for content in contents:
        source = content.replace("|", "\\|")
        found = text.find(source, at, end) if source else -1
        cells.append((found, found + len(source)) if found >= 0 else None)
        bar = text.find("|", found + len(source) if found >= 0 else at + 1, end)
        at = bar if bar >= 0 else end
    told = [cell for cell in cells if cell]
    return Row(told[0][0], told[-1][1], tuple(cells)) if told else None


def _with_bullets(text: str, span: Span) -> Iterator[Block]:
    """A paragraph whose lines open with pasted bullets ("•") is a list with its lead-in."""
    lines = list(lines_between(text, *span))
    entry = [after_bullet(text, line.start, line.end) for line in lines]
    first = next(
        (n for n, start in enumerate(entry) if start and text[lines[n].start] in "•·◦▪●‣"), None
    )
    if first is None:
        yield Paragraph(*span)
        return
    if first:
        yield Paragraph(span[0], lines[first - 1].end)
    items: list[Item] = []
    for line, start in zip(lines[first:], entry[first:], strict=True):
        if start is not None:
            items.append(Item(start, line.end))
        elif items:
            items[-1] = Item(items[-1].start, line.end, items[-1].label)
    yield ItemList(tuple(items))
