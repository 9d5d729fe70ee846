"""This project, behind the commands that the peers' scripts have.

python ours.py prepare INDEX FOLDER     an index of the folder's documents
python ours.py serve INDEX              a full answer, as Markdown, for each line of input
"""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from serving import serve, timed

from assistant.assistant import Assistant
from assistant.dialogue.types import Conversation
from assistant.settings import Settings

NEIGHBOURS = 10


def prepare(index: str, corpus: str) -> None:
    """None; the corpus is in the index. Prints the seconds from reading to checked."""
    from assistant.index.build import build
    from assistant.index.encoder import load_encoder

    encoder = load_encoder(Settings())
    timed(lambda: build(Path(corpus), Path(index), encoder))


def answer(index: str) -> None:
    """None; answers each question on standard input, and other requests by their name."""
    begun = time.perf_counter()
    assistant = Assistant.open(Settings(index=Path(index)))
    opened = time.perf_counter() - begun

    def other(request: Mapping[str, Any]) -> Mapping[str, Any]:
        if "askers" in request:
            return _together(assistant, request["questions"], request["askers"])
        if "encode" in request:
            return {"seconds": _encoding(assistant, request["encode"])}
        if "recall" in request:
            return {"recall": _recall(assistant, request["recall"])}
        return {"opened": opened, "passages": assistant.generation.count}

    serve(lambda question: assistant.ask(Conversation(), question).markdown, other)


def _together(assistant: Assistant, questions: Sequence[str], askers: int) -> dict[str, Any]:
    """Seconds for all questions, for each, and the answers, when so many ask at the same time."""
    ready = threading.Barrier(askers + 1)
    shares = [questions[n::askers] for n in range(askers)]

    def ask_all(share: Sequence[str]) -> list[tuple[str, float, str]]:
        ready.wait()
        told = []
        for question in share:
            begun = time.perf_counter()
            said = assistant.ask(Conversation(), question).markdown
            told.append((question, time.perf_counter() - begun, said))
        return told

    with ThreadPoolExecutor(askers) as pool:
        asked = [pool.submit(ask_all, share) for share in shares]
        ready.wait()
        begun = time.perf_counter()
        told = [one for future in asked for one in future.result()]
        seconds = time.perf_counter() - begun
    answers = {question: said for question, _, said in told}
    return {"seconds": seconds, "each": [s for _, s, _ in told], "answers": answers}


def _encoding(assistant: Assistant, texts: Sequence[str]) -> float:
    """The seconds that their vectors take at an ingest."""
    from assistant.index.encoding import encode_all

    begun = time.perf_counter()
    deque(encode_all(assistant.sources._encoder, texts), maxlen=0)
    return time.perf_counter() - begun


def _recall(assistant: Assistant, questions: Sequence[str]) -> float:
    """The share of the nearest passages, by comparing with all, that the graph finds as well."""
    generation, encoder = assistant.generation, assistant.sources._encoder
    found = 0
    for question in questions:
        vector = encoder.encode(question)
        least = generation.scan(vector, NEIGHBOURS)[-1][1]
        near = np.array([cosine for _, cosine in generation.nearest(vector, NEIGHBOURS)])
        found += int((near >= least - 1e-5).sum())
    return found / (NEIGHBOURS * len(questions))


if __name__ == "__main__":
    {"prepare": prepare, "serve": answer}[sys.argv[1]](*sys.argv[2:])
