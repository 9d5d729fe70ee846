"""The server is ready before its first visitor."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from apart import run_apart
from screen import answers, ask
from streamlit.testing.v1 import AppTest

from assistant.assistant import Assistant
from assistant.ui.warming import warm, warmed


def _fail(*_: object) -> Assistant:
    message = "opened once more"
    raise AssertionError(message)


def test_first_visitor(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first visitor is answered by the assistant that the server opened before."""
    warm()
    monkeypatch.setattr(Assistant, "open", _fail)
    app.run()

    assert not app.exception
    ask(app, "What is outstaffing?")
    assert answers(app)


def test_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no index yet, the server starts all the same and makes none."""
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    warm()

    assert not (tmp_path / "index").exists()


def test_visitors_do_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server lets visitors in while it still warms up."""
    held, entered = threading.Event(), []
    monkeypatch.setattr("assistant.ui.warming.warm", held.wait)

    async def start() -> None:
        async with warmed(None):
            entered.append(any(t.name == "warming" for t in threading.enumerate()))
            held.set()

    run_apart(start())
    assert entered == [True]
