"""Saving answers from the chat, and the page that checks a document."""

from __future__ import annotations

import pytest
from screen import ask, elements, words
from streamlit.testing.v1 import AppTest

from assistant.assistant import Assistant
from assistant.citing.export import FORMATS, export
from assistant.dialogue.types import Conversation
from assistant.ui.check import report

QUESTION = "Should I outstaff QA? Nobody here can manage testers."
PAGE = "pages/check.py"


def buttons(app: AppTest) -> list[str]:
    """The labels of the export control's buttons."""
    return sorted(button.label for button in app.get("download_button"))


def test_nothing_to_export(app: AppTest) -> None:
    """Before there is an answer, there is no control."""
    app.run()
    assert not app.exception
    assert buttons(app) == []


def test_each_form_has_a_button(app: AppTest) -> None:
    """A recommendation can be saved in every form, an answer in all but the decision record."""
    app.session_state["export"] = True
    ask(app.run(), "What is an SLA?")
    assert not app.exception
    assert buttons(app) == sorted(f.label for f in FORMATS.values() if f.name != "decision")
    ask(app, QUESTION)
    assert buttons(app) == sorted(form.label for form in FORMATS.values())


def test_the_last_answer_or_all(app: AppTest) -> None:
    """With more than one answer there is a choice; one recommendation makes a decision record."""
    app.session_state["export"] = True
    ask(ask(app.run(), QUESTION), "What is an SLA?")
    assert len(buttons(app)) == len(FORMATS) - 1
    app.radio(key="export-what").set_value("Whole conversation").run()
    assert not app.exception
    assert len(buttons(app)) == len(FORMATS)


def test_a_closed_control_costs_an_answer_nothing(app: AppTest) -> None:
    """The buttons are drawn once it is opened."""
    ask(app.run(), "What is an SLA?")
    assert buttons(app) == []


@pytest.fixture
def plan(assistant: Assistant) -> bytes:
    """An exported recommendation."""
    answer = assistant.ask(Conversation(), QUESTION)
    return export([((QUESTION,), answer)], "markdown", "2026-11-22")


def checked(app: AppTest, name: str, content: bytes) -> AppTest:
    """The Check page with a document dropped on it."""
    app.run()
    app.switch_page(PAGE).run()
    app.file_uploader(key="check-files").set_value([(name, content, "text/markdown")]).run()
    assert not app.exception
    return app


def test_a_dropped_document_is_checked(app: AppTest, plan: bytes) -> None:
    """All its citations hold, and there is nothing to correct."""
    page = checked(app, "plan.md", plan)
    (shown,) = elements(page, "answer")
    assert "plan.md" in words(shown)
    assert "exact" in words(shown)
    assert "altered" not in words(shown)
    assert buttons(page) == []


def test_a_recommendation_shows_what_it_comes_to_today(app: AppTest, plan: bytes) -> None:
    """Whatever the document's own headline says, so that a reader can hold it against that."""
    headline = plan.replace(b"**Outsourcing**", b"**Outstaffing**", 1)
    assert headline != plan
    (shown,) = elements(checked(app, "plan.md", headline), "answer")
    assert "Reckoned again, with the same outcome: Outsourcing (Outsourcing 6" in words(shown)


def test_an_edited_quote_is_shown_and_corrected(app: AppTest, plan: bytes) -> None:
    """The edit is shown word by word, as text and never as markup, with a copy to save."""
    edited = plan.replace(b"adapts with ease", b"adapts with <b>pain</b>")
    assert edited != plan
    page = checked(app, "<img src=x>.md", edited)
    (shown,) = elements(page, "answer")
    assert "<img src=x>.md" in words(shown)
    assert "Altered in the document" in words(shown)
    assert "In this document: If the scope will probably change" in words(shown)
    strong = [s["text"] for b in shown["blocks"] for c in b["cells"] for s in c
              if s["style"] == "strong"]
    assert strong[-2:] == ["<b>pain</b>.", "ease."]
    assert buttons(page) == ["Save a corrected copy"]


def test_a_document_that_cannot_be_read(app: AppTest) -> None:
    """The reason is shown, and the page stays."""
    page = checked(app, "plan.docx", b"nonsense")
    (shown,) = elements(page, "answer")
    assert "not a whole zip archive" in words(shown)


def test_a_document_without_citations() -> None:
    """It is told that none was found, and how quotes come to be found."""
    heading, count, how = report("plan.md", ())
    assert heading.cells[0][0].text == "plan.md"
    assert count.cells[0][0].text == "No citation found."
    assert "“Export”" in how.cells[0][0].text
