"""The lexicon's example statements as vectors, for what no pattern of it hears.

They are encoded once, at the first ingest, and kept beside the exported model.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.index.types import Encoder

MOST = 20
"""So many of the nearest are given; the second value is practically always among them."""

Example = tuple[str, str, str]
"""(criterion, value, statement); both names are empty for a neutral statement."""


class NearestExamples:
    """The examples nearest to a clause; see ``Nearest`` in ``assistant.dialogue.hearing``."""

    def __init__(
        self, encoder: Encoder, examples: Sequence[Example], vectors: NDArray[np.float32]
    ) -> None:
        self._encoder = encoder
        self._examples = examples
        self._vectors = vectors

    def __call__(self, clause: str) -> tuple[tuple[str, str, float], ...]:
        """(criterion, value, cosine), best first, ties in the lexicon's order."""
        cosines = self._vectors @ self._encoder.encode(clause)
        order = np.lexsort((np.arange(len(cosines)), -cosines))[:MOST]
        return tuple((*self._examples[i][:2], float(cosines[i])) for i in order)


def nearest_examples(
    encoder: Encoder, examples: Sequence[Example], folder: Path
) -> NearestExamples:
    """The examples with their vectors, kept in ``folder`` where it can be written to."""
    content = json.dumps([encoder.name, [statement for *_, statement in examples]])
    path = folder / f"examples-{hashlib.sha256(content.encode()).hexdigest()[:16]}.npy"
    shape = (len(examples), encoder.dimension)
    vectors: NDArray[np.float32] | None = None
    with suppress(OSError, ValueError):
        vectors = np.load(path, allow_pickle=False)
    if vectors is None or vectors.shape != shape:
        vectors = np.array(
            [encoder.encode(statement) for *_, statement in examples], dtype=np.float32
        ).reshape(shape)
        with suppress(OSError):
            _keep(vectors, path)
    return NearestExamples(encoder, examples, vectors)


def _keep(vectors: NDArray[np.float32], path: Path) -> None:
    """Nothing; the file is there whole, or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        np.save(file, vectors)
    os.replace(file.name, path)  # noqa: PTH105 (atomic)
