"""Web pages and pasted rich text, with lxml: text and links in the order of the page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from assistant.citing.reading.types import Anchor, OpenPlan, Paragraph, Slot
from assistant.citing.types import Citation
from assistant.corpus.bytes import decode
from assistant.corpus.words import words_of
from assistant.errors import CorpusError

_BLOCKS: Final = words_of(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol p "
    "pre section summary table tbody td tfoot th thead tr ul"
)
_SKIPPED: Final = words_of("script style template noscript head svg math")
_DECLARATION: Final = re.compile(r"\ufeff?\s*<\?xml[^>]{0,300}\?>")
_NOTES: Final = re.compile(r"doc-(?:endnote|footnote)|\b(?:footnote|endnote)s?\b")


def open_html(content: bytes) -> OpenPlan:
    """The page; ``CorpusError`` for what lxml cannot read whole."""
    text, _ = decode(content)
    text = _DECLARATION.sub("", text, count=1)
    if not text.strip():
        return OpenPlan([], lambda: content)
    try:
        parser = lxml_html.HTMLParser(remove_pis=True, huge_tree=True)
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        message = f"is no HTML that can be read ({error})"
        raise CorpusError(message) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        message = "is nested too deeply to be read whole"
        raise CorpusError(message)
    walk = _Walk()
    walk.over(root)
    whole = "<html" in text[:5000].lower() or "<body" in text[:5000].lower()

    def save() -> bytes:
        if whole:
            written = etree.tostring(root.getroottree(), method="html", encoding="utf-8")
        else:
            inside = root.find("body")
            children = [] if inside is None else list(inside)
            pieces = [lxml_html.tostring(child, encoding="unicode") for child in children]
            said = "" if inside is None else html.escape(inside.text or "", quote=False)
            written = "".join((said, *pieces)).encode()
        return bytes(written)

    return OpenPlan(walk.paragraphs, save, payload=walk.payload)


class _Walk:
    """One pass over the tree, without recursion."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.payload = ""
        self._now = Paragraph([], [])
        self._links: list[int] = []
        self._notes = 0

    def over(self, root: etree._Element) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if not isinstance(element.tag, str):
                if event == "end":
                    self._add(element, "tail")
            elif element.tag in _SKIPPED:
                if event == "start":
                    self._carried(element)
                    walker.skip_subtree()
                else:
                    self._add(element, "tail")
            elif event == "start":
                self._open(element)
            else:
                self._close(element)
        self._flush()

    def _carried(self, element: etree._Element) -> None:
        for script in element.iter("script"):
            if script.get("type") == "application/ld+json" and script.text:
                self.payload = script.text

    def _open(self, element: etree._Element) -> None:
        if element.tag in _BLOCKS:
            self._flush()
        if _is_note(element):
            self._notes += 1
        if element.tag == "a" and element.get("href") is not None:
            self._links.append(len(self._now.anchors))
            self._now.anchors.append(Anchor(element.get("href", ""), _href_writer(element)))
        if element.tag == "br":
            self._now.slots.append(Slot(" ", self._links[-1] if self._links else -1))
        self._add(element, "text")

    def _close(self, element: etree._Element) -> None:
        if element.tag == "a" and element.get("href") is not None and self._links:
            self._links.pop()
        if element.tag in _BLOCKS:
            self._flush()
        if _is_note(element):
            self._notes -= 1
        self._add(element, "tail")

    def _add(self, element: etree._Element, where: str) -> None:
        text = element.text if where == "text" else element.tail
        if text:
            link = self._links[-1] if self._links else -1
            self._now.slots.append(Slot(text, link, _text_writer(element, where)))

    def _flush(self) -> None:
        """None; what follows is another block. A link around blocks counts in the first of them."""
        if self._now.slots:
            self._now.note = self._notes > 0
            self.paragraphs.append(self._now)
        self._now = Paragraph([], [])
        self._links = [-1] * len(self._links)


def _is_note(element: etree._Element) -> bool:
    said = f"{element.get('role', '')} {element.get('class', '')}"
    return bool(said.strip()) and element.tag != "a" and _NOTES.search(said) is not None


def _text_writer(element: etree._Element, where: str) -> Callable[[str], None]:
    def write(words: str) -> None:
        setattr(element, where, words)

    return write


def _href_writer(element: etree._Element) -> Callable[[str, Citation], None]:
    def write(href: str, _: Citation) -> None:
        element.set("href", href)

    return write
