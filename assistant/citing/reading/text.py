"""Markdown and plain text: links are found as addresses, wherever they stand in the source.

Nothing but the structure of blocks is parsed, so that hostile Markdown costs no more than its
length; an address and the quote before it are then read by themselves.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from assistant.citing.links import answer_link, citation_link
from assistant.citing.reading.types import Anchor, OpenPlan, Paragraph, Slot
from assistant.citing.types import Citation

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

KIND_MARK: Final = "<!-- staffing-assistant "
MAX_QUOTE_CHARS: Final = 20_000
_ADDRESS: Final = re.compile(r"""[^\s<>"'()\[\]{}|`]+""")
_NOTE: Final = re.compile(r"\s{0,3}\[\^[^\]\s]{1,200}\]:")
_BLANK: Final = re.compile(r"\n[ \t\r]*\n")


@cache
def _blocks_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])


@cache
def _inline_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def plain_of(markdown: str) -> str:
    """A run of Markdown as its reader sees it; what is too long to be a quote stays as it is."""
    if len(markdown) > MAX_QUOTE_CHARS:
        return markdown
    return "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for token in _inline_parser().parseInline(markdown)
        for child in token.children or ()
    )


def open_text(text: str, *, markdown: bool) -> OpenPlan:
    """The document; links of ours are its anchors, and all else is kept as it stands."""
    pieces: list[str] = []
    paragraphs: list[Paragraph] = []
    at = line = 0
    spans = _markdown_spans(text) if markdown else _plain_spans(text)
    for start, end in spans:
        line += text.count("\n", at, start)
        pieces.append(text[at:start])
        paragraphs.extend(_paragraph(text[start:end], pieces, line + 1))
        line += text.count("\n", start, end)
        at = end
    pieces.append(text[at:])
    return OpenPlan(
        paragraphs=paragraphs,
        save=lambda: "".join(pieces).encode("utf-8", "surrogatepass"),
        payload=_payload(text),
        markdown=markdown,
    )


def _payload(text: str) -> str:
    found = text.rfind(KIND_MARK)
    if found < 0:
        return ""
    start = found + len(KIND_MARK)
    end = text.find("-->", start)
    return text[start : end if end >= 0 else len(text)].strip()


def _markdown_spans(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of paragraphs, headings, table rows, definitions of links and blocks of HTML.

    Code is left out.
    """
    starts = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", text)), len(text)]
    known: dict[str, Any] = {}
    tokens = _blocks_parser().parse(text, known)
    lines = [t.map for t in tokens if t.map and t.type in {"inline", "html_block"}]
    defined = (*known.get("references", {}).values(), *known.get("duplicate_refs", ()))
    lines += [definition["map"] for definition in defined]
    done = 0
    for first, last in sorted(lines):
        start = starts[first]
        if first >= done and not text.startswith(KIND_MARK, start):
            yield start, starts[min(last, len(starts) - 1)]
        done = max(done, last)


def _plain_spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for found in _BLANK.finditer(text):
        yield at, found.start()
        at = found.end()
    yield at, len(text)


def _paragraph(raw: str, pieces: list[str], line: int) -> Iterator[Paragraph]:
    """The block cut at its addresses of ours; ``pieces`` grows by the whole of it."""
    slots: list[Slot] = []
    anchors: list[Anchor] = []

    def add(piece: str, link: int = -1) -> int:
        index = len(pieces)
        pieces.append(piece)

        def write(words: str) -> None:
            pieces[index] = words

        slots.append(Slot(piece, link, write))
        return index

    at = 0
    for found in _ADDRESS.finditer(raw) if _has_address(raw) else ():
        address = found.group()
        if not _has_address(address):
            continue
        escapes = "&amp;" in address
        href = html.unescape(address) if escapes else address
        if not _is_address(href):
            continue
        add(raw[at : found.start()])
        index = add(address, len(anchors))
        anchors.append(Anchor(href, _writer(pieces, index, escapes=escapes)))
        at = found.end()
    add(raw[at:])
    yield Paragraph(slots, anchors, line, note=_NOTE.match(raw) is not None)


def _has_address(text: str) -> bool:
    return "passage=" in text or "rulebook=" in text


def _is_address(href: str) -> bool:
    known = citation_link(href) is not None or answer_link(href) is not None
    return known or ":" in href[:30] or href.startswith("/")


def _writer(
    pieces: list[str], index: int, *, escapes: bool
) -> Callable[[str, Citation], None]:
    def write(href: str, _: Citation) -> None:
        pieces[index] = html.escape(href) if escapes else href

    return write
