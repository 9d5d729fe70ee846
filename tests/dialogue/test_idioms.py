"""Turns of phrase put in plain words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.idioms import MAX_CHARS, in_plain_words


@pytest.mark.parametrize(("said", "plain"), [
    ("Who calls the shots in outsourcing?", "Who controls the work in outsourcing?"),
    ("What’s left for me to do?", "What's left for the client to do?"),
    ("Are we chained to a supplier for ever?", "Are we locked in with a supplier permanently?"),
    ("Who FOOTS THE BILL?", "Who pays?"),
    ("Who is the chief executive officer?", "Who is the CEO?"),
])
def test_a_turn_of_phrase_gives_way_to_what_it_means(said, plain):
    """Whatever its case and apostrophes."""
    assert in_plain_words(said) == plain


@pytest.mark.parametrize("said", [
    "How do I tell the two models apart?",
    "What is the chief difference?",
    "Who supplies the laptops’ chargers?",
    "The recall shots were taken.",
])
def test_other_words_stay_as_they_are(said):
    """To the character."""
    assert in_plain_words(said) == said


@given(st.text(max_size=300))
def test_plain_words_stay_plain(text):
    """What was replaced is not replaced again by another reading of the same words."""
    once = in_plain_words(text)
    assert in_plain_words(once) == once


def test_what_lies_beyond_the_limit_is_kept():
    """A long text loses nothing."""
    text = "who foots the bill " + "x" * MAX_CHARS + " foots the bill"
    assert in_plain_words(text).startswith("who pays ")
    assert in_plain_words(text).endswith("foots the bill")
