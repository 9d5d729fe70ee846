"""HTML to blocks with lxml: what a reader of the page sees, without menus, scripts, hidden text.

Not the standard library's parser, which takes minutes over a megabyte of unclosed comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree
from lxml import html as lxml_html

from assistant.corpus.blocks import Reading
from assistant.corpus.builder import TextBuilder
from assistant.corpus.bytes import decode
from assistant.corpus.html_tables import cells_of
from assistant.corpus.words import words_of
from assistant.errors import CorpusError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DROPPED: Final = words_of(
    "script style noscript template nav footer svg math iframe object embed canvas audio video "
    "map button select option input textarea datalist dialog head",
)
_UNSEEN: Final = "unseen"
_BLOCKS: Final = words_of(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form header hgroup hr html legend li main ol p pre section summary "
    "table tbody td tfoot th thead tr ul",
)
_HIDING: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![\d.])"
    r"|opacity\s*:\s*0(?![\d.])",
    re.IGNORECASE,
)
_CHARSET: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE
)
_DECLARATION: Final = re.compile(r"\ufeff?\s*<\?xml[^>]{0,300}\?>")
MIN_MAIN_SHARE: Final = 0.5
MAX_LABEL_CHARS: Final = 120


def read_html(content: bytes) -> Reading:
    """The page's text as a reader sees it, its blocks and its title."""
    text, encoding = _decoded(content)
    text = _DECLARATION.sub("", text, count=1)
    if not text.strip():
        return Reading("", ())
    try:
        parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
        root: HtmlElement = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        message = f"is no HTML that can be read ({error})"
        raise CorpusError(message) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # The parser drops what lies deeper without a word; half a page is worse than none.
        message = "is nested too deeply to be read whole"
        raise CorpusError(message)
    title = root.findtext(".//title") or ""
    hidden_chars = _clear_unseen(root)
    walk = _Walk(TextBuilder())
    walk.over(_content(root))
    extracted, blocks = walk.builder.finish()
    meta = {} if encoding == "utf-8" else {"encoding": encoding}
    if hidden_chars:
        meta["hidden_text"] = f"{hidden_chars} characters left out"
    return Reading(extracted, blocks, title=" ".join(title.split()), meta=meta)


def _decoded(content: bytes) -> tuple[str, str]:
    """By byte-order mark, as UTF-8, as the page declares, or as browsers do (cp1252)."""
    declared = _CHARSET.search(content, 0, 4096)
    encoding = declared[1].decode("ascii", "replace").lower() if declared else "cp1252"
    return decode(content, "cp1252" if encoding.startswith(("utf", "unicode")) else encoding)


def _clear_unseen(root: HtmlElement) -> int:
    """How many characters were hidden by style; everything unseen is emptied in place."""
    hidden_chars = 0
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        hidden = "hidden" in element.attrib or _HIDING.search(element.get("style") or "")
        if hidden or str(element.tag).lower() in _DROPPED or element.get("aria-hidden") == "true":
            if hidden:
                hidden_chars += len("".join(element.text_content().split()))
            walker.skip_subtree()
            element.clear(keep_tail=True)
            element.tag = _UNSEEN
    return hidden_chars


def _content(root: HtmlElement) -> HtmlElement:
    """The one ``main`` or ``article`` that holds most of the page, else the whole page."""
    found: list[HtmlElement] = root.findall(".//main") or root.findall(".//article")
    if len(found) != 1:
        return root
    inside, whole = (len(element.text_content()) for element in (found[0], root))
    return found[0] if inside > MIN_MAIN_SHARE * whole else root


@dataclass(slots=True)
class _Walk:
    """One pass over the tree without recursion; ``open_items`` holds each open entry's words."""

    builder: TextBuilder
    words: list[str] = field(default_factory=list)
    open_items: list[str] = field(default_factory=list)
    heading: int = 0
    term: str = ""
    breaks: int = 0

    def over(self, root: HtmlElement) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = str(element.tag).lower()
            if event == "end":
                self._end(tag)
                if element is not root:
                    self._text(element.tail)
                continue
            if tag == "table" and (table := cells_of(element)) is not None:
                self._flush()
                self.builder.add_table(table.rows, has_header=table.has_header)
                walker.skip_subtree()
            elif tag == "pre":
                self._flush()
                self.builder.add_lines(element.text_content())
                walker.skip_subtree()
            else:
                self._start(element, tag)
        self._flush()

    def _start(self, element: HtmlElement, tag: str) -> None:
        if tag in _HEADINGS:
            self._flush()
            self.heading = int(tag[1])
        elif tag == "br":
            self.breaks += 1
            if self.breaks > 1:
                self._flush()
            self.words.append(" ")
            return
        elif tag in _BLOCKS:
            self._flush()
            if tag == "li":
                self.open_items.append("")
        self._text(element.text)

    def _end(self, tag: str) -> None:
        if tag in _HEADINGS or tag in _BLOCKS:
            self._flush(tag)
        if tag == "li" and self.open_items:
            self.open_items.pop()
        if tag in _HEADINGS:
            self.heading = 0

    def _text(self, text: str | None) -> None:
        if text:
            if text.strip():
                self.breaks = 0
            self.words.append(text)

    def _flush(self, tag: str = "") -> None:
        text = " ".join("".join(self.words).split())
        self.words, self.breaks = [], 0
        if not text:
            return
        if self.heading:
            self.builder.add_heading(text, self.heading)
        elif self.open_items:
            parent = next((words for words in reversed(self.open_items[:-1]) if words), "")
            self.builder.add_item(text, parent)
            self.open_items[-1] = self.open_items[-1] or text[:MAX_LABEL_CHARS]
        elif tag == "summary" and text.rstrip(" +").endswith("?"):
            self.builder.add_heading(text, 6)
        elif tag == "dt":
            self.term = text
        elif tag == "dd" and self.term:
            self.builder.add_item(f"{self.term}: {text}")
        else:
            self.builder.add_paragraph(text)
