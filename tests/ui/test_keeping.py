"""Conversations as the chat keeps them: for their reader alone, and answers as they were given."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from screen import answers, ask, elements, words
from streamlit.testing.v1 import AppTest

from assistant.assistant import Assistant
from assistant.citing.kept import packed
from assistant.dialogue.types import Conversation
from assistant.history import store
from assistant.history.types import Given, History
from assistant.ui import keeping

QUESTION = "What is outstaffing?"


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """The store that the chat writes to, read by Ann: an AppTest has no cookies."""
    monkeypatch.setenv("ASSISTANT_HISTORY", str(tmp_path / "history.sqlite"))
    monkeypatch.setattr(keeping, "reader", lambda: "ann")
    return History(tmp_path / "history.sqlite")


def again(app: AppTest) -> AppTest:
    """The chat opened once more, by nobody known and with nothing in its session."""
    return AppTest.from_file(str(app._script_path), default_timeout=60)


def listed(app: AppTest) -> list[dict[str, Any]]:
    """The conversations that the panel lists."""
    return [talk for data in elements(app, "talks") for talk in data["talks"]]


def test_kept_and_reopened(app: AppTest, history: History, assistant: Assistant) -> None:
    """What was said is listed in a later session, and opens with the same answers."""
    ask(app.run(), QUESTION)
    ask(app, "Should I outstaff QA?")
    other = again(app).run()

    (talk,) = listed(other)
    assert (talk["title"], talk["when"], talk["current"]) == (QUESTION, "today, 2 messages", False)
    other.query_params["c"] = talk["id"]
    other.run()
    assert not listed(other)
    other.session_state["talks-beside"] = True  # the list is folded up beside a conversation
    other.run()
    assert [a["markdown"] for a in answers(other)] == [a["markdown"] for a in answers(app)]
    assert listed(other)[0]["current"]

    ask(other, "What is outsourcing?")
    (kept,) = store.conversations(history, "ann")
    assert kept.turns == (QUESTION, "Should I outstaff QA?", "What is outsourcing?")
    expected = assistant.ask(Conversation(), QUESTION)
    given = store.answer_given(history, (QUESTION,), expected.corpus, expected.rulebook)
    assert given == packed(expected)


@pytest.mark.usefixtures("history")
def test_another_reader(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another reader has nothing listed, and opening the id says that it is not there."""
    ask(app.run(), QUESTION)
    name = app.session_state["kept"]
    monkeypatch.setattr(keeping, "reader", lambda: "bob")
    other = again(app)
    other.query_params["c"] = name
    other.run()

    assert not listed(other)
    assert not answers(other)
    (told,) = [e for e in elements(other, "answer") if e["kind"] == "failed"]
    assert told["badge"] == "That conversation is not here"
    ask(other, QUESTION)
    assert len(answers(other)) == 1
    assert other.session_state["kept"] != name


def test_a_link_is_kept_once_something_is_said(app: AppTest, history: History) -> None:
    """Opening a link keeps nothing; going on from it keeps the whole conversation."""
    app.query_params["t"] = [QUESTION]
    app.run()
    assert store.conversations(history, "ann") == ()
    ask(app, "Should I outstaff QA?")

    (kept,) = store.conversations(history, "ann")
    assert kept.turns == (QUESTION, "Should I outstaff QA?")


def test_reload_goes_on(app: AppTest, history: History) -> None:
    """A reload, which has the turns from the address, goes on under the same id."""
    ask(app.run(), QUESTION)
    other = again(app)
    other.query_params["t"] = [QUESTION]
    other.run()
    ask(other, "Should I outstaff QA?")

    assert [k.id for k in store.conversations(history, "ann")] == [app.session_state["kept"]]


@pytest.mark.usefixtures("history")
def test_long_conversation(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A conversation that is too long for the address is found by its id there."""
    monkeypatch.setattr("assistant.ui.conversation.MAX_LINK_CHARS", 30)
    ask(app.run(), QUESTION)
    ask(app, "Should I outstaff QA?")
    assert app.query_params["c"] in (app.session_state["kept"], [app.session_state["kept"]])
    other = again(app)
    other.query_params["c"] = app.session_state["kept"]
    other.run()

    assert len(answers(other)) == 2


def test_both_answers(app: AppTest, history: History, assistant: Assistant) -> None:
    """A link to an answer from other sources shows it as it was, what moved, and how it reads now."""
    now = assistant.ask(Conversation(), QUESTION)
    blocks = tuple(block for block in now.blocks if block.kind != "heading")[:2]
    then = replace(
        now, corpus="0" * 64, markdown="Once.", blocks=blocks, citations=now.citations[:1]
    )
    given = Given((QUESTION,), then.corpus, then.rulebook, packed(then))
    store.keep(history, "somebody else", QUESTION, (given,), now=int(time.time()))
    app.query_params["t"] = [QUESTION]
    app.query_params["corpus"] = "0" * 16
    app.query_params["rulebook"] = now.rulebook[:16]
    app.run()

    assert not app.exception
    (before,) = [e for e in elements(app, "answer") if e["badge"] == "As it was given"]
    assert len(before["blocks"]) == 2 < len(answers(app)[0]["blocks"])
    assert len(before["citations"]) == 1
    (told,) = [e for e in elements(app, "answer") if e["badge"] == "What has moved"]
    assert "Quoted now" in words(told)
    assert now.citations[-1].quote in words(told)
    assert "the same" in words(told)
    (present,) = answers(app)
    assert present["markdown"] == now.markdown


def test_broken_store(app: AppTest, history: History) -> None:
    """A store that cannot be read costs the list alone, and the reader is told why."""
    history.path.write_bytes(b"no database at all, " * 400)
    ask(app.run(), QUESTION)

    assert not app.exception
    assert len(answers(app)) == 1
    (told,) = [e for e in elements(app, "answer") if e["kind"] == "failed"]
    assert "damaged" in words(told)


def test_nothing_is_kept(
    app: AppTest, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ASSISTANT_HISTORY_DAYS=0 no file is made, and no verdict is asked for."""
    monkeypatch.setenv("ASSISTANT_HISTORY_DAYS", "0")
    ask(app.run(), QUESTION)

    assert not answers(app)[0]["judging"]
    assert not history.path.exists()


def test_an_answer_of_hidden_documents(
    app: AppTest, history: History, assistant: Assistant, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A link to a former answer shows none that quotes what this reader may not see."""
    now = assistant.ask(Conversation(), QUESTION)
    then = replace(now, corpus="0" * 64)
    given = Given((QUESTION,), then.corpus, then.rulebook, packed(then))
    store.keep(history, "somebody else", QUESTION, (given,), now=int(time.time()))
    rules = tmp_path / "access.yaml"
    monkeypatch.setenv("ASSISTANT_ACCESS", str(rules))
    told = []
    for hidden in ("nothing-of-that-name", now.citations[-1].document):
        rules.write_text(f"groups: {{a: []}}\nfolders: {{{hidden}: [a]}}")
        other = again(app)
        other.query_params.update(t=[QUESTION], corpus="0" * 16, rulebook=now.rulebook[:16])
        other.run()
        told.append([e["badge"] for e in elements(other, "answer") if e["kind"] != "answer"])
    assert told == [["As it was given", "What has moved"], ["What has moved"]]
