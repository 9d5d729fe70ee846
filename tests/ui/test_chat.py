"""The chat page: what is shown for each kind of message, and what a correction does."""

from __future__ import annotations

from pathlib import Path

import pytest
from screen import answers, ask, elements, words
from streamlit.runtime.scriptrunner import StopException
from streamlit.testing.v1 import AppTest

from assistant.assistant import Assistant
from assistant.citing.permalink import turns_of
from assistant.dialogue.message import MAX_QUESTION_CHARS
from assistant.dialogue.types import Conversation
from assistant.errors import IndexDamaged

HOSTILE = "![x](http://a.example/x.png) <img src=x> **b** :streamlit: <- -- >= &copy; $x$ `c`"


def test_first_screen(app: AppTest) -> None:
    """The first screen says what this is, names its sources, and offers six questions."""
    app.run()

    assert not app.exception
    assert "staffed" in app.title[0].value
    assert "Outstaffing vs outsourcing" in words(elements(app, "answer")[0])
    assert len(app.pills(key="first").options) == 6
    assert not app.chat_message


def test_first_question(app: AppTest) -> None:
    """A suggested question is asked by choosing it, and the suggestions go away."""
    app.run()
    app.pills(key="first").select("Should I outstaff QA?").run()

    assert not app.exception
    assert app.chat_message[0].text[0].value == "Should I outstaff QA?"
    assert answers(app)[0]["kind"] == "recommendation"
    assert not [p for p in app.pills if p.key == "first"]


def test_answer_is_that_of_the_door(app: AppTest, assistant: Assistant) -> None:
    """The chat draws the answer that ``Assistant.ask`` gives, with all its citations."""
    ask(app.run(), "What is outstaffing?")

    expected = assistant.ask(Conversation(), "What is outstaffing?")
    (shown,) = answers(app)
    assert shown["markdown"] == expected.markdown
    assert [c["quote"] for c in shown["citations"]] == [c.quote for c in expected.citations]
    marks = {span["text"] for block in shown["blocks"] for cell in block["cells"]
             for span in cell if span["style"] == "mark"}
    assert marks == {str(c.n) for c in expected.citations}


def test_no_evidence(app: AppTest) -> None:
    """What the sources do not answer is headed as such."""
    ask(app.run(), "What is the weather in Paris?")

    (shown,) = answers(app)
    assert shown["kind"] == "no_evidence"
    assert shown["badge"] == "No evidence"


@pytest.mark.parametrize("text", [" ", "\x00\x01", "y " * MAX_QUESTION_CHARS])
def test_37_unusable_message(app: AppTest, text: str) -> None:
    """A message that cannot be answered is refused with what to do, and stays to be mended."""
    ask(app.run(), "Should I outstaff QA?")
    ask(app, text)

    assert not app.exception
    assert len(answers(app)) == 1
    refusal = next(e for e in elements(app, "answer") if e["kind"] == "failed")
    assert refusal["badge"] == "This message was not answered"
    assert words(refusal)
    assert app.chat_input(key="message").proto.value == text
    ask(app, "What is outstaffing?")
    assert len(answers(app)) == 2
    assert not [e for e in elements(app, "answer") if e["kind"] == "failed"]


