"""DOCX to blocks: headings, lists and tables by their styles, hidden text left out.

python-docx opens the package; the body is walked here, once, because its own paragraph objects
look styles up anew each time (135 kB of file can then take half a minute) and skip tracked
insertions and content controls.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from assistant.corpus.archive import check_archive
from assistant.corpus.blocks import Reading
from assistant.corpus.builder import TextBuilder
from assistant.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

MAX_BOLD_HEADING_CHARS: Final = 100
MAX_STYLE_DEPTH: Final = 12
_HEADING_STYLE: Final = re.compile(r"heading (\d)", re.IGNORECASE)
_LIST_STYLE: Final = re.compile(r"list (?:bullet|number)(?: ([1-9]))?\Z", re.IGNORECASE)
_P, _TBL, _TR, _TC, _SDT = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "sdt"))
_T, _TAB, _BR, _CR = (qn(f"w:{name}") for name in ("t", "tab", "br", "cr"))
_HYPHEN, _R = qn("w:noBreakHyphen"), qn("w:r")
_VAL: Final = qn("w:val")
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED: Final = frozenset({_FALLBACK, qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr")})
_OFF: Final = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class _Style:
    """What matters here of a paragraph or character style, its ancestors' say included."""

    heading: int | None = None
    """0 for the document's title, 1 … 9 for headings."""
    depth: int | None = None
    """How deep a list style is nested, from 0; None for what is no list style."""
    hidden: bool = False


def read_docx(content: bytes) -> Reading:
    """The document's text, blocks and title."""
    check_archive(content)
    try:
        document = docx.Document(io.BytesIO(content))
        styles = _styles(document.styles.element)
        title = document.core_properties.title or ""
        body = document.element.body
    except (OpcError, BadZipFile, etree.XMLSyntaxError, KeyError, ValueError) as error:
        message = f"is no Word document that can be read ({error})"
        raise CorpusError(message) from error
    except AttributeError as error:
        message = "is no Word document that can be read (a part of it is missing)"
        raise CorpusError(message) from error
    walk = _Walk(styles, TextBuilder())
    walk.over(body)
    text, blocks = walk.builder.finish()
    meta = {"hidden_text": f"{walk.hidden_chars} characters left out"} if walk.hidden_chars else {}
    return Reading(text, blocks, title=" ".join(title.split()), meta=meta)


def _styles(element: Element) -> Mapping[str, _Style]:
    """Each style by its id, with what it inherits."""
    by_id = {style.get(qn("w:styleId"), ""): style for style in element.iter(qn("w:style"))}
    return {name: _style(by_id, name, MAX_STYLE_DEPTH) for name in by_id}


def _style(by_id: Mapping[str, Element], name: str, depth: int) -> _Style:
    element = by_id.get(name)
    if element is None or depth == 0:
        return _Style()
    base = _style(by_id, _val(element, "w:basedOn"), depth - 1)
    shown = _val(element, "w:name").lower()
    heading = _HEADING_STYLE.match(shown)
    own: int | None = int(heading[1]) if heading else (0 if shown == "title" else None)
    properties = element.find(qn("w:rPr"))
    hidden = base.hidden if properties is None else _is_on(properties, "w:vanish", base.hidden)
    nested = base.depth if element.find(_NUMBERED) is None else 0
    if (listed := _LIST_STYLE.match(shown)) is not None:
        nested = int(listed[1] or "1") - 1
    return _Style(base.heading if own is None else own, nested, hidden)


_NUMBERED: Final = f"{qn('w:pPr')}/{qn('w:numPr')}"


def _val(element: Element, child: str) -> str:
    found = element.find(qn(child))
    return "" if found is None else found.get(_VAL, "")


def _is_on(properties: Element, name: str, default: bool) -> bool:  # noqa: FBT001
    found = properties.find(qn(name))
    return default if found is None else found.get(_VAL, "1").lower() not in _OFF


