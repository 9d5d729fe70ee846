"""How the chat comes by its index: built on the first start, reopened after an ingest."""

from __future__ import annotations

from pathlib import Path

import pytest
from screen import answers, ask, elements, words
from streamlit.testing.v1 import AppTest

from assistant.assistant import Assistant
from assistant.dialogue.types import Conversation
from assistant.index.build import build
from assistant.index.store import current_name
from assistant.index.types import Encoder
from assistant.settings import Settings
from assistant.ui import opening


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one short document, and no index of it yet."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.md").write_text("# Ferries\n\nA ferry carries cars across the strait.\n")
    monkeypatch.setenv("ASSISTANT_CORPUS", str(folder))
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    return folder


@pytest.mark.usefixtures("encoder")
def test_first_start(app: AppTest, corpus: Path) -> None:
    """Without an index the first start builds it, and then answers."""
    app.run()

    assert not app.exception
    assert current_name(corpus.parent / "index")
    assert app.chat_input
    ask(app, "What does a ferry carry?")
    assert answers(app)[0]["citations"][0]["title"] == "Ferries"


def test_new_generation(app: AppTest, corpus: Path, encoder: Encoder) -> None:
    """After an ingest the running chat answers from the new generation."""
    index = corpus.parent / "index"
    build(corpus, index, encoder)
    app.run()
    ask(app, "What does a ferry carry?")
    (corpus / "a.md").write_text("# Ferries\n\nA ferry carries trains across the strait.\n")
    build(corpus, index, encoder)
    ask(app, "What does a ferry carry?")

    old, new = (words(answer) for answer in answers(app))
    assert "cars" in old
    assert "trains" in new


def test_changed_source(app: AppTest, corpus: Path, encoder: Encoder) -> None:
    """A mark of an older answer, whose words are gone, says that the source has changed."""
    index = corpus.parent / "index"
    build(corpus, index, encoder)
    app.run()
    ask(app, "What does a ferry carry?")
    old = Assistant.open(Settings(corpus=corpus, index=index))
    citation = old.ask(Conversation(), "What does a ferry carry?").citations[0]
    old.close()
    (corpus / "a.md").write_text("# Ferries\n\nNothing is left.\n")
    build(corpus, index, encoder)
    app.session_state["cited"] = citation
    app.run()

    assert not app.exception
    assert not elements(app, "source")
    assert "no longer has these words" in words(elements(app, "answer")[-1])


def test_two_first_starts(
    app: AppTest, corpus: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session that comes while another builds the index waits for it, and then starts."""
    index = corpus.parent / "index"

    def built_by_another(*_: object) -> None:
        build(corpus, index, encoder)
        message = "Another ingest is running. Wait until it is done."
        raise opening.IngestRunning(message)

    monkeypatch.setattr(opening, "build", built_by_another)
    app.run()

    assert not app.exception
    assert app.chat_input
