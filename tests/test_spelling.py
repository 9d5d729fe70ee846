"""Slips in a question are mended where there is no doubt, and the answer says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.dialogue.types import Conversation
from assistant.spelling import Mended, mended

SOURCES = frozenset(
    "outstaffing outsourcing difference compliance backend hiring vendor total scale posture".split()
)


def known(word: str) -> bool:
    return word.lower() in SOURCES


@pytest.mark.parametrize(("written", "read"), [
    ("the diffrence", "the difference"),
    ("outsorcing and complience", "outsourcing and compliance"),
    ("Is it so? Outsorcing, say", "Is it so? Outsourcing, say"),
])
def test_slips_are_mended(written, read):
    """A letter left out, added, wrong or exchanged, where one word is meant."""
    assert mended(written, known).text == read


@pytest.mark.parametrize("text", [
    "firing people", "the pension", "kanban toptal scala devops nodejs", "postgres cofounder", "labour and organisation", "ask Kubernetis in Berlln",
    "the sla of l1 suport.example", "SOC2 GDPR fiverr", "differnce@example.org", "ask Outsorcing", "",
])
def test_other_words_stay(text):
    """Words of a dictionary, British spellings, names, short words and addresses are no slips."""
    assert mended(text, known) == Mended(text)


WORDS = st.sampled_from(["outsorcing", "complience", "Outsorcing", "vendor", "kanban", ". ", " "])


@given(st.text(max_size=200) | st.lists(WORDS, max_size=12).map(" ".join))
def test_only_the_slips_change(text):
    """Apart from the slips, which no source has, every character stays, whatever the text is."""
    found = mended(text, known)
    assert all(not known(written) and known(meant) for written, meant in found.slips)
    left, right = text, found.text
    for written, meant in found.slips:
        left, right = left.replace(written, "·"), right.replace(meant, "·").replace(written, "·")
    assert left == right


def test_the_answer_says_how_a_word_was_read(assistant: Assistant):
    """The same statements are given as for the word without the slip, after a line about it."""
    right = assistant.ask(Conversation(), "What does compliance cover in outstaffing?")
    slipped = assistant.ask(Conversation(), "What does complience cover in outstaffing?")
    assert slipped.markdown.startswith("Read “complience” as “compliance”.")
    assert [c.quote for c in slipped.citations] == [c.quote for c in right.citations]
    assert slipped.markdown.endswith(right.markdown)
