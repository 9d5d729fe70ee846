"""Vectors in files: those of a generation, mapped into memory, and a cache across generations."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
import zlib
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexDamaged
from assistant.index.encoding import encode_all
from assistant.index.types import Encoder, Vector

Which = Literal["bare", "contextual"]

_COMMIT_SECONDS = 1.0
_SPARE_ROWS = 1000


def create_vectors(
    folder: Path, name: str, shape: tuple[int, int], dtype: type
) -> np.memmap[tuple[int, int], np.dtype[np.floating]]:
    """A writable array of that shape in ``folder/name.npy``, mapped into memory."""
    path = folder / f"{name}.npy"
    array: np.memmap[Any, Any] = np.lib.format.open_memmap(path, "w+", np.dtype(dtype), shape)
    if hasattr(os, "posix_fallocate"):
        # Otherwise a full disk ends the process (SIGBUS) where the array is written to.
        with path.open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
    return array


def open_vectors(folder: Path, name: str, shape: tuple[int, int]) -> NDArray[np.floating]:
    """The array in ``folder/name.npy``, mapped read-only. Raises ``IndexDamaged``."""
    try:
        array = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        if array.shape == shape:
            return np.asarray(array)  # slicing a memmap itself takes thrice as long
        cause = f"{array.shape} instead of {shape}"
    except (OSError, ValueError, SyntaxError) as error:
        cause = str(error)
    message = f"{name}.npy of {folder.name} is damaged ({cause}). Run: python ingest.py"
    raise IndexDamaged(message)


def cosines(array: NDArray[np.floating], vector: Vector) -> NDArray[np.float32]:
    """The cosine of ``vector`` with each row, -1 to 1, as float32; both have length one."""
    with np.errstate(invalid="ignore"):  # a vector of infinities has no cosine, which is NaN
        return np.asarray(array, dtype=np.float32) @ np.asarray(vector, dtype=np.float32)


class VectorCache:
    """Vectors already computed, by encoder and text; what a killed ingest encoded is not lost.

    A row that is not what was written counts as missing, and a file that is no database is begun
    anew: losing the cache costs time only.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path = path
        self._encoder = encoder
        self._used: set[bytes] = set()
        self._committed = time.monotonic()
        self.encoded = self.reused = 0
        try:
            self._open()
        except sqlite3.DatabaseError:
            self._begin_anew()

    @property
    def dimension(self) -> int:
        """The length of the vectors."""
        return self._encoder.dimension

    def vector(self, text: str) -> Vector:
        """The encoder's vector of ``text``, from the cache where it is known."""
        return next(self.vectors((text,)))

    def vectors(self, texts: Sequence[str]) -> Generator[Vector, None, None]:
        """The vectors of the texts in their order; those not known are encoded on all cores.

        What was encoded is kept as it comes, so that nothing is lost when the caller stops.
        """
        keys = [self._key(text) for text in texts]
        self._used.update(keys)
        known = {key: self._read(key) for key in keys}
        new = {k: t for k, t in zip(keys, texts, strict=True) if known[k] is None}
        self.reused += len(texts) - len(new)
        with closing(encode_all(self._encoder, list(new.values()))) as encoded:
            for key in keys:
                vector = known[key]
                if vector is None:
                    vector = known[key] = next(encoded)
                    self.encoded += 1
                    self._write(key, vector.tobytes())
                yield vector

    def sweep(self) -> None:
        """None; drops what this run did not use, once that is more than what it did use."""
        rows = self._db.execute("SELECT count(*) FROM vectors").fetchone()[0]
        if rows > 2 * len(self._used) + _SPARE_ROWS:
            keys = (row[0] for row in self._db.execute("SELECT key FROM vectors").fetchall())
            spare = [(key,) for key in keys if key not in self._used]
            self._db.executemany("DELETE FROM vectors WHERE key = ?", spare)
            self._db.commit()
            self._db.execute("VACUUM")

    def close(self) -> None:
        """None; everything encoded so far is on the disk."""
        with suppress(sqlite3.Error):
            self._db.commit()
        self._db.close()

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._encoder.name}\0{text}".encode()).digest()[:16]

    def _read(self, key: bytes) -> Vector | None:
        try:
            row = self._db.execute("SELECT vector, crc FROM vectors WHERE key = ?", (key,))
            found = row.fetchone()
        except sqlite3.DatabaseError:
            self._begin_anew()
            return None
        if found is None or len(found[0]) != 4 * self._encoder.dimension:
            return None
        if zlib.crc32(key + found[0]) != found[1]:
            return None
        return np.frombuffer(found[0], dtype=np.float32)

    def _write(self, key: bytes, vector: bytes) -> None:
        row = (key, vector, zlib.crc32(key + vector))
        self._db.execute("INSERT OR REPLACE INTO vectors VALUES (?,?,?)", row)
        if time.monotonic() - self._committed > _COMMIT_SECONDS:
            self._db.commit()
            self._committed = time.monotonic()

    def _open(self) -> None:
        self._db = sqlite3.connect(self._path)
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB, crc INTEGER)"
        )
        self._db.execute("SELECT key, vector, crc FROM vectors LIMIT 1").fetchone()

    def _begin_anew(self) -> None:
        self._db.close()
        self._path.unlink(missing_ok=True)
        self._path.with_name(self._path.name + "-journal").unlink(missing_ok=True)
        self._open()
