"""What clicks wrote is told in words, and never quoted as if it had been said."""

from __future__ import annotations

import re

import pytest

from assistant.assistant import Assistant
from assistant.citing.export import FORMATS, export
from assistant.decision.costs.reading import load_cost_model
from assistant.decision.rulebook import load_rulebook
from assistant.dialogue.clicked import FACT, in_words, is_click, spoken, where_set
from assistant.dialogue.figures import figures
from assistant.dialogue.types import Answer, Conversation

ASKED = "Should I outstaff QA? nobody here can manage testers"


@pytest.mark.parametrize(("message", "told"), [
    ("size=team", "Size: team – a team of more than three (set in the panel)"),
    ("size=?", "Size: not known (set in the panel)"),
    ("people=3; rate.outstaffing=45 an hour",
     "People: 3; Hourly rate (Outstaffing): 45 an hour (set in the worksheet)"),
    ("duration=12 months; pace=planned", ("Duration: 12 months (set in the worksheet); "
                                          "Pace: planned – there is time to prepare (set in the panel)")),
    ("size=huge", None), ("size", None), ("", None), ("a size=team of four", None),
    ("size=team; please", None), ("rate.nobody=3", None), ("nonsense=3", None),
])
def test_a_message_of_clicks_in_words(message: str, told: str | None) -> None:
    """Each fact and number by its label, then the place; any other message is left alone."""
    assert in_words(message, load_rulebook()) == told


def test_where_words_were_set() -> None:
    """Panel or worksheet; words that somebody said were set nowhere."""
    book = load_rulebook()
    assert where_set("direction=available", book) == "set in the panel"
    assert where_set("duration=12 months", book) == "set in the worksheet"
    assert where_set("our QA lead", book) == ""


@pytest.mark.parametrize("way", list(load_cost_model().ways))
def test_a_number_of_each_way_is_a_click(way: str) -> None:
    """However long the way's name is."""
    message = f"people=3; rate.{way}=45 an hour"
    heard = figures(message, load_cost_model()).heard
    assert [figure.words for figure in heard] == message.split("; ")


@pytest.fixture(scope="module")
def said(assistant: Assistant) -> list[tuple[tuple[str, ...], Answer]]:
    """A conversation of a message and a click, with its answers."""
    turns = (ASKED, "direction=available")
    first, second = Conversation(), Conversation(turns[:1])
    return [(turns[:1], assistant.ask(first, turns[0])), (turns, assistant.ask(second, turns[1]))]


@pytest.mark.parametrize("form", ["markdown", "rich-text", "decision", "text", "bibtex"])
def test_exports_tell_a_click_in_words(
    said: list[tuple[tuple[str, ...], Answer]], form: str
) -> None:
    """No document shows the literal form; it stays in what machines read, which replays it."""
    assert form in FORMATS
    text = export(said, form, "2026-01-31").decode()
    assert "(set in the panel)" in text
    assert not re.search(r"(?<!\")direction=available", text)


@pytest.mark.parametrize(("words", "clicked"), [
    ("direction=none", True), ("rate.managed-services=45 an hour", True), ("people=?", True),
    ("2=2", False), ("45 an hour", False), ("a=b=c", False), ("=", False),
])
def test_words_that_a_click_wrote_are_known_as_such(words: str, clicked: bool) -> None:
    """By the same form, whether they are a fact, a number or a field of one way."""
    assert is_click(words) is clicked


def test_a_fact_that_is_set_can_stand_in_a_sentence() -> None:
    """Its value is one word; what follows is not part of it."""
    said = "Suppose direction=none, and size=? then"
    assert [m.groups() for m in FACT.finditer(said)] == [("direction", "none"), ("size", "?")]


def test_what_was_said_is_shown_as_it_was_said() -> None:
    """Only clicks are put in words."""
    assert spoken("We need testers.", load_rulebook()) == "We need testers."
    assert spoken("size=?", load_rulebook()) == "Size: not known (set in the panel)"
