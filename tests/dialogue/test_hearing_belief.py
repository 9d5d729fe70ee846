"""How far a fact is believed, and what the file with the tables may hold."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from assistant.dialogue.hearing import hear
from assistant.dialogue.hearing_trust import FILE, load_trust, read_trust
from assistant.dialogue.lexicon import load_lexicon


def heard(text: str) -> dict[str, str | None]:
    """The facts heard by words alone."""
    return {fact.criterion: fact.value for fact in hear(text, load_lexicon()).heard}


def content() -> dict:
    """The packaged tables."""
    text = resources.files("assistant.dialogue").joinpath(FILE).read_text(encoding="utf-8")
    return json.loads(text)


def test_the_packaged_tables_are_read():
    """Between what is never asked for its meaning and what is sure lies what may be."""
    trust = load_trust()
    assert trust.worth_asking < trust.sure


def test_a_sign_that_nobody_knows_is_an_error():
    """A misspelt name would otherwise silently count nothing."""
    told = content()
    told["heard"]["signs"]["wrods"] = 1.0
    with pytest.raises(KeyError, match="wrods"):
        read_trust(told)


def test_a_table_that_is_missing_is_an_error():
    """So is a limit."""
    for name in ("heard", "enough"):
        told = content()
        del told[name]
        with pytest.raises((KeyError, TypeError)):
            read_trust(told)


@pytest.mark.parametrize(("text", "facts"), [
    ("Nobody here can manage testers.", {"direction": "none"}),
    ("Should we outstaff, given that nobody here can manage testers?", {"direction": "none"}),
    ("Their managers had nobody who could manage testers.", {}),
    ("My former employer had no entity in Poland.", {}),
])
def test_what_is_said_of_others_is_no_fact(text, facts):
    """The same words count where they are about the manager's own situation."""
    assert heard(text) == facts


@pytest.mark.parametrize("meant", ["Our leads are, they've hardly any room left.",
                                   "We're a bank. Our leads are, they've hardly any room left."])
def test_of_two_readings_of_the_same_words_the_likelier_is_heard(meant):
    """Where patterns read the same words in two ways, what the other words speak for holds."""
    assert heard(meant)["direction"] == "stretched"


def test_different_words_that_contradict_each_other_are_not_weighed():
    """Which of two statements holds is for the manager to say."""
    assert "scope" not in heard("The scope is fixed and the requirements change every week.")


@pytest.mark.parametrize(("text", "facts"), [
    ("We have a tech lead.", {"direction": "available"}),
    ("Scratch that, the scope is fixed.", {"scope": "fixed"}),
])
def test_a_short_answer_is_believed(text, facts):
    """What says nothing else than a pattern foresaw holds, though its words alone say little."""
    assert heard(text) == facts
