"""Makers of documents, good and hostile, so that no binary file lies in the repository."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from assistant.corpus import Document

PdfText = tuple[float, float, float, str]
"""x, y, size and words; a size below zero sets them invisibly, words in ``*`` set them bold."""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """A function that writes a file under a fresh folder and returns its path."""

    def write_file(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


@pytest.fixture
def make_pdf() -> Callable[[Sequence[Sequence[PdfText]]], bytes]:
    """A function that makes a PDF of the given pages of placed words."""
    return pdf_of


def pdf_of(pages: Sequence[Sequence[PdfText]]) -> bytes:
    """A PDF with one stream a page, in two faces of one font."""
    count = len(pages)
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
    ]
    box, fonts = "[0 0 600 800]", "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
    for n, texts in enumerate(pages):
        stream = "\n".join(_shown(*text) for text in texts)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {6 + 2 * n} 0 R {fonts} >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1"))
    start = out.tell()
    entries = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out.write(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}trailer\n"
        f"<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode(),
    )
    return out.getvalue()


def _shown(x: float, y: float, size: float, words: str) -> str:
    bold = words.startswith("*")
    escaped = words.strip("*").replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    mode = "3 Tr" if size < 0 else "0 Tr"
    return f"BT {mode} /F{2 if bold else 1} {abs(size)} Tf {x} {y} Td ({escaped}) Tj ET"


@pytest.fixture
def make_docx() -> Callable[[Callable[[Any], None]], bytes]:
    """A function that makes a DOCX by letting the given function fill an empty one."""

    def fill(filling: Callable[[Any], None]) -> bytes:
        import docx

        document = docx.Document()
        filling(document)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return fill


@pytest.fixture
def outline() -> Callable[[Document], list[tuple[str, str, str]]]:
    """A function that lists each passage's kind, innermost heading and text."""
    return lambda document: [
        (passage.kind, passage.headings[-1] if passage.headings else "", passage.text)
        for passage in document.passages
    ]
