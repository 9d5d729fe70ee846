"""The collection of a generation in Chroma: the only place that talks to it.

Chroma is imported when it is first needed (0.7 s), which a search of a finished collection is not:
see ``chroma_native``. One client per folder, on the resolved path, opened under a lock, because
concurrent first openings of one path fail.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, cast

import numpy as np

from assistant.errors import IndexDamaged, StorageError
from assistant.index.chroma_native import NativeCollection, OtherInterface
from assistant.index.types import Vector

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings

CHROMA = "chroma"
COLLECTION = "passages"

EXACT_COUNT = 5000
"""Up to this many passages a search visits all of the graph, and is exact if it is connected."""

_OPENING = Lock()

_ROWS_PER_SYNC = 10_000


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
    """A Chroma collection of passages: their names as ids, their contextual vectors."""

    def __init__(
        self,
        folder: Path,
        opened: tuple[Client, Collection] | None = None,
        native: NativeCollection | None = None,
        rows_per_sync: int = 1,
    ) -> None:
        self._folder = folder
        self._opened = opened
        self._native = native
        self._rows_per_sync = rows_per_sync
        self._added = 0
        self._lock = Lock()

    @classmethod
    def create(cls, folder: Path, count: int) -> PassageCollection:
        """A new empty collection for ``count`` passages in ``folder``, which must be new."""
        client = _client(folder)
        collection = client.create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": graph(count)}
        )
        return cls(folder, (client, collection), rows_per_sync=_rows_per_sync(count))

    @classmethod
    def open(cls, folder: Path) -> PassageCollection:
        """The finished collection in ``folder``.

        Raises ``IndexDamaged`` if there is none, or if it names an embedding function: Chroma
        would build whatever is named there (CVE-2026-45829), and ours never does. Raises
        ``StorageError`` where the folder is read-only, for Chroma writes even to read.
        """
        _refuse_stored_function(folder)
        try:
            with _OPENING:
                return cls(folder, native=NativeCollection(folder, COLLECTION))
        except OtherInterface:
            return cls(folder, _opened(folder))

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
            self._collection.add(
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
                with _failures(self._folder):
                    return self._native.nearest(query, k)
            except OtherInterface:
                self._native = None
        with _failures(self._folder):
            found = self._collection.query(
                query_embeddings=query.reshape(1, -1), n_results=k, include=["distances"]
            )
        return found["ids"][0], (found["distances"] or [[]])[0]

    def count(self) -> int:
        """How many passages are stored."""
        return self._native.count() if self._native else self._collection.count()

    def names(self) -> Iterator[str]:
        """The names of all passages stored."""
        step = 2000  # more would pass SQLite's limit on variables
        for offset in range(0, self.count(), step):
            yield from self._collection.get(limit=step, offset=offset, include=[])["ids"]

    def vectors(self, names: Sequence[str]) -> dict[str, Vector]:
        """The stored vectors of those passages, by name."""
        found = self._collection.get(ids=list(names), include=["embeddings"])
        embeddings = found["embeddings"]
        rows = [] if embeddings is None else [np.asarray(e, dtype=np.float32) for e in embeddings]
        return dict(zip(found["ids"], rows, strict=True))

    @property
    def client(self) -> Client:
        """Chroma's client, for those who build on it; it must not be written to."""
        return self._both()[0]

    @property
    def _collection(self) -> Collection:
        return self._both()[1]

    def _both(self) -> tuple[Client, Collection]:
        with self._lock:
            if self._opened is None:
                self._opened = _opened(self._folder)
            return self._opened

    def settings(self) -> Settings:
        """The settings that Chroma runs with."""
        return self.client.get_settings()

    def close(self) -> None:
        """None; the collection's files are released."""
        self._native = None
        if self._opened is not None:
            with _OPENING:
                self._opened[0].close()


def version() -> str:
    """The version of Chroma in use."""
    import chromadb

    return str(chromadb.__version__)


def _opened(folder: Path) -> tuple[Client, Collection]:
    with _failures(folder):
        client = _client(folder)
        return client, client.get_collection(COLLECTION, embedding_function=None)


def _client(folder: Path) -> Client:
    for variable in ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ.setdefault(variable, "1")
    with _OPENING:
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        # Constructed, not read: the environment or a file .env in the current folder could
        # otherwise make it another kind of client, or send traces somewhere.
        settings = Settings.model_construct(anonymized_telemetry=False, allow_reset=False)
        path = str(folder.resolve())
        try:
            return cast("Client", chromadb.PersistentClient(path=path, settings=settings))
        except BaseException:
            # Chroma keeps what failed to start, and would give it to whoever opens next.
            SharedSystemClient._identifier_to_system.pop(path, None)  # noqa: SLF001
            raise


def _refuse_stored_function(folder: Path) -> None:
    location = (folder / "chroma.sqlite3").resolve().as_uri()
    try:
        with closing(sqlite3.connect(f"{location}?mode=ro", uri=True, timeout=5)) as db:
            rows = db.execute("SELECT name, config_json_str, schema_str FROM collections")
            found = rows.fetchall()
        named = any(_names_function(json.loads(text)) for row in found for text in row[1:] if text)
    except (sqlite3.Error, ValueError, RecursionError) as error:
        raise _damaged(folder, error) from error
    if [row[0] for row in found] != [COLLECTION]:
        raise _damaged(folder, "it does not hold the passages and nothing else")
    if named:
        raise _damaged(folder, "it names code to be run, which this program never wrote")


def _names_function(value: object) -> bool:
    """Whether an embedding function of a known name is anywhere in a stored configuration."""
    if isinstance(value, dict):
        function = value.get("embedding_function")
        if function is not None and not (
            isinstance(function, dict) and function.get("type") in {"legacy", "unknown"}
        ):
            return True
        return any(map(_names_function, value.values()))
    return isinstance(value, list) and any(map(_names_function, value))


@contextmanager
def _failures(folder: Path) -> Iterator[None]:
    """Nothing; any failure inside becomes an error of ours.

    The native part panics with an exception that is no ``Exception``.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, OtherInterface):
        raise
    except BaseException as error:
        if "readonly database" in str(error):
            message = (
                f"Chroma has to write in {folder}, even to read. Make the index writable, or "
                "copy it to a place that is and choose that with --index."
            )
            raise StorageError(message) from error
        raise _damaged(folder, error) from error


def _damaged(folder: Path, cause: object) -> IndexDamaged:
    return IndexDamaged(
        f"The vectors of {folder.parent.name} cannot be used ({cause}). Run: python ingest.py"
    )
