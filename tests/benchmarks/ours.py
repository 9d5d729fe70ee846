"""This project, behind the commands that the peers' scripts have.

python ours.py prepare INDEX FOLDER     a fresh index of the folder's documents
python ours.py serve INDEX              a full answer, as Markdown, for each line of input
"""

from __future__ import annotations

import sys
from pathlib import Path

from serving import serve, timed

from assistant.assistant import Assistant
from assistant.dialogue.types import Conversation
from assistant.settings import Settings


def prepare(index: str, corpus: str) -> None:
    """None; the corpus is in the index. Prints the seconds from reading to checked."""
    from assistant.index.build import build
    from assistant.index.encoder import load_encoder

    encoder = load_encoder(Settings())
    timed(lambda: build(Path(corpus), Path(index), encoder))


def answer(index: str) -> None:
    """None; answers each question on standard input."""
    assistant = Assistant.open(Settings(index=Path(index)))
    serve(lambda question: assistant.ask(Conversation(), question).markdown)


if __name__ == "__main__":
    {"prepare": prepare, "serve": answer}[sys.argv[1]](*sys.argv[2:])
