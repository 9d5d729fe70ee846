"""The vector graph of a generation: Chroma in its folder, or on a server."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Lock

from assistant.errors import IndexDamaged, ServerUnavailable, StorageError
from assistant.index import chroma_server
from assistant.index.chroma import CHROMA, PassageCollection
from assistant.index.types import Vector

RETRY_SECONDS = 10.0
"""So long a server that failed is left alone, lest every question wait for it."""


class Graph:
    """Finds candidates, or nothing where it fails; safe to share between threads.

    ``notice`` says what is wrong and what to do, and is empty again once a server has recovered.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        self._count = count
        self._opening = Lock()
        self._collection: PassageCollection | None = None
        self._failed_at = 0.0
        self._server_collection = chroma_server.collection_of(folder)
        self.notice = ""

    @property
    def failed(self) -> bool:
        """Whether it is not to be asked now; a server is, some time after it failed."""
        if not self.notice:
            return False
        return not (
            self._server_collection and time.monotonic() - self._failed_at > RETRY_SECONDS
        )

    def open(self) -> None:
        """None; it is open, or its ``notice`` says why it cannot be used meanwhile.

        Raises ``IndexDamaged`` for files that are not whole.
        """
        try:
            self.collection()
        except (StorageError, ServerUnavailable) as error:
            self._fail(error)
        except IndexDamaged as error:
            if self._server_collection is None:
                raise
            self._fail(error)

    def nearest(self, vector: Vector, k: int) -> list[tuple[str, float]] | None:
        """Up to ``k`` names and cosines, nearest first; None where it fails."""
        try:
            found = self.collection().nearest(vector, min(k, self._count))
        except (IndexDamaged, StorageError, ServerUnavailable) as error:
            self._fail(error)
            return None
        self.notice = ""
        return found

    def collection(self) -> PassageCollection:
        """The Chroma collection, opened at the first call, or after a server failed.

        Raises ``IndexDamaged``, ``StorageError`` or ``ServerUnavailable``.
        """
        with self._opening:
            if self._collection is None:
                opened = self._opened()
                if (count := opened.count()) != self._count:
                    opened.close()
                    message = (
                        f"{count} vectors of {self._folder.name} are there instead of "
                        f"{self._count}. Run: python ingest.py"
                    )
                    raise IndexDamaged(message)
                self._collection = opened
            return self._collection

    def close(self) -> None:
        """None; the collection's files are released. Safe to call twice."""
        with self._opening:
            if self._collection is not None:
                self._collection.close()
                self._collection = None

    def _opened(self) -> PassageCollection:
        if self._server_collection is None:
            return PassageCollection.open(self._folder / CHROMA)
        return chroma_server.open_collection(chroma_server.configured(), self._server_collection)

    def _fail(self, error: Exception) -> None:
        self._failed_at = time.monotonic()
        self.notice = f"{error} Until then answers are exact but slower."
        if self._server_collection:
            self.close()  # to be opened and checked anew
