"""The collection of a generation in Chroma: the only place that talks to it.

Its client is imported when it is first needed (0.7 s), which searching does not: see
``chroma_native``. One client per folder, on the resolved path, opened under a lock, because
concurrent first openings of one path fail.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from assistant.errors import DeadlinePassed
from assistant.index.chroma_failures import COLLECTION, failures_in, refuse_stored_function
from assistant.index.chroma_native import NativeCollection, OtherInterface
from assistant.index.deadline import within
from assistant.index.types import Vector

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings

CHROMA = "chroma"

EXACT_COUNT = 5000
"""Up to this many passages a search visits all of the graph, and is exact if it is connected."""

_OPENING = Lock()

_ROWS_PER_SYNC = 10_000

QUERY_SECONDS = 10.0
OPEN_SECONDS = 30.0
INGEST_SECONDS = 600.0
"""Time limits. Chroma has none: it waits for ever where another process locks its database, and
was seen to hang on a full disk."""


def graph(count: int) -> CreateHNSWConfiguration:
    """The graph's settings for ``count`` passages; one thread, so that builds are repeatable.

    Chroma writes the graph out whenever ``sync_threshold`` passages have come, and keeps later
    ones in a log, to be added to the graph at every first query (1.4 s for 700). The threshold
    divides the passages so that none stay in the log, and readers change no file.
    """
    small = count <= EXACT_COUNT
    threshold = max(2, _rows_per_sync(count))
    return {
        "space": "cosine",
        "ef_construction": 400 if small else 200,
        "ef_search": max(100, count) if small else 400,
        "max_neighbors": 48 if small else 32,
        "num_threads": 1,
        "sync_threshold": threshold,
        "batch_size": min(100, threshold),
    }


def _rows_per_sync(count: int) -> int:
    return count // max(1, count // _ROWS_PER_SYNC)


class PassageCollection:
    """A Chroma collection of passages: their names as ids, their contextual vectors.

    Every call ends within its time limit, or raises; after that the collection is not asked again.
    """

    def __init__(
        self,
        opens: Callable[[], tuple[Client, Collection]],
        failures: Callable[[], AbstractContextManager[None]],
        seconds: float,
        count: int = 0,
        native: NativeCollection | None = None,
    ) -> None:
        self._opens = opens
        self._opened: tuple[Client, Collection] | None = None
        self._opening = Lock()
        self._native = native
        self._failures = failures
        self._seconds = seconds
        self._rows_per_sync = max(1, _rows_per_sync(count))
        self._added = 0
        self._stuck = False

    @classmethod
    def create(cls, folder: Path, count: int) -> PassageCollection:
        """A new empty collection for ``count`` passages in ``folder``, which must be new."""
        client = _client(folder)
        collection = client.create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": graph(count)}
        )
        return cls(lambda: (client, collection), nullcontext, INGEST_SECONDS, count)

    @classmethod
    def open(cls, folder: Path) -> PassageCollection:
        """The finished collection in ``folder``.

        Raises ``IndexDamaged`` if there is none, or if it names an embedding function: Chroma
        would build whatever is named there (CVE-2026-45829), and ours never does. Raises
        ``StorageError`` where the folder is read-only, for Chroma writes even to read.
        """
        refuse_stored_function(folder)
        failures = partial(failures_in, folder)
        native = None
        with suppress(OtherInterface), failures():
            native = within(OPEN_SECONDS, "Chroma", partial(NativeCollection, folder, COLLECTION))
        found = cls(partial(_opened, folder), failures, QUERY_SECONDS, native=native)
        if native is None:
            found.client  # noqa: B018  (opened now, so that what is damaged is said now)
        return found

    def add(
        self,
        names: Sequence[str],
        vectors: Sequence[Vector],
        texts: Sequence[str],
        metadatas: Sequence[Mapping[str, str | int]],
    ) -> None:
        """None; the passages are stored. Only for a collection just created."""
        done = 0
        while done < len(names):
            until_sync = self._rows_per_sync - self._added % self._rows_per_sync
            part = slice(done, done + until_sync)
            self._call(
                self._collection.add,
                ids=list(names[part]),
                embeddings=np.asarray(vectors[part], dtype=np.float32),
                documents=list(texts[part]),
                metadatas=list(metadatas[part]),
            )
            self._added += len(names[part])
            done += len(names[part])

    def nearest(self, vector: Vector, k: int) -> list[tuple[str, float]]:
        """Up to ``k`` names with their cosines, -1 to 1, nearest first. Raises ``IndexDamaged``."""
        query = np.asarray(vector, dtype=np.float32)
        if not np.isfinite(query).all():  # Chroma would accept it and answer anything
            return []
        names, distances = self._found(query, k)
        return [(n, 1.0 - d) for n, d in zip(names, distances, strict=True)]

    def _found(self, query: Vector, k: int) -> tuple[Sequence[str], Sequence[float]]:
        if self._native is not None:
            try:
                found = self._call(self._native.nearest, vector=query, k=k)
                return cast("tuple[Sequence[str], Sequence[float]]", found)
            except OtherInterface:
                self._native = None
        answer = self._call(
            self._collection.query,
            query_embeddings=query.reshape(1, -1), n_results=k, include=["distances"],
        )
        return answer["ids"][0], (answer["distances"] or [[]])[0]

    def count(self) -> int:
        """How many passages are stored."""
        return self._native.count() if self._native else int(self._call(self._collection.count))

    def names(self) -> Iterator[str]:
        """The names of all passages stored."""
        step = 2000  # more would pass SQLite's limit on variables
        for offset in range(0, self.count(), step):
            found = self._call(self._collection.get, limit=step, offset=offset, include=[])
            yield from found["ids"]

    def vectors(self, names: Sequence[str]) -> dict[str, Vector]:
        """The stored vectors of those passages, by name."""
        found = self._call(self._collection.get, ids=list(names), include=["embeddings"])
        embeddings = found["embeddings"]
        rows = [] if embeddings is None else [np.asarray(e, dtype=np.float32) for e in embeddings]
        return dict(zip(found["ids"], rows, strict=True))

    @property
    def name(self) -> str:
        """The collection's name."""
        return self._collection.name

    @property
    def client(self) -> Client:
        """Chroma's client, for those who build on it; it must not be written to."""
        return self._both()[0]

    @property
    def _collection(self) -> Collection:
        return self._both()[1]

    def _both(self) -> tuple[Client, Collection]:
        with self._opening:
            if self._opened is None:
                with self._failures():
                    self._opened = self._opens()
            return self._opened

    def settings(self) -> Settings:
        """The settings that Chroma runs with."""
        return self.client.get_settings()

    def close(self) -> None:
        """None; the collection's files are released, unless a call still hangs in them."""
        self._native = None
        if self._opened is not None and not self._stuck:
            with _OPENING:
                self._opened[0].close()

    def _call(self, method: Callable[..., Any], **arguments: object) -> Any:  # noqa: ANN401
        with self._failures():
            try:
                return within(self._seconds, "Chroma", partial(method, **arguments))
            except DeadlinePassed:
                self._stuck = True
                raise


def version() -> str:
    """The version of Chroma in use."""
    import chromadb

    return str(chromadb.__version__)


def quiet_settings() -> Settings:
    """Settings with which Chroma sends nothing anywhere and loads nothing from a hub.

    Constructed, not read: the environment or a file .env in the current folder could otherwise
    make it another kind of client, or send traces somewhere.
    """
    for variable in ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ.setdefault(variable, "1")
    from chromadb.config import Settings

    return Settings.model_construct(anonymized_telemetry=False, allow_reset=False)


def _opened(folder: Path) -> tuple[Client, Collection]:
    client = _client(folder)
    return client, within(
        OPEN_SECONDS, "Chroma", partial(client.get_collection, COLLECTION, embedding_function=None)
    )


def _client(folder: Path) -> Client:
    with _OPENING:
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient

        settings, path = quiet_settings(), str(folder.resolve())
        try:
            return within(
                OPEN_SECONDS, "Chroma",
                lambda: cast("Client", chromadb.PersistentClient(path=path, settings=settings)),
            )
        except BaseException:
            # Chroma keeps what failed to start, and would give it to whoever opens next.
            SharedSystemClient._identifier_to_system.pop(path, None)  # noqa: SLF001
            raise
