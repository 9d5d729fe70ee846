"""Whether the files of a generation are as they were written."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import IndexDamaged
from assistant.index.manifest import Manifest, file_sha256

HASHED_BYTES = 32_000_000
"""So much is read at every opening to compare hashes, the smallest files first: all of a corpus of
a few thousand passages, and of a larger one what can end a process (the graph's header). Each
row of the texts has a checksum of its own besides, and the check after an ingest reads all."""


def check_seals(folder: Path, manifest: Manifest) -> None:
    """None. Raises ``IndexDamaged`` when a file of the generation is gone, cut or altered."""
    left = HASHED_BYTES
    for file, seal in sorted(manifest.seals.items(), key=lambda item: (item[1].size, item[0])):
        left -= seal.size
        try:
            size = (folder / file).stat().st_size
            hashed = size == seal.size and left >= 0 and seal.sha256
            altered = bool(hashed) and file_sha256(folder / file) != seal.sha256
        except OSError:
            size, altered = -1, False
        if size != seal.size or altered:
            state = "missing" if size < 0 else "not as it was written"
            message = f"{file} of {folder.name} is {state}. Run: python ingest.py"
            raise IndexDamaged(message)
