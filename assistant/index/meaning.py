"""What a sentence says by its meaning: its vector weighed against example statements.

The weights are fitted to statements whose facts are known, by ``tests/evaluation/fit_hearing.py``,
with the vectors of one encoder; those of another mean nothing to them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

import numpy as np

from assistant.dialogue.hearing_weights import UNIT, Meaning
from assistant.errors import RulebookError
from assistant.index.types import Encoder

FILE = "hearing_meaning.json"
DIGITS = 100
"""The file holds hundredths, as whole numbers."""


def load_meaning(encoder: Encoder) -> Meaning | None:
    """The packaged weights over the encoder's vectors; None where they are of another encoder.

    Raises RulebookError where the file is damaged.
    """
    text = resources.files("assistant.index").joinpath(FILE).read_text(encoding="utf-8")
    try:
        told = json.loads(text)
        return weighed(told, encoder) if told["encoder"] == encoder.name else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{FILE} is damaged: {error!r}. Write it anew with tests/evaluation/fit_hearing.py."
        raise RulebookError(message) from error


def weighed(told: Mapping[str, Any], encoder: Encoder) -> Meaning:
    """The meaning by the weights of a file, which are of the encoder's vectors."""
    rows = [list(map(int, row.split())) for row in told["weights"]]
    weights = np.array(rows, dtype=np.float32).reshape(len(rows), encoder.dimension)
    bias = np.array(told["bias"], dtype=np.float32).reshape(len(rows))

    def meaning(sentence: str) -> list[int]:
        odds = (bias + weights @ encoder.encode(sentence)) / DIGITS * UNIT
        return [round(float(each)) for each in odds]

    return meaning
