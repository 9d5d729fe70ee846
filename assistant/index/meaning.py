"""What a sentence says by its meaning: a small network over its vector.

It is fitted to statements whose facts are known, by ``tests/evaluation/fit_hearing.py``, with the
vectors of one encoder; those of another mean nothing to it. One layer between vector and values,
because what says the same in other words lies in several regions: a sum over the vector alone
tells values apart less well (``tests/evaluation/README-hearing.md``).
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from importlib import resources
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from assistant.dialogue.hearing_weights import UNIT, Meaning, load_weights
from assistant.errors import RulebookError
from assistant.index.types import Encoder

FILE = "hearing_meaning.npz"
ENCODER = "encoder"
LAYERS = ("hidden", "hidden_bias", "values", "values_bias")
"""The arrays of the file: (inner, dimension), (inner,), (values, inner) and (values,)."""

Network = Mapping[str, NDArray[np.float16]]
"""``LAYERS`` by name."""


def load_meaning(encoder: Encoder) -> Meaning | None:
    """The packaged network over the encoder's vectors; None where it is of another encoder.

    Raises RulebookError where the file is damaged.
    """
    content = resources.files("assistant.index").joinpath(FILE).read_bytes()
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as told:
            if str(told[ENCODER]) != encoder.name:
                return None
            return weighed(_complete(told), encoder)
    except (ValueError, KeyError, IndexError, EOFError, NotImplementedError, BadZipFile) as error:
        message = f"{FILE} is damaged: {error!r}. Write it anew with tests/evaluation/fit_hearing.py."
        raise RulebookError(message) from error


def _complete(network: Network) -> Network:
    """The network, which tells of the same values as the weights of words. Else ValueError."""
    if network[LAYERS[-1]].shape != (len(load_weights().values),):
        message = f"{network[LAYERS[-1]].shape} values"
        raise ValueError(message)
    return network


def weighed(network: Network, encoder: Encoder) -> Meaning:
    """The meaning by a network over the encoder's vectors. ValueError where its parts do not fit."""
    hidden, hidden_bias, values, values_bias = (network[n].astype(np.float32) for n in LAYERS)
    inner = hidden.shape[0]
    shapes = (hidden.shape, hidden_bias.shape, values.shape[1:], values_bias.shape)
    if shapes != ((inner, encoder.dimension), (inner,), (inner,), values.shape[:1]):
        message = f"layers of the shapes {shapes}"
        raise ValueError(message)

    def meaning(sentence: str) -> list[int]:
        inside = np.maximum(hidden @ encoder.encode(sentence) + hidden_bias, 0)
        return [round(float(odds) * UNIT) for odds in values @ inside + values_bias]

    return meaning
