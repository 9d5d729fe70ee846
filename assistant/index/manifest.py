"""What a generation says of itself: how it was made, from which files, and its seals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from assistant.corpus.types import MARKDOWN_SUFFIXES
from assistant.errors import IndexDamaged, IndexMismatch

FORMAT = 3
"""To be raised with every change to what a generation's files hold or how they are read."""

MANIFEST = "manifest.json"

Status = Literal["read", "failed", "skipped", "ignored"]
"""Failed: could not be read. Skipped: not opened, though expected. Ignored: another format."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file of the corpus folder and what came of it.

    ``file`` is its path under the folder, ``sha256`` that of its bytes, ``digest`` that of all
    that was read from it; they are empty, and the numbers 0, unless its status is ``read``. The
    ``reason`` is then what is worth knowing: another encoding, hidden text that was left out.
    """

    file: str
    document: str
    status: Status
    reason: str
    sha256: str
    size: int
    passages: int
    digest: str


@dataclass(frozen=True, slots=True)
class Seal:
    """A file of the generation as it was written; ``sha256`` is empty if readers rewrite it."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The generation's own description.

    ``fingerprint`` is that of the corpus: documents' names, texts and what they say of
    themselves. ``graph_recall`` is the share of passages that the vector graph was seen to
    find, 0 to 1.
    """

    format: int
    generation: str
    chroma: str
    encoder: str
    dimension: int
    folder: str
    fingerprint: str
    documents: int
    passages: int
    sentences: int
    graph_recall: float
    files: tuple[FileReport, ...]
    seals: Mapping[str, Seal]


_MANIFEST = TypeAdapter(Manifest)


def to_json(manifest: Manifest) -> str:
    """The manifest with a checksum over itself."""
    body = asdict(manifest)
    return json.dumps({"manifest": body, "sha256": _checksum(body)}, ensure_ascii=False, indent=1)


def read_manifest(folder: Path, file: str = MANIFEST) -> Manifest:
    """The manifest of the generation in ``folder``.

    Raises ``IndexMismatch`` for another format, ``IndexDamaged`` for anything unreadable.
    """
    try:
        raw = json.loads((folder / file).read_bytes())
        body = raw["manifest"]
        version = int(body["format"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        message = f"{folder.name} cannot be read: {error}. Run: python ingest.py"
        raise IndexDamaged(message) from error
    if version > FORMAT:
        message = (
            f"The index has format {version}; this version knows up to {FORMAT}. "
            "Use the newer version, or another index with --index."
        )
        raise IndexMismatch(message)
    if version < FORMAT:
        message = f"The index has the older format {version}. Run: python ingest.py"
        raise IndexMismatch(message)
    try:
        if raw.get("sha256") != _checksum(body):
            message = f"The manifest of {folder.name} was altered. Run: python ingest.py"
            raise IndexDamaged(message)
        return _MANIFEST.validate_python(body)
    except ValidationError as error:
        message = f"The manifest of {folder.name} is not whole. Run: python ingest.py"
        raise IndexDamaged(message) from error


def plain_documents(manifest: Manifest) -> frozenset[str]:
    """The names of the documents whose files are not Markdown."""
    return frozenset(
        report.document
        for report in manifest.files
        if report.status == "read"
        and PurePath(report.file).suffix.lower() not in MARKDOWN_SUFFIXES
    )


def is_newer(folder: Path) -> bool:
    """Whether the generation in ``folder`` has a format that this version does not know."""
    try:
        return int(json.loads((folder / MANIFEST).read_bytes())["manifest"]["format"]) > FORMAT
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checksum(body: object) -> str:
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
