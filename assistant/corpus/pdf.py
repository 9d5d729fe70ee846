"""PDF to blocks: pypdf gives lines with place and size, ``pdf_layout`` makes sense of them."""

from __future__ import annotations

import io
import logging
import re
from typing import TYPE_CHECKING, Any, Final

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ContentStream, NameObject

from assistant.corpus.blocks import Reading
from assistant.corpus.pdf_layout import PdfLine, arranged
from assistant.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf import PageObject

MAX_PAGES: Final = 3_000
MIN_SIZE_POINTS: Final = 1.0
_TAIL_BYTES: Final = 65_536
_INVISIBLE: Final = re.compile(rb"\b[37]\s+Tr\b")
_SHOWS_TEXT: Final = frozenset({b"Tj", b"TJ", b"'", b'"'})
_BOLD: Final = re.compile(r"bold|black|heavy|semibold|cmbx|demi", re.IGNORECASE)


def read_pdf(content: bytes) -> Reading:
    """The document's text, blocks, title and where its pages begin."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if b"%PDF-" not in content[:1024]:
        message = "is no PDF (it does not begin like one)"
        raise CorpusError(message)
    if b"startxref" not in content[-_TAIL_BYTES:]:
        message = "is damaged: the file ends before the PDF does (an incomplete download?)"
        raise CorpusError(message)
    try:
        return _read(content)
    except DependencyError as error:
        message = "is encrypted; save it without a password"
        raise CorpusError(message) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        # Damage surfaces in many ways; the type is all that pypdf promises little about.
        message = f"is damaged or no PDF that can be read ({type(error).__name__}: {error})"
        raise CorpusError(message[:300]) from error


def _read(content: bytes) -> Reading:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        message = "is encrypted; save it without a password"
        raise CorpusError(message)
    count = len(reader.pages)
    if count > MAX_PAGES:
        message = f"has {count:,} pages, more than the {MAX_PAGES:,} that are read; split it"
        raise CorpusError(message)
    pages: list[list[PdfLine]] = []
    hidden_chars = recognised = 0
    for page in reader.pages:
        lines, hidden, layer = _page_lines(page)
        pages.append(lines)
        hidden_chars += hidden
        recognised += layer
    if not any(pages):
        message = (
            "holds no text that can be read (scanned pages need text recognition first)"
            if count
            else "is damaged: it has no pages"
        )
        raise CorpusError(message)
    text, blocks, starts = arranged(pages)
    meta = {}
    if hidden_chars:
        meta["hidden_text"] = f"{hidden_chars} characters left out"
    if recognised:
        meta["text_layer"] = f"recognised from scanned pages ({recognised} of {count})"
    title = (reader.metadata.title if reader.metadata else None) or ""
    return Reading(text, blocks, title=" ".join(title.split()), meta=meta, pages=starts)


def _page_lines(page: PageObject) -> tuple[list[PdfLine], int, bool]:
    """The page's visible lines, how many characters were hidden, whether it is a scan's layer."""
    contents = page.get_contents()
    if contents is None:
        return [], 0, False
    if _INVISIBLE.search(contents.get_data()) is None:
        return *_extract(page), False
    everything, _ = _extract(page)
    page[NameObject("/Contents")] = _without_invisible(contents, page)
    lines, hidden = _extract(page)
    if not lines and everything:
        # Nothing but invisible text: what text recognition lays over a scanned page.
        return everything, 0, True
    return lines, hidden + max(0, _length(everything) - _length(lines)), False


def _length(lines: Sequence[PdfLine]) -> int:
    return sum(len(line.text) for line in lines)


def _without_invisible(contents: ContentStream, page: PageObject) -> ContentStream:
    kept: list[Any] = []
    mode, saved = 0, []
    for operands, operator in contents.operations:
        if operator == b"q":
            saved.append(mode)
        elif operator == b"Q" and saved:
            mode = saved.pop()
        elif operator == b"Tr" and operands:
            mode = int(operands[0])
        if operator in _SHOWS_TEXT and mode in {3, 7}:
            continue
        kept.append((operands, operator))
    stream = ContentStream(None, page.pdf)
    stream.operations = kept
    return stream


def _extract(page: PageObject) -> tuple[list[PdfLine], int]:
    lines: list[PdfLine] = []
    pieces: list[PdfLine] = []
    hidden = 0
    box = page.cropbox
    left, bottom, right, top = (float(side) for side in (box.left, box.bottom, box.right, box.top))

    def end_line() -> None:
        if pieces:
            text = "".join(piece.text for piece in pieces)
            if text.strip():
                main = max(pieces, key=lambda piece: len(piece.text.strip()))
                bold = all(piece.bold for piece in pieces if piece.text.strip())
                lines.append(PdfLine(text.strip(), pieces[0].x, main.y, main.size, bold))
            pieces.clear()

    def visit(
        text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float
    ) -> None:
        nonlocal hidden
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        points = abs(size * (tm[3] or tm[1]) * (cm[3] or cm[1]))
        bold = _BOLD.search(str((font or {}).get("/BaseFont", ""))) is not None
        for n, part in enumerate(text.split("\n")):
            if n:
                end_line()
            if not part:
                continue
            if part.strip() and (
                points < MIN_SIZE_POINTS
                or not (left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1)
            ):
                hidden += len("".join(part.split()))
                continue
            pieces.append(PdfLine(part, x, y, points, bold))

    page.extract_text(visitor_text=visit)
    end_line()
    return lines, hidden
