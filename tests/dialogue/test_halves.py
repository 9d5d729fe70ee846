"""Which part of a question nothing that was found speaks of."""

from __future__ import annotations

import re

import pytest
from pieces import found, passage

from assistant.dialogue.halves import unanswered_part

TEXT = "Vendors keep four core engineers in every team. A handover takes two weeks."


class WordList:
    """Knows the words of ``TEXT``; every word is its own stem."""

    def idf(self, word: str) -> float:
        return 1.0

    def known(self, word: str) -> bool:
        return word.lower() in TEXT.lower()

    def stems(self, text: str) -> frozenset[str]:
        return frozenset(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("How long does a handover take?", ""),
        ("How long does a handover take and how many engineers are core?", ""),
        ("How long does a handover take and which visas apply to engineers?",
         "which visas apply to engineers"),
        ("Who pays pensions, and how long does a handover take?", "Who pays pensions"),
        ("What is a handover and when does it happen?", ""),
    ],
)
def test_the_part_without_evidence_is_named(question, part):
    """Only a part that is about something else is named; one that leans on another is not."""
    made = found(passage(TEXT))
    assert unanswered_part(question, [made], {made.passage.name: TEXT}, WordList()) == part
