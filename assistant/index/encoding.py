"""Many texts to vectors: one text at a time on each core.

Threads, not processes: onnxruntime and the tokenizer work outside Python's lock, so that two of
them are as fast as two processes, share one model and start at once.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.index.types import Encoder, Vector

if TYPE_CHECKING:
    from concurrent.futures import Future

_AHEAD = 4
"""So many texts a core are given out before their vectors are asked for."""


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def encode_all(encoder: Encoder, texts: Sequence[str], workers: int = 0) -> Generator[Vector, None, None]:
    """The float32 vectors of the texts, in their order; ``workers`` is one a core unless given."""
    workers = min(workers or cores(), len(texts))
    if workers <= 1:
        yield from (_encode(encoder, text) for text in texts)
        return
    from concurrent.futures import ThreadPoolExecutor

    waiting: deque[Future[Vector]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="encoding") as pool:
        try:
            for text in texts:
                waiting.append(pool.submit(_encode, encoder, text))
                if len(waiting) >= _AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _encode(encoder: Encoder, text: str) -> Vector:
    return np.ascontiguousarray(encoder.encode(text), dtype=np.float32)