def test_failing_index(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that breaks while it is asked gives its message and no traceback."""
    app.run()

    def fail(*_: object) -> None:
        message = "Vectors are missing. Run: python ingest.py"
        raise IndexDamaged(message)

    monkeypatch.setattr(Assistant, "ask", fail)
    ask(app, "What is outstaffing?")

    assert not app.exception
    (failed,) = elements(app, "answer")
    assert words(failed) == "Vectors are missing. Run: python ingest.py"


def test_empty_corpus(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without index and documents the chat says what is missing and offers no input."""
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("ASSISTANT_CORPUS", str(tmp_path / "nowhere"))
    app.run()

    assert not app.exception
    (failed,) = elements(app, "answer")
    assert failed["badge"] == "The chat cannot start"
    assert "nowhere" in words(failed)
    assert not app.chat_input


def test_said_fact_changes_the_recommendation(app: AppTest) -> None:
    """What is said later changes the recommendation, and the panel shows the words."""
    ask(app.run(), "Should I outstaff QA?")
    ask(app, "nobody here can manage testers")

    assert "Outsourcing" in words(answers(app)[-1]).partition("\n")[0]
    assert app.selectbox(key="fact-direction").value == "none"
    assert any("“nobody here can manage testers”" in words(e) for e in elements(app, "answer"))


def test_correction_changes_the_recommendation(app: AppTest) -> None:
    """A fact corrected in the panel is a message, and the recommendation follows from it."""
    ask(app.run(), "Should I outstaff QA? nobody here can manage testers")
    app.selectbox(key="fact-direction").select("available").run()

    assert not app.exception
    assert "Outstaffing" in words(answers(app)[-1]).partition("\n")[0]
    assert app.session_state["turns"][-1] == "direction=available"
    assert app.chat_message[2].text[0].value.startswith("Direction: available – ")
    shown = words(answers(app)[-1])
    assert "review the work (set in the panel)" in shown
    assert "direction=available" not in shown
    chosen = [e for e in elements(app, "answer") if words(e) == "set in the panel"]
    assert len(chosen) == 1


def test_forgotten_fact(app: AppTest) -> None:
    """A fact set to not known is open again."""
    ask(app.run(), "Should I outstaff QA? nobody here can manage testers")
    app.selectbox(key="fact-direction").select("?").run()

    assert not [box for box in app.selectbox if box.key == "fact-direction"]
    app.session_state["add"] = True
    app.run()
    assert app.selectbox(key="add-direction").value is None


def test_open_question_answered(app: AppTest) -> None:
    """A click on an open question's answer gives the recommendation that it announced."""
    ask(app.run(), "Should I outstaff QA?")
    question = app.pills(key="settle-direction")
    assert "none → Outsourcing" in question.options
    question.select("none").run()

    assert app.session_state["turns"][-1] == "direction=none"
    assert "Outsourcing" in words(answers(app)[-1]).partition("\n")[0]


def test_added_fact(app: AppTest) -> None:
    """A fact can be stated by click alone, before anything was said."""
    app.run()
    app.session_state["add"] = True
    app.run()
    app.selectbox(key="add-direction").select("available").run()

    assert app.session_state["turns"] == ("direction=available",)
    assert answers(app)[0]["kind"] == "recommendation"


def test_hostile_text(app: AppTest) -> None:
    """A message with markup is shown as it was typed, and never as Markdown."""
    ask(app.run(), HOSTILE)

    assert app.chat_message[0].text[0].value == HOSTILE
    assert not any("a.example" in element.value for element in app.markdown)


def test_link_replays(app: AppTest, assistant: Assistant) -> None:
    """A permalink opened afresh gives the same answers."""
    turns = ("Should I outstaff QA?", "direction=none")
    expected = assistant.ask(Conversation(turns[:1]), turns[1])
    query = expected.permalink.partition("?")[2]
    assert turns_of(query) == turns
    app.query_params["t"] = list(turns)
    app.query_params["corpus"] = expected.corpus[:16]
    app.run()

    assert [a["markdown"] for a in answers(app)][-1] == expected.markdown
    assert not [e for e in elements(app, "answer") if e["badge"] == "What has moved"]


def test_outdated_link(app: AppTest) -> None:
    """A permalink made from other sources says so, that the old answer is not known, and both prints."""
    app.query_params["t"] = ["What is outstaffing?"]
    app.query_params["corpus"] = "0" * 16
    app.run()

    (told,) = [e for e in elements(app, "answer") if e["badge"] == "What has moved"]
    assert "not kept here" in words(told)
    assert "0" * 16 in words(told)
    assert len(answers(app)) == 1
    ask(app, "Should I outstaff QA?")
    assert not [e for e in elements(app, "answer") if e["badge"] == "What has moved"]


def test_stopped_before_its_answer(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that is stopped before it is answered is back in the box, and no part of the talk."""
    ask(app.run(), "What is outstaffing?")

    def stop(*_: object) -> None:
        raise StopException

    with monkeypatch.context() as patched:
        patched.setattr(Assistant, "ask", stop)
        ask(app, "Should I outstaff QA?")
    assert app.session_state["turns"] == ("What is outstaffing?",)
    app.run()
    assert len(answers(app)) == 1
    assert app.chat_input(key="message").proto.value == "Should I outstaff QA?"


def test_no_follow_up_was_asked_before(app: AppTest) -> None:
    """What was asked already is not suggested next."""
    ask(app.run(), "How do outstaffing and outsourcing differ?")
    for chips in elements(app, "chips"):
        assert "How do outstaffing and outsourcing differ?" not in chips["choices"]


def test_address_holds_the_turns(app: AppTest) -> None:
    """The address bar holds the conversation, and nothing after starting over."""
    ask(app.run(), "Should I outstaff QA?")
    assert app.query_params["t"] == "Should I outstaff QA?" or app.query_params["t"] == [
        "Should I outstaff QA?"
    ]
    app.button(key="start-over").click().run()

    assert "t" not in app.query_params
    assert not app.chat_message


def test_mark_opens_its_source(app: AppTest, assistant: Assistant) -> None:
    """An activated mark opens the section of its quote, exact, with the quote marked."""
    ask(app.run(), "What is outstaffing?")
    citation = assistant.ask(Conversation(), "What is outstaffing?").citations[0]
    app.session_state["cited"] = citation
    app.run()

    assert not app.exception
    (source,) = elements(app, "source")
    runs = source["pieces"][0]["runs"]
    assert [run["text"] for run in runs if run["quoted"]] == [citation.quote]
    document = assistant.generation.document(citation.document)
    assert document is not None
    assert "".join(run["text"] for run in runs) in document.text
    assert ["Title", citation.title] in source["facts"]
