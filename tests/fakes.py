"""Stand-ins that a human can compute."""

from __future__ import annotations

import re

import numpy as np

from assistant.index.types import Vector


class FakeEncoder:
    """Adds one, per word, at the place given by the word's letters; then scales to length one.

    The place is the sum of the word's code points modulo the dimension, so that texts with the
    same words are near each other. ``texts`` lists what was encoded, in order.
    """

    def __init__(self, name: str = "fake", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.texts: list[str] = []

    def encode(self, text: str) -> Vector:
        """A float32 vector of length one."""
        self.texts.append(text)
        vector = np.zeros(self.dimension, dtype=np.float32)
        for word in re.findall(r"\w+", text.lower()) or ["nothing"]:
            vector[sum(map(ord, word)) % self.dimension] += 1
        scaled: Vector = vector / np.float32(np.linalg.norm(vector))
        return scaled
