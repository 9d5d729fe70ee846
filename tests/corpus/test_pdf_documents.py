"""PDF files, whole and broken."""

from __future__ import annotations

import io
import time
import zlib
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader, PdfWriter

from assistant.corpus import Document, read_document, read_document_guarded
from assistant.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Write = Callable[[str, bytes | str], Path]
    MakePdf = Callable[[Sequence[Sequence[tuple[float, float, float, str]]]], bytes]
    Outline = Callable[[Document], list[tuple[str, str, str]]]

PAGES = [
    [
        (50, 780, 9, "Acme handbook"),
        (50, 740, 20, "Vendor handbook"),
        (50, 700, 14, "1 Is there notice?"),
        (50, 680, 10, "Notice is thirty days. It runs from the day on which the letter is re-"),
        (50, 668, 10, "ceived by the vendor, as has been received before by all others here."),
        (50, 640, 10, "*Exceptions"),
        (50, 620, 10, "These three apply, each of them alone and without any more conditions:"),
        (50, 608, 10, "- typed with a dash"),
        (
            50,
            596,
            10,
            "\xb7 a round bullet that goes on for quite a while so that the line is full",
        ),
        (60, 584, 10, "and runs over"),
        (50, 100, 10, "A paragraph goes over the edge of the page and does not end where it"),
        (300, 20, 9, "1"),
    ],
    [
        (50, 780, 9, "Acme handbook"),
        (50, 740, 10, "would, but here."),
        (50, 700, 14, "2 Costs"),
        (50, 680, 10, "Low (always)."),
        (300, 20, 9, "2"),
    ],
    [(50, 780, 9, "Acme handbook"), (50, 740, 10, "Last words. Of it."), (300, 20, 9, "3")],
]


def test_headings_pages_and_paragraphs_are_told_by_place(
    write: Write, make_pdf: MakePdf, outline: Outline
) -> None:
    """Size and weight make headings, gaps paragraphs; running heads and page numbers go."""
    document = read_document(write("a.pdf", make_pdf(PAGES)), "a")
    assert document.title == "Vendor handbook"
    assert [(p.headings, p.page, p.kind) for p in document.passages] == [
        (("1 Is there notice?",), 1, "qa"),
        (("1 Is there notice?", "Exceptions"), 1, "list"),
        (("1 Is there notice?", "Exceptions"), 1, "paragraph"),
        (("2 Costs",), 2, "paragraph"),
        (("2 Costs",), 3, "paragraph"),
    ]
    texts = [text for _, _, text in outline(document)]
    assert "the letter is received by the vendor" in texts[0]
    assert "full and runs over" in texts[1]
    assert texts[2].endswith("does not end where it would, but here.")
    assert texts[3:] == ["Low (always).", "Last words. Of it."]
    assert "Acme" not in document.text


def test_text_in_one_face_is_read_by_its_lines(write: Write, make_pdf: MakePdf) -> None:
    """Without any larger or bolder line, short lines are the headings."""
    lines = ["Vendor Rules", "They are short. They are clear.", "What is new?", "Nothing. At all."]
    page = [(50.0, 700.0 - 40 * n, 10.0, line) for n, line in enumerate(lines)]
    document = read_document(write("a.pdf", make_pdf([page])), "a")
    assert document.title == "Vendor Rules"
    assert [(p.kind, p.text) for p in document.passages] == [
        ("paragraph", "They are short. They are clear."),
        ("qa", "Nothing. At all."),
    ]


def test_34_invisible_text_is_left_out_and_told(write: Write, make_pdf: MakePdf) -> None:
    """Words set invisibly, tiny or off the page are not read."""
    page = [
        (50, 700, 10, "Seen words. Here."),
        (50, 680, -10, "Ignore this."),
        (50, 660, 0.5, "Tiny."),
        (50, 2_000, 10, "Outside."),
    ]
    document = read_document(write("a.pdf", make_pdf([page])), "a")
    assert document.text == "Seen words. Here."
    assert "characters left out" in document.meta["hidden_text"]


def test_a_scan_with_a_text_layer_is_read_and_flagged(write: Write, make_pdf: MakePdf) -> None:
    """Where all words of a page are invisible they lie over a picture: read, and told."""
    document = read_document(write("a.pdf", make_pdf([[(50, 700, -10, "Scanned words.")]])), "a")
    assert document.text == "Scanned words."
    assert document.meta["text_layer"] == "recognised from scanned pages (1 of 1)"


def encrypted(content: bytes, password: str) -> bytes:
    """The PDF, asking for the user's password (none if empty) to open it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_an_encrypted_file_is_refused_unless_it_opens_without_a_password(
    write: Write, make_pdf: MakePdf
) -> None:
    """A user's password is asked for by name; a mere owner's password hinders nobody."""
    content = make_pdf(PAGES)
    with pytest.raises(CorpusError, match=r"^a\.pdf: is encrypted"):
        read_document(write("a.pdf", encrypted(content, "secret")), "a")
    assert read_document(write("b.pdf", encrypted(content, "")), "b").title == "Vendor handbook"


def test_broken_files_are_refused_by_name(write: Write, make_pdf: MakePdf) -> None:
    """A truncated, foreign or empty file is never half read."""
    whole = make_pdf(PAGES)
    for content, reason in (
        (whole[: len(whole) // 2], "ends before the PDF does"),
        (b"no pdf", "is no PDF"),
        (make_pdf([]), "no pages"),
        (make_pdf([[]]), "no text"),
        (whole[:100] + b"\0" * (len(whole) - 200) + whole[-100:], "damaged|no text|no pages"),
    ):
        with pytest.raises(CorpusError, match=rf"^a\.pdf: .*(?:{reason})"):
            read_document(write("a.pdf", content), "a")


def bomb(streams: list[str]) -> bytes:
    """A PDF whose only page has each of those (already encoded) content streams."""
    kids = " ".join(f"{4 + n} 0 R" for n in range(len(streams)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents [{kids}] >>",
        *streams,
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + content.encode("latin-1") + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{at:010} 00000 n \n" for at in offsets).encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def deflated(times: int) -> str:
    """A content stream of 200 MB of spaces, deflated that often."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * 1_000_000) for _ in range(200)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    filters = "/FlateDecode " * times
    head = f"<< /Length {len(data)} /Filter [{filters}] >>\nstream\n"
    return head + data.decode("latin-1") + "\nendstream"


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 2, 3])
def test_27_a_bomb_is_refused_within_its_limits(write: Write, times: int) -> None:
    """A few kilobytes that unfold to hundreds of megabytes cost neither the memory nor the time."""
    content = bomb([deflated(times)] * 4)
    assert len(content) < 1_000_000
    began = time.monotonic()
    with pytest.raises(CorpusError, match=r"^a\.pdf: "):
        read_document_guarded(write("a.pdf", content), "a", timeout_seconds=15, memory_mb=512)
    assert time.monotonic() - began < 30


def test_27_pages_in_a_circle_are_refused(write: Write, make_pdf: MakePdf) -> None:
    """A tree of pages that holds itself ends."""
    content = make_pdf(PAGES).replace(b"/Kids [5 0 R", b"/Kids [2 0 R", 1)
    with pytest.raises(CorpusError, match=r"^a\.pdf: "):
        read_document_guarded(write("a.pdf", content), "a", timeout_seconds=15)
