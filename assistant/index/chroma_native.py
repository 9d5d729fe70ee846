"""Searching a finished Chroma collection through Chroma's own engine, without its client.

``import chromadb`` takes 0.7 s and 90 MB, most of it for servers, telemetry and embedding services.
What searches is its native part, which the client calls with the same arguments as here. That is
no public interface, so whatever is not as expected here is left to the client: see ``chroma``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from assistant.index.types import Vector

_TENANT, _DATABASE = "default_tenant", "default_database"
_GRAPHS_KEPT = 2


class OtherInterface(Exception):
    """Chroma's native part is not the one known here, or wants to change the files first."""


class NativeCollection:
    """A collection opened for searching; safe to share between threads, writes nothing."""

    def __init__(self, folder: Path, name: str) -> None:
        """Raises ``OtherInterface``."""
        path = str(folder.resolve())
        try:
            import chromadb_rust_bindings as native

            config = native.SqliteDBConfig(
                hash_type=native.MigrationHash.MD5,
                migration_mode=native.MigrationMode.Validate,
                url=f"{path}/chroma.sqlite3",
            )
            self._engine: Any = native.Bindings(
                allow_reset=False,
                sqlite_db_config=config,
                persist_path=path,
                hnsw_cache_size=_GRAPHS_KEPT,
            )
            self._id = str(self._engine.get_collection(name, _TENANT, _DATABASE).id)
            self._count = int(self._engine.count(self._id, _TENANT, _DATABASE))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # its panics are no Exception; the client says what is wrong
            raise OtherInterface(str(error)) from error

    def count(self) -> int:
        """How many passages there are."""
        return self._count

    def nearest(self, vector: Vector, k: int) -> tuple[Sequence[str], Sequence[float]]:
        """Up to ``k`` names and their distances, nearest first. Raises ``OtherInterface``."""
        query = np.asarray(vector, dtype=np.float32).reshape(1, -1)
        try:
            found = self._engine.query(
                self._id, None, query, k, None, None, ["distances"], _TENANT, _DATABASE
            )
            return found.ids[0], found.distances[0]
        except (AttributeError, TypeError, LookupError) as error:
            raise OtherInterface(str(error)) from error
