"""Many texts encoded on all cores give what one after the other gives."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from assistant.index.encoding import encode_all

TEXTS = [f"A vendor answers for delivery number {n}." for n in range(40)]


class Lengths:
    """An encoder whose vector is the text's length; notes who worked."""

    name, dimension = "lengths", 1

    def __init__(self, fails_at: str = "") -> None:
        self.fails_at = fails_at
        self.encoded: list[str] = []
        self.threads: set[str] = set()

    def encode(self, text: str) -> np.ndarray:
        self.threads.add(threading.current_thread().name)
        self.encoded.append(text)
        if text == self.fails_at:
            raise RuntimeError(text)
        return np.array([len(text)], dtype=np.float32)


def test_the_order_is_that_of_the_texts():
    """Whoever finishes first, vectors come in the order of their texts."""
    found = [float(v[0]) for v in encode_all(Lengths(), ["aaa", "b", "cc"] * 50, workers=4)]
    assert found == [3.0, 1.0, 2.0] * 50


def test_workers_give_the_vectors_of_one(encoder):
    """The model's vectors are the same bytes, however many work."""
    alone = [v.tobytes() for v in encode_all(encoder, TEXTS, workers=1)]
    assert [v.tobytes() for v in encode_all(encoder, TEXTS, workers=4)] == alone


def test_several_work():
    """More than one thread encodes."""
    both = threading.Barrier(2, timeout=30)

    class Meeting(Lengths):
        def encode(self, text: str) -> np.ndarray:
            both.wait()  # passed only where two encode at the same time
            return super().encode(text)

    assert len(list(encode_all(Meeting(), TEXTS[:2], workers=2))) == 2


def test_a_failure_is_the_callers():
    """What the encoder raises comes where its vector would have come."""
    vectors = encode_all(Lengths(fails_at="c"), ["a", "b", "c", "d"], workers=2)
    assert [float(next(vectors)[0]) for _ in range(2)] == [1.0, 1.0]
    with pytest.raises(RuntimeError, match="c"):
        next(vectors)


def test_no_more_than_asked_for():
    """A caller that stops leaves most texts unencoded."""
    encoder = Lengths()
    vectors = encode_all(encoder, [str(n) for n in range(1000)], workers=2)
    next(vectors)
    vectors.close()
    assert len(encoder.encoded) < 50


def test_nothing_from_nothing():
    """No texts give no vectors."""
    assert list(encode_all(Lengths(), [])) == []
