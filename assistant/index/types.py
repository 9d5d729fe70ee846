"""The seams of the index: what encodes a text, and what a search gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.types import Passage
from assistant.index.lexical import stems

Vector = NDArray[np.float32]


class Encoder(Protocol):
    """Turns one text into a vector. ``name`` identifies model, export and precision."""

    @property
    def name(self) -> str:
        """What indexes record: encoders of one name give the same vectors."""
        ...

    @property
    def dimension(self) -> int:
        """The number of components."""
        ...

    def encode(self, text: str) -> Vector:
        """A float32 vector of length one and shape ``(dimension,)``."""
        ...


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage and how well it fits the question; see ``retrieve`` for the scores' ranges.

    ``sentences`` has a score for each of the passage's sentences, -1 to 1.5, in their order.
    ``similarity`` is the cosine of the best of them.
    """

    passage: Passage
    score: float
    dense: float
    lexical: float
    similarity: float
    sentences: tuple[float, ...]

    @staticmethod
    def stems(text: str) -> frozenset[str]:
        """The stems of the text's words, without stop words, as passages are searched by."""
        return stems(text)

