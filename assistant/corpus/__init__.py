"""Files to documents: ``Document`` > ``Passage`` > ``Sentence``, with exact offsets."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from assistant.corpus.types import Document, Passage, PassageKind, Sentence

if TYPE_CHECKING:
    from assistant.corpus.files import (
        FileListing,
        SkippedFile,
        SourceFile,
        document_name,
        find_files,
    )
    from assistant.corpus.guarded import read_document_guarded
    from assistant.corpus.read import read_document, read_text_document

__all__ = [
    "Document",
    "FileListing",
    "Passage",
    "PassageKind",
    "Sentence",
    "SkippedFile",
    "SourceFile",
    "document_name",
    "find_files",
    "read_document",
    "read_document_guarded",
    "read_text_document",
]

# Answering a question needs the types alone; what reads files is loaded on first use.
_HOME = {
    "FileListing": "files",
    "SkippedFile": "files",
    "SourceFile": "files",
    "document_name": "files",
    "find_files": "files",
    "read_document": "read",
    "read_document_guarded": "guarded",
    "read_text_document": "read",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the module holds)
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
