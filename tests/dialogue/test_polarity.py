"""Yes and no, where a sentence says so in as many words."""

from __future__ import annotations

import pytest

from assistant.dialogue.polarity import conditional, polarity
from assistant.dialogue.question import analyse


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        ("Can vendors hire testers?", "Vendors can hire testers.", "yes"),
        ("Can vendors hire testers?", "Vendors cannot hire testers.", "no"),
        ("Can vendors hire testers?", "Vendors can hire testers but not fire them.", ""),
        ("Can vendors hire testers?", "Vendors can build software.", ""),
        ("Do I need a visa for testers?", "Testers need no visa.", "no"),
        ("Does a vendor need a visa?", "A vendor must have a visa.", "yes"),
        ("Can't vendors hire testers?", "Vendors can hire testers.", ""),
        ("Can vendors or agencies hire testers?", "Vendors can hire testers.", ""),
        ("Which vendors can hire testers?", "Vendors can hire testers.", ""),
    ],
)
def test_only_what_is_said_outright_is_told(question, sentence, said):
    """Where anything is open, nothing is claimed."""
    assert polarity(analyse(question), sentence) == said


def test_a_condition_is_noticed():
    """A reservation is announced with the answer."""
    assert conditional("They can, if a lead reviews their work.")
    assert not conditional("They can do so.")
