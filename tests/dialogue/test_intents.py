"""What a message wants."""

from __future__ import annotations

import time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.intents import MAX_CHARS, Intent, models_named, plain, route
from assistant.dialogue.types import Heard, Hearing

NOTHING = Hearing()
FACT = Hearing((Heard("direction", "none", "nobody can lead them", 0, 20),))
INTENTS = get_args(Intent)


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("hello", "greeting"),
        ("help", "help"),
        ("What can you do?", "help"),
        ("?", "help"),
        ("...", "empty"),
        ("start over", "restart"),
        ("Write me a job ad for a tester", "task"),
        ("Was ist der Unterschied zwischen den beiden und wer zahlt das?", "foreign"),
        ("What is outstaffing?", "question"),
        ("How do outstaffing and outsourcing differ?", "question"),
        ("Who won the football match?", "question"),
        ("Should I outstaff QA?", "advice"),
        ("Should we outsource our helpdesk or hire freelancers?", "advice"),
    ],
)
def test_messages_are_told_apart(message, intent):
    """A message without facts is routed by its words."""
    assert route(message, NOTHING).intent == intent


def test_facts_ask_for_advice():
    """A statement of the situation is advised on, though it asks nothing."""
    assert route("We are a small shop and nobody can lead them.", FACT).intent == "advice"


def test_why_is_about_the_advice_only_after_advice():
    """A follow-up refers to a recommendation where one was given."""
    assert route("How sure are you?", NOTHING, advised=True).intent == "about_advice"
    assert route("How sure are you?", NOTHING).intent != "about_advice"


def test_models_are_named_in_the_order_of_the_message():
    """Other names of a model count as the model, and each is listed once."""
    text = plain("Freelancers or staff augmentation, or outstaffing, or an MSP?")
    assert models_named(text) == ("freelancers", "outstaffing", "managed-services")


@given(st.text(max_size=200), st.booleans())
def test_every_message_has_an_intent(text, advised):
    """Whatever is typed, routing ends in one of the known intents."""
    assert route(text, NOTHING, advised=advised).intent in INTENTS


@given(st.text(max_size=200))
def test_case_and_spacing_do_not_matter(text):
    """The same words in capitals or with more space want the same."""
    assert plain(plain(text)) == plain(text)
    assert route(f"  {text}\n", NOTHING) == route(text, NOTHING)


@pytest.mark.parametrize(
    "unit",
    ["what ", "should we ", "how do i use ", "a ", "aa", "give me a ", "-", "out-", "staff aug ",
     "and ", "wie und der ", "independent ", "extend our "],
)
def test_hostile_messages_take_bounded_time(unit):
    """A message of any length is routed in a moment, since no more than a part is read."""
    begun = time.perf_counter()
    route(unit * (1_000_000 // len(unit)), NOTHING)
    assert time.perf_counter() - begun < 2
    assert len(plain(unit * 10_000)) <= MAX_CHARS
