"""The seams of the index: what encodes a text, and what a search gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.types import Passage

Vector = NDArray[np.float32]


class Encoder(Protocol):
    """Turns one text into a vector. ``name`` identifies model, export and precision."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode(self, text: str) -> Vector:
        """A float32 vector of length one and shape ``(dimension,)``."""
        ...


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage and how well it fits the question; see ``retrieve`` for the score's range."""

    passage: Passage
    score: float
    dense: float
    lexical: float


class Search(Protocol):
    """One question in, passages out, best first; ties are broken by passage name."""

    def __call__(self, question: str, limit: int) -> Sequence[Scored]: ...
