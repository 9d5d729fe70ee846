"""Texts to vectors with onnxruntime, without torch.

One text at a time, always: an int8 vector depends on what else is in its batch (measured cosine
.988 to .995), and a citation must be found again by the same score.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

import numpy as np

from assistant.index.encoding import cores
from assistant.index.model import exported, is_exported, read_export
from assistant.index.threads import cap_blas_threads
from assistant.index.types import Vector

if TYPE_CHECKING:
    from assistant.settings import Settings

MAX_CHARS_PER_TOKEN = 32
"""Texts are cut at this many characters per token of the window before tokenising."""
REMEMBERED = 256
"""The latest texts whose vectors are kept: a dialogue encodes its earlier questions again."""


class _Model:
    """An exported model that remembers nothing; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime as ort
        from tokenizers import Tokenizer

        export = read_export(folder)
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.name = export.name
        self.dimension = export.dimension
        self._max_chars = export.max_tokens * MAX_CHARS_PER_TOKEN
        self._pooling = export.pooling
        self._session = ort.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = tuple(i.name for i in self._session.get_inputs())
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(export.max_tokens)
        self._tokenizer.no_padding()
        self._lock = Lock()
        self._free_cores = BoundedSemaphore(cores())

    def encode(self, text: str) -> Vector:
        with self._lock:
            tokens = self._tokenizer.encode(text[: self._max_chars])
        values = {
            "input_ids": tokens.ids,
            "attention_mask": tokens.attention_mask,
            "token_type_ids": tokens.type_ids,
        }
        feed = {n: np.asarray([values[n]], dtype=np.int64) for n in self._inputs}
        with self._free_cores:  # more at once than there are cores would all take longer
            hidden = self._session.run(None, feed)[0][0]
        pooled = hidden[0] if self._pooling == "cls" else hidden.mean(axis=0)
        vector: Vector = (pooled / max(float(np.linalg.norm(pooled)), 1e-12)).astype(np.float32)
        vector.flags.writeable = False
        return vector


class OnnxEncoder:
    """An ``Encoder`` over an exported model; safe to share between threads.

    The model does not refer to what remembers its vectors: see ``Sources``.
    """

    def __init__(self, folder: Path) -> None:
        model = _Model(folder)
        self.name = model.name
        self.dimension = model.dimension
        self._remembered = lru_cache(maxsize=REMEMBERED)(model.encode)

    def encode(self, text: str) -> Vector:
        """A float32 vector of length one, shape ``(dimension,)``, not to be written to."""
        return self._remembered(text)


def load_encoder(
    settings: Settings, announce: Callable[[str], None] | None = None
) -> OnnxEncoder:
    """The encoder that the settings name; on the very first call it announces and exports it."""
    cap_blas_threads()
    if announce and not is_exported(settings.model, settings.models):
        announce("Preparing the embedding model, once; this takes up to a minute …")
    return OnnxEncoder(exported(settings.model, settings.models))
