"""Word documents, whole and hostile."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from assistant.corpus import Document, read_document
from assistant.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, bytes | str], Path]
    MakeDocx = Callable[[Callable[[Any], None]], bytes]
    Outline = Callable[[Document], list[tuple[str, str, str]]]


def test_styles_give_the_structure(write: Write, make_docx: MakeDocx, outline: Outline) -> None:
    """Title, headings, lists, bold lines and tables are told by their styles."""

    def fill(document: Any) -> None:
        document.add_heading("Handbook", 0)
        document.add_paragraph("Intro.")
        document.add_heading("Is there notice?", 1)
        document.add_paragraph("Thirty days.")
        document.add_heading("Lists", 2)
        document.add_paragraph("These apply:")
        document.add_paragraph("One", style="List Bullet")
        document.add_paragraph("Sub", style="List Bullet 2")
        document.add_paragraph("• typed")
        document.add_paragraph().add_run("By hand").bold = True
        table = document.add_table(rows=3, cols=3)
        cells = [("What", "Us", "Them"), ("Cost", "low", "high"), ("Speed", "fast", "slow")]
        for row, words in zip(table.rows, cells, strict=True):
            for cell, word in zip(row.cells, words, strict=True):
                cell.text = word
        table.cell(1, 0).merge(table.cell(2, 0))

    document = read_document(write("a.docx", make_docx(fill)), "a")
    assert document.title == "Handbook"
    assert outline(document) == [
        ("paragraph", "", "Intro."),
        ("qa", "Is there notice?", "Thirty days."),
        ("list", "Lists", "These apply:\n\n- One\n- Sub\n- typed"),
        ("row", "By hand", "Cost Speed | low | high"),
        ("row", "By hand", "Cost Speed | fast | slow"),
    ]
    assert document.passages[2].headings == ("Is there notice?", "Lists")
    assert document.passages[2].sentences[2].label == "One"
    assert document.passages[3].sentences[1].label == "Cost Speed · Them"


@pytest.mark.parametrize("title", ["Word Document", "Document1", "untitled", "old.docx", ""])
def test_a_title_that_nobody_gave_is_none(write: Write, make_docx: MakeDocx, title: str) -> None:
    """A document is then called by its first heading, or, where it has none, by its file."""

    def fill(document: Any, heading: str) -> None:
        document.core_properties.title = title
        if heading:
            document.add_heading(heading, 2)
        document.add_paragraph("Vendors give thirty days of notice.")

    headed = make_docx(lambda document: fill(document, "Notice of vendors"))
    bare = make_docx(lambda document: fill(document, ""))
    assert read_document(write("a.docx", headed), "a").title == "Notice of vendors"
    assert read_document(write("b.docx", bare), "rules/vendor-notice").title == "vendor-notice"


def test_34_hidden_text_is_left_out_and_told(write: Write, make_docx: MakeDocx) -> None:
    """Runs set to vanish, by themselves or by their style, are not read."""

    def fill(document: Any) -> None:
        from docx.enum.style import WD_STYLE_TYPE

        paragraph = document.add_paragraph("Seen ")
        paragraph.add_run("hidden").font.hidden = True
        style = document.styles.add_style("Ghost", WD_STYLE_TYPE.CHARACTER)
        style.font.hidden = True
        paragraph.add_run("ghost", style="Ghost")
        paragraph.add_run("and seen.", style="Ghost").font.hidden = False

    document = read_document(write("a.docx", make_docx(fill)), "a")
    assert document.text == "Seen and seen."
    assert document.meta["hidden_text"] == "11 characters left out"


def test_insertions_and_controls_are_read_deletions_are_not(
    write: Write, make_docx: MakeDocx
) -> None:
    """Tracked insertions and content controls hold words that a reader sees."""

    def fill(document: Any) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        for inner in (
            "<w:p><w:ins><w:r><w:t>Inserted.</w:t></w:r></w:ins></w:p>",
            "<w:p><w:del><w:r><w:delText>Deleted.</w:delText></w:r></w:del></w:p>",
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>Controlled.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        ):
            tag, rest = inner.split(">", 1)
            element = parse_xml(f"{tag} {nsdecls('w')}>{rest}")
            document.element.body.insert(len(document.element.body) - 1, element)

    document = read_document(write("a.docx", make_docx(fill)), "a")
    assert document.text == "Inserted.\n\nControlled."


def test_many_styled_paragraphs_take_little_time(write: Write, make_docx: MakeDocx) -> None:
    """A small file with thousands of styled paragraphs is read in one pass."""

    def fill(document: Any) -> None:
        body = document.element.body
        paragraph = document.add_heading("Head here", 1)._p
        from copy import deepcopy

        for _ in range(5_000):
            body.insert(0, deepcopy(paragraph))

    document = read_document(write("a.docx", make_docx(fill)), "a")
    assert document.passages[-1].name == "a#head-here-5000.1"


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip archive of the given parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"just text", "not a whole zip archive"),
        (b"", "not a whole zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "password-protected or in the old"),
        (zipped({"readme.txt": b"x"}), "no word/document.xml"),
        (zipped({"word/document.xml": b"<a/>"}), "cannot|can be read"),
        (zipped({"word/document.xml": b" " * 70_000_000}), "unfolds to"),
        (zipped({f"word/{n}.xml": b"" for n in range(6_000)}), "6,000 parts"),
        (
            zipped(
                {"word/document.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]><a>&x;</a>'}
            ),
            "declares XML entities",
        ),
    ],
)
def test_27_28_what_is_no_word_document_is_refused(write: Write, content: bytes, reason: str) -> None:
    """Archives that are broken, foreign, hostile or unfold too far are refused by name."""
    with pytest.raises(CorpusError, match=rf"^a\.docx: .*(?:{reason})"):
        read_document(write("a.docx", content), "a")


def test_a_truncated_document_is_refused(write: Write, make_docx: MakeDocx) -> None:
    """Half a file is told to be half a file."""
    content = make_docx(lambda document: document.add_paragraph("x"))
    with pytest.raises(CorpusError, match="zip archive"):
        read_document(write("a.docx", content[: len(content) // 2]), "a")
