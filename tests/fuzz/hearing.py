"""Fuzzes the hearing of facts: ``python tests/fuzz/hearing.py -max_total_time=600``.

Needs ``pip install -e ".[audit]"``. Whatever is said, hearing ends, gives known criteria and
values, and names words that stand in the message where it says.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with atheris.instrument_imports(include=["assistant.dialogue"]):
    from assistant.decision.rulebook import load_rulebook
    from assistant.dialogue.hearing import hear
    from assistant.dialogue.intents import route
    from assistant.dialogue.lexicon import load_lexicon
    from assistant.dialogue.message import MAX_QUESTION_CHARS

LEXICON = load_lexicon()
CRITERIA = {name: set(c.values) for name, c in load_rulebook().criteria.items()}


def hear_one(data: bytes) -> None:
    """None; the bytes are heard as a message."""
    text = data.decode("utf-8", "ignore")[:MAX_QUESTION_CHARS]
    hearing = hear(text, lexicon=LEXICON)
    for heard in hearing.heard:
        assert text[heard.start : heard.end] == heard.words
        assert heard.value is None or heard.value in CRITERIA[heard.criterion]
    route(text, hearing, advised=bool(len(data) % 2))


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], "-timeout=10", "-max_len=2000", *sys.argv[1:]], hear_one)
    atheris.Fuzz()
