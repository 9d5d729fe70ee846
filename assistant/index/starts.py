"""Where the sentences of each passage begin among the vectors of all sentences.

So that the many passages that are only compared need not be read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexDamaged
from assistant.index.manifest import Manifest
from assistant.index.texts import StoredPassage, Texts

Starts = NDArray[np.intp]
"""By position; behind the last passage how many sentences there are."""


def starts_of(folder: Path, texts: Texts, manifest: Manifest) -> Starts:
    """The starts of a generation's passages. Raises IndexDamaged."""
    rows = (*texts.first_sentences(), (manifest.passages, manifest.sentences))
    found = np.array(rows)
    if found.dtype.kind != "i" or not np.array_equal(found[:, 0], np.arange(manifest.passages + 1)):
        raise _damaged(folder)
    starts = found[:, 1].astype(np.intp)
    if starts[0] != 0 or np.any(np.diff(starts) < 0):
        raise _damaged(folder)
    return starts


def read_passage(
    folder: Path, texts: Texts, starts: Callable[[], Starts], position: int
) -> StoredPassage:
    """The passage. IndexDamaged where its sentences are not those compared, IndexError for none."""
    stored = texts.passage(position)
    first = stored.first_sentence
    ends = first + len(stored.passage.sentences)
    if (first, ends) != (starts()[position], starts()[position + 1]):
        raise _damaged(folder)
    return stored


def _damaged(folder: Path) -> IndexDamaged:
    return IndexDamaged(
        f"The index in {folder} is damaged: its passages do not divide the sentences among them. "
        "Run: python ingest.py"
    )
