"""Whether messages are understood as what they want."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.dialogue.hearing import hear, load_lexicon
from assistant.dialogue.intents import route

CASES = [
    line.split("|", 3)
    for line in Path(__file__).with_name("intents_dev.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("intent", "advised", "section", "message"), CASES)
def test_a_message_is_told_for_what_it_wants(
    intent: str, advised: str, section: str, message: str
) -> None:
    """Asked after advice or before it, a message has one intent, and perhaps a section."""
    got = route(message, hear(message, load_lexicon()), advised=advised == "y")
    assert got.intent == intent
    assert not section or got.section == section
