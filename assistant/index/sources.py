"""The corpus folder as an ingest sees it: each file with its document, or why it has none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath

from assistant.corpus import Document, FileListing, SourceFile, find_files, read_document_guarded
from assistant.errors import AssistantError, CorpusError
from assistant.index.manifest import FileReport, Status, file_sha256
from assistant.index.texts_writing import digest, faults
from assistant.settings import settings_in_force

_NOTES = {"encoding": "read as", "hidden_text": "hidden text", "text_layer": "text"}
"""What a reader notes of a document, and how it is told."""


def find_sources(folder: Path) -> FileListing:
    """What the folder holds. Raises ``CorpusError`` when no file in it can be read."""
    listing = find_files(folder)
    if not listing.files:
        reasons = "".join(f" {file.path}: {file.reason}." for file in listing.skipped[:5])
        message = f"There is no document in {folder}.{reasons} Put some there, or name another."
        raise CorpusError(message)
    return listing


def read_sources(listing: FileListing) -> Iterator[tuple[FileReport, Document | None]]:
    """Each file's report and, where it could be read, its document, in the order of names."""
    yield from map(_read, listing.files)


def unread(listing: FileListing) -> tuple[FileReport, ...]:
    """Reports on what was not opened at all."""
    skipped = (_report(s.path, "skipped", s.reason) for s in listing.skipped)
    ignored = (
        _report(path, "ignored", f"{PurePath(path).suffix or 'such'} files are not read")
        for path in listing.ignored
    )
    return (*skipped, *ignored)


def _read(source: SourceFile) -> tuple[FileReport, Document | None]:
    file = source.name + source.path.suffix
    try:
        document = read_document_guarded(
            source.path, source.name, fallback=settings_in_force().encoding
        )
        reason = faults(document) or ("" if document.passages else "it holds no text")
        sha256, size = file_sha256(source.path), source.path.stat().st_size
    except AssistantError as error:
        reason = str(error).removeprefix(f"{source.path.name}: ")
    except OSError as error:
        reason = error.strerror or str(error)
    if reason:
        return _report(file, "failed", reason, source.name), None
    report = FileReport(
        file=file,
        document=source.name,
        status="read",
        reason="; ".join(f"{note}: {document.meta[key]}" for key, note in _NOTES.items()
                         if key in document.meta),
        sha256=sha256,
        size=size,
        passages=len(document.passages),
        digest=digest(document),
    )
    return report, document


def _report(file: str, status: Status, reason: str, document: str = "") -> FileReport:
    return FileReport(file, document, status, reason, sha256="", size=0, passages=0, digest="")