@dataclass(slots=True)
class _Walk:
    styles: Mapping[str, _Style]
    builder: TextBuilder
    titled: bool = False
    hidden_chars: int = 0
    parents: dict[int, str] = field(default_factory=dict)
    """The last list entry at each depth."""

    def over(self, body: Element) -> None:
        for block in _blocks(body):
            if block.tag == _TBL:
                self._table(block)
            else:
                self._paragraph(block)

    def _paragraph(self, paragraph: Element) -> None:
        properties = paragraph.find(qn("w:pPr"))
        style = self._style_of(properties, "w:pStyle")
        text = self._text(paragraph, style)
        if not text.strip():
            return
        depth = _list_depth(properties, style)
        if style.heading == 0:
            self.titled = True
            self.builder.add_heading(text, 1)
        elif style.heading is not None:
            self.builder.add_heading(text, style.heading + self.titled)
        elif depth is not None:
            self.parents[depth] = " ".join(text.split())[:120]
            self.builder.add_item(text, self.parents.get(depth - 1, ""))
        elif _is_bold_line(paragraph, text):
            self.builder.add_heading(text, 9)
        else:
            self.builder.add_paragraph(text)

    def _table(self, table: Element) -> None:
        rows: list[list[str]] = []
        above: list[str] = []
        has_header: bool | None = None
        for row in table.findall(_TR):
            if not rows and row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
                has_header = True
            cells: list[str] = []
            for cell in row.findall(_TC):
                properties = cell.find(qn("w:tcPr"))
                width, continued = _merged(properties)
                at = len(cells)
                text = above[at] if continued and at < len(above) else self._cell_text(cell)
                cells.extend([text] * width)
            above = cells
            rows.append(cells)
        if max(map(len, rows), default=0) < 2:  # noqa: PLR2004
            for words in rows:
                self.builder.add_paragraph(" ".join(words))
            return
        self.builder.add_table(rows, has_header=has_header)

    def _cell_text(self, cell: Element) -> str:
        return " ".join(
            self._text(paragraph, self._style_of(paragraph.find(qn("w:pPr")), "w:pStyle"))
            for paragraph in cell.iter(_P)
        )

    def _style_of(self, properties: Element | None, kind: str) -> _Style:
        if properties is None:
            return _Style()
        return self.styles.get(_val(properties, kind), _Style())

    def _text(self, paragraph: Element, style: _Style) -> str:
        """The paragraph's words, those of inserted and linked runs included."""
        words: list[str] = []
        for run in _runs(paragraph):
            properties = run.find(qn("w:rPr"))
            hidden = style.hidden or self._style_of(properties, "w:rStyle").hidden
            if properties is not None:
                hidden = _is_on(properties, "w:vanish", hidden)
            text = "".join(_run_words(run))
            if hidden:
                self.hidden_chars += len("".join(text.split()))
            else:
                words.append(text)
        return "".join(words)


def _blocks(body: Element) -> Iterator[Element]:
    """Paragraphs and tables in order, those within content controls and text boxes included."""
    walker = etree.iterwalk(body, events=("start",), tag=(_P, _TBL, _FALLBACK))
    for _, element in walker:
        if element.tag == _TBL:
            walker.skip_subtree()
        if element.tag != _FALLBACK:
            yield element
        else:
            walker.skip_subtree()


def _runs(paragraph: Element) -> Iterator[Element]:
    """The runs of this paragraph, not of text boxes anchored in it, without deleted ones."""
    walker = etree.iterwalk(paragraph, events=("start",))
    for _, element in walker:
        if element is paragraph:
            continue
        if element.tag in _SKIPPED or element.tag == _P:
            walker.skip_subtree()
        elif element.tag == _R:
            yield element


def _run_words(run: Element) -> Iterator[str]:
    for part in run:
        if part.tag == _T:
            yield part.text or ""
        elif part.tag in {_TAB, _BR, _CR}:
            yield " "
        elif part.tag == _HYPHEN:
            yield "-"


def _list_depth(properties: Element | None, style: _Style) -> int | None:
    """How deep a list entry is nested, from 0; None for what is no list entry."""
    numbering = None if properties is None else properties.find(qn("w:numPr"))
    if numbering is None:
        return style.depth
    if _val(numbering, "w:numId") == "0":
        return None
    depth = _val(numbering, "w:ilvl")
    return int(depth) if depth.isascii() and depth.isdigit() and len(depth) == 1 else 0


def _merged(properties: Element | None) -> tuple[int, bool]:
    """How many columns a cell spans, and whether it continues the one above it."""
    if properties is None:
        return 1, False
    span = _val(properties, "w:gridSpan")
    width = int(span) if span.isascii() and span.isdigit() and len(span) < 3 else 1  # noqa: PLR2004
    above = properties.find(qn("w:vMerge"))
    return max(1, width), above is not None and above.get(_VAL, "continue") == "continue"


def _is_bold_line(paragraph: Element, text: str) -> bool:
    """Whether a short unfinished paragraph is all bold: a heading made by hand."""
    words = text.strip()
    if len(words) > MAX_BOLD_HEADING_CHARS or words.endswith((".", ":", ";", ",", "!")):
        return False
    told = [run for run in _runs(paragraph) if "".join(_run_words(run)).strip()]
    properties = [run.find(qn("w:rPr")) for run in told]
    return bool(told) and all(p is not None and _is_on(p, "w:b", default=False) for p in properties)
