"""Word documents: the text and the links of body, footnotes and endnotes.

The XML is read part by part, since python-docx knows nothing of footnotes. The archive is checked
for bombs and declarations before anything in it is unfolded.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from assistant.citing.reading.types import Anchor, OpenPlan, Paragraph, Slot
from assistant.citing.types import Citation
from assistant.corpus.archive import check_archive
from assistant.errors import CorpusError

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_HYPERLINK: Final = f"{_R[1:-1]}/hyperlink"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARTS: Final = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_SKIPPED: Final = frozenset({_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr"})
_SPACES: Final = frozenset({f"{_W}tab", f"{_W}br", f"{_W}cr"})
_NOTES: Final = frozenset({f"{_W}footnote", f"{_W}endnote"})
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True)
class _Part:
    """A part of the package with its relations to other places."""

    name: str
    root: etree._Element
    relations: etree._Element | None
    targets: dict[str, str] = field(default_factory=dict)

    def relate(self, href: str) -> str:
        """The identity of a new relation to that address."""
        assert self.relations is not None
        taken = {relation.get("Id", "") for relation in self.relations}
        name = next(f"rCite{n}" for n in range(1, len(taken) + 2) if f"rCite{n}" not in taken)
        said = {"Id": name, "Type": _HYPERLINK, "Target": href, "TargetMode": "External"}
        etree.SubElement(self.relations, _RELATION, said)
        return name


def open_docx(content: bytes) -> OpenPlan:
    """The document; ``CorpusError`` for what is no Word document or not to be trusted."""
    check_archive(content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            parts = [_part(archive, name, names, parser) for name in _PARTS if name in names]
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        message = f"is no Word document that can be read ({error})"
        raise CorpusError(message) from error
    paragraphs: list[Paragraph] = []
    for part in parts:
        walk = _Walk(part)
        walk.over()
        paragraphs += walk.paragraphs
    return OpenPlan(paragraphs, lambda: _saved(content, parts))


def _part(
    archive: zipfile.ZipFile, name: str, names: set[str], parser: etree.XMLParser
) -> _Part:
    root = etree.fromstring(archive.read(name), parser)
    folder, _, file = name.rpartition("/")
    beside = f"{folder}/_rels/{file}.rels"
    relations = etree.fromstring(archive.read(beside), parser) if beside in names else None
    part = _Part(name, root, relations)
    for relation in relations if relations is not None else ():
        part.targets[relation.get("Id", "")] = relation.get("Target", "")
    return part


def _saved(content: bytes, parts: list[_Part]) -> bytes:
    """The package with those parts as they are now, and everything else as it was."""
    new: dict[str, bytes] = {}
    for part in parts:
        folder, _, file = part.name.rpartition("/")
        trees = {part.name: part.root, f"{folder}/_rels/{file}.rels": part.relations}
        for name, root in trees.items():
            if root is not None:
                new[name] = etree.tostring(
                    root, xml_declaration=True, encoding="UTF-8", standalone=True
                )
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for item in old.infolist():
            archive.writestr(item, new.get(item.filename) or old.read(item))
    return target.getvalue()


class _Walk:
    """One pass over a part, without recursion."""

    def __init__(self, part: _Part) -> None:
        self.paragraphs: list[Paragraph] = []
        self._part = part
        self._has_notes = not part.name.endswith("document.xml")
        self._now = Paragraph([], [])
        self._link = -1
        self._field: list[etree._Element] | None = None

    def over(self) -> None:
        walker = etree.iterwalk(self._part.root, events=("start", "end"))
        for event, element in walker:
            if element.tag in _SKIPPED:
                if event == "start":
                    walker.skip_subtree()
            elif event == "start":
                self._open(element)
            else:
                self._close(element)

    def _open(self, element: etree._Element) -> None:
        tag = element.tag
        if self._is_block(element):
            self._flush()
        if tag == f"{_W}t":
            self._now.slots.append(Slot(element.text or "", self._link, _text_writer(element)))
        elif tag in _SPACES or (tag == f"{_W}p" and self._has_notes):
            self._now.slots.append(Slot(" ", self._link))
        elif tag == f"{_W}hyperlink":
            self._begin(self._target(element), self._hyperlink_writer(element))
        elif tag == f"{_W}fldSimple":
            self._begin(_instructed(element.get(f"{_W}instr", "")), _simple_writer(element))
        elif tag == f"{_W}fldChar":
            self._field_mark(element.get(f"{_W}fldCharType", ""))
        elif tag == f"{_W}instrText" and self._field is not None:
            self._field.append(element)

    def _close(self, element: etree._Element) -> None:
        if element.tag in {f"{_W}hyperlink", f"{_W}fldSimple"}:
            self._link = -1
        elif self._is_block(element):
            self._flush()

    def _is_block(self, element: etree._Element) -> bool:
        return element.tag in _NOTES if self._has_notes else element.tag == f"{_W}p"

    def _begin(self, href: str, write: Callable[[str, Citation], None] | None) -> None:
        if href:
            self._link = len(self._now.anchors)
            self._now.anchors.append(Anchor(href, write))

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            self._field = []
        elif kind == "separate" and self._field is not None:
            words = "".join(element.text or "" for element in self._field)
            self._begin(_instructed(words), _field_writer(self._field))
        elif kind == "end":
            self._field, self._link = None, -1

    def _target(self, element: etree._Element) -> str:
        target = self._part.targets.get(element.get(f"{_R}id", ""), "")
        anchor = element.get(f"{_W}anchor", "")
        return f"{target}#{anchor}" if target and anchor and "#" not in target else target

    def _hyperlink_writer(self, element: etree._Element) -> Callable[[str, Citation], None]:
        def write(href: str, _: Citation) -> None:
            element.set(f"{_R}id", self._part.relate(href))
            element.attrib.pop(f"{_W}anchor", None)

        return write

    def _flush(self) -> None:
        if any(slot.text.strip() for slot in self._now.slots):
            self._now.note = self._has_notes
            self.paragraphs.append(self._now)
        self._now = Paragraph([], [])
        self._link = -1


def _instructed(instruction: str) -> str:
    """The address of a HYPERLINK field, or an empty string."""
    words = instruction.replace('"', " ").split()
    if len(words) < 2 or words[0].upper() != "HYPERLINK":  # noqa: PLR2004
        return ""
    return next((word for word in words[1:] if not word.startswith("\\")), "")


def _simple_writer(element: etree._Element) -> Callable[[str, Citation], None]:
    def write(href: str, _: Citation) -> None:
        element.set(f"{_W}instr", f' HYPERLINK "{href}" ')

    return write


def _field_writer(instructions: list[etree._Element]) -> Callable[[str, Citation], None]:
    def write(href: str, _: Citation) -> None:
        for element in instructions:
            element.text = ""
        instructions[0].text = f' HYPERLINK "{href}" '
        instructions[0].set(_SPACE, "preserve")

    return write


def _text_writer(element: etree._Element) -> Callable[[str], None]:
    def write(words: str) -> None:
        element.text = words
        element.set(_SPACE, "preserve")

    return write
