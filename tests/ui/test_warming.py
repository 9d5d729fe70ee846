"""The server is ready before its first visitor."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path
from weakref import ref

import pytest
import streamlit as st
from apart import run_apart
from screen import answers, ask
from streamlit.testing.v1 import AppTest

from assistant.assistant import Assistant
from assistant.history.store import keep
from assistant.history.types import Given, History
from assistant.settings import Settings, settings_in_force
from assistant.ui.opening import current_assistant
from assistant.ui.warming import warm, warmed


def _fail(*_: object) -> Assistant:
    message = "opened once more"
    raise AssertionError(message)


@pytest.fixture(autouse=True)
def _not_for_good() -> Iterator[None]:
    """What is here to stay in a server is garbage here, after the test."""
    yield
    gc.unfreeze()


def test_first_visitor(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first visitor is answered by the assistant that the server opened before."""
    warm()
    monkeypatch.setattr(Assistant, "open", _fail)
    app.run()

    assert not app.exception
    ask(app, "What is outstaffing?")
    assert answers(app)


def test_what_stays_is_no_garbage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Searching for garbage, which stops every session, passes over all that was loaded."""
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    gc.unfreeze()
    before = len(gc.get_objects())
    warm()
    assert gc.get_freeze_count() > 0.9 * before


def test_what_was_opened_first_does_not_stay(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first generation is freed when it is served no more: nothing of it waits for a search."""
    rules = tmp_path / "access.yaml"
    rules.write_text("groups: {a: [ann@example.com]}\nfolders: {what-is-outstaffing: [a]}")
    monkeypatch.setenv("ASSISTANT_INDEX", str(settings.index))
    monkeypatch.setenv("ASSISTANT_ACCESS", str(rules))
    warm()
    opened = current_assistant(settings_in_force())
    assert opened is not None
    parts = opened, opened.sources, opened.generation, opened._whole, opened.sources._encoder
    there = [ref(part) for part in parts]
    del opened, parts

    st.cache_resource.clear()
    assert [type(part()) for part in there if part() is not None] == []


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


def test_conversations_are_closed_with_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is stopped leaves no log beside the file of kept conversations."""
    monkeypatch.setattr("assistant.ui.warming.warm", lambda: None)
    history = History(tmp_path / "history.sqlite")
    log = tmp_path / "history.sqlite-wal"
    there = []

    async def serve() -> None:
        async with warmed(None):
            keep(history, "ann", "x", (Given(("x",), "c", "r", "answer"),), now=1)
            there.append(log.exists())

    run_apart(serve())
    assert [*there, log.exists()] == [True, False]


def test_as_many_files_as_the_system_grants(monkeypatch: pytest.MonkeyPatch) -> None:
    """A soft limit below the hard one is raised when the server starts."""
    resource = pytest.importorskip("resource")
    monkeypatch.setattr("assistant.ui.warming.warm", lambda: None)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 512), hard))

    async def start() -> None:
        async with warmed(None):
            pass

    try:
        run_apart(start())
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
