"""The words of the current index alone, for whoever checks quotes: no model, no vectors, no Chroma.

Opening it takes milliseconds and imports none of the libraries that searching needs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Self

from assistant.corpus.types import Passage
from assistant.errors import IndexDamaged, IndexMismatch, IndexMissing
from assistant.index.manifest import Manifest, read_manifest
from assistant.index.store import current_name, hold, whole_generations
from assistant.index.superseded import FormerText, former_text, former_texts
from assistant.index.texts import StoredDocument, Texts


def _nothing(_: str) -> bool:
    return False


class Shelf:
    """The documents of one generation, and the former texts kept beside it.

    ``hides`` tells whether a document of that name does not exist for whoever reads.
    """

    def __init__(
        self, index: Path, folder: Path, hides: Callable[[str], bool] = _nothing
    ) -> None:
        self.manifest: Manifest = read_manifest(folder)
        self._index = index
        self._hides = hides
        self._hold = hold(folder)
        self._texts = Texts(folder)
        self.document = cache(self._document)
        self.former = cache(self._former)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the corpus."""
        return self.manifest.fingerprint

    def documents(self) -> tuple[StoredDocument, ...]:
        """All documents, in the order of their names."""
        found = (self.document(name) for name in self._texts.documents())
        return tuple(document for document in found if document is not None)

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        """The document's passages in the order of the text; none for an unknown document."""
        found = self.document(document)
        if found is None:
            return ()
        places = range(found.first, found.first + found.passages)
        return tuple(self._texts.passage(position).passage for position in places)

    def _document(self, name: str) -> StoredDocument | None:
        return None if self._hides(name) else self._texts.document(name)

    def _former(self, sha256: str) -> FormerText | None:
        found = former_text(self._index, sha256)
        return None if found is None or self._hides(found.name) else found

    def formers(self) -> Iterator[FormerText]:
        """Every former text that is kept, latest first."""
        return (former for former in former_texts(self._index) if not self._hides(former.name))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """None; nothing can be read afterwards."""
        self._texts.close()
        if self._hold is not None:
            os.close(self._hold)
            self._hold = None


def open_shelf(index: Path, hides: Callable[[str], bool] = _nothing) -> Shelf:
    """The words of the current generation, or of the newest that can be read; see ``Shelf``.

    Raises ``IndexMissing``, ``IndexMismatch`` or ``IndexDamaged``.
    """
    current = current_name(index)
    names = [current] if current else []
    names += [path.name for path in whole_generations(index) if path.name != current]
    if not names:
        message = f"There is no index in {index}. Run: python ingest.py"
        raise IndexMissing(message)
    failed: IndexDamaged | None = None
    for name in names:
        try:
            return Shelf(index, index / name, hides)
        except IndexMismatch:
            raise
        except (IndexDamaged, OSError) as error:
            failed = failed or IndexDamaged(str(error))
    assert failed is not None
    raise failed
