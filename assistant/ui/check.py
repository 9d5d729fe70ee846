"""The Check page: drop a planning document on it and see what became of its citations."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import streamlit as st

from assistant.assistant import Assistant
from assistant.citing.checking import RIGHT, Finding
from assistant.citing.cite_check import Book, check_file, mend_file
from assistant.citing.comparing import Change
from assistant.citing.mending import MENDABLE
from assistant.citing.reading.read import SUFFIXES
from assistant.citing.reporting import SAYS, summary
from assistant.dialogue.types import Block, Span
from assistant.errors import AssistantError
from assistant.index.shelf import Shelf, open_shelf
from assistant.settings import settings_in_force
from assistant.ui.components import draw_answer
from assistant.ui.notices import show_error
from assistant.ui.payload import blocks_data

MAX_UPLOAD_MB = 20
MAX_SHOWN = 100
NOTHING_FOUND = (
    "Quotes are found by the links or footnotes that they were copied or exported with. Copy an "
    "answer with “Copy”, or save it with “Export”, so that its quotes can be checked."
)
_COMPARED = {"altered": ("In this document:", "In the source:")}


def draw_check(assistant: Assistant) -> None:
    """None; the page is drawn, with a report for each document on it."""
    st.title("Check a document")
    st.write(
        "Drop a plan that quotes this assistant. Each citation is compared with the sources of "
        "today, and each recommendation is reckoned again. The file stays on this computer."
    )
    files = st.file_uploader(
        "Documents to check",
        type=[suffix.lstrip(".") for suffix in sorted(SUFFIXES)],
        accept_multiple_files=True,
        key="check-files",
        max_upload_size=MAX_UPLOAD_MB,
    )
    if not files:
        return
    with open_shelf(settings_in_force().index, assistant.hides) as shelf:
        for number, file in enumerate(files):
            _draw_file(file.name, file.getvalue(), shelf, lambda: assistant.rulebook, number)


def _draw_file(name: str, content: bytes, shelf: Shelf, book: Book, number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"document{Path(name).suffix.lower()}")
        path.write_bytes(content)
        try:
            findings = check_file(path, shelf, book)
            fixed = _fixed(path, findings, shelf, book)
        except AssistantError as error:
            reason = str(error).removeprefix(f"{path.name}: ")
            show_error(f"{name} was not checked", reason, key=f"check-error-{number}")
            return
    blocks = list(report(name, findings))
    draw_answer(blocks_data(blocks, kind="about"), f"check-{number}")
    if fixed is not None:
        stem, suffix = Path(name).stem, Path(name).suffix
        st.download_button(
            "Save a corrected copy", fixed, f"{stem}.fixed{suffix}", key=f"check-fixed-{number}",
            icon=":material/download:", on_click="ignore",
        )


def _fixed(
    path: Path, findings: Sequence[Finding], shelf: Shelf, book: Book
) -> bytes | None:
    """The corrected copy, where something is wrong that can be put right."""
    if any(f.state in MENDABLE - RIGHT and f.now is not None for f in findings):
        return mend_file(path, findings, shelf, book)[0]
    return None


def _wording(changes: Sequence[Change], kind: str) -> Iterator[Span]:
    """One of the two wordings, what the other does not have standing out."""
    for change in changes:
        if change.kind in {"same", kind}:
            yield Span(change.text, "plain" if change.kind == "same" else "strong")


def report(name: str, findings: Sequence[Finding]) -> Iterator[Block]:
    """The findings in a file as blocks: what is wrong first, then a count."""
    yield Block("heading", ((Span(name),),))
    counts = summary(findings)
    yield Block("paragraph", ((Span(f"{counts[:1].upper()}{counts[1:]}."),),))
    if not findings:
        yield Block("paragraph", ((Span(NOTHING_FOUND),),))
    for finding in findings:
        if finding.found.answer is not None and finding.state in RIGHT:
            yield Block("item", ((Span("Reckoned again, with the same outcome:"),
                                  Span(finding.after, "strong"), Span(finding.title, "said")),))
    wrong = [finding for finding in findings if finding.state not in RIGHT]
    for finding in wrong[:MAX_SHOWN]:
        line = f"Line {finding.found.line}. " if finding.found.line else ""
        quote = finding.quoted or finding.before or finding.title
        head = (Span(f"{line}{SAYS[finding.state].capitalize()}:", "strong"), Span(quote, "said"))
        yield Block("paragraph", (head,))
        yield Block("item", ((Span(finding.message),),))
        if finding.place and finding.place != finding.passage:
            yield Block("item", ((Span(f"Then in {finding.passage}, now in {finding.place}"),),))
        if finding.changes:
            then, now = _COMPARED.get(finding.state, ("As it was cited:", "As it is now:"))
            yield Block("item", ((Span(then), *_wording(finding.changes, "old")),))
            yield Block("item", ((Span(now), *_wording(finding.changes, "new")),))
        elif finding.found.answer is not None:
            yield Block("item", ((Span(f"Then: {finding.before}"),),))
            yield Block("item", ((Span(f"Now: {finding.after}"),),))
    if len(wrong) > MAX_SHOWN:
        yield Block("paragraph", ((Span(f"{len(wrong) - MAX_SHOWN} more are not shown."),),))
