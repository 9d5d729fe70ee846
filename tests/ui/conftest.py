"""The chat as Streamlit runs it, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant.settings import Settings
from assistant.ui import chat

APP = Path(__file__).resolve().parents[2] / "assistant" / "ui" / "script.py"
SECONDS = 60


@pytest.fixture(autouse=True)
def _no_cache() -> Iterator[None]:
    """Nothing that one test cached is seen by another."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no browser that the first words should be left to."""
    monkeypatch.setattr(chat, "FIRST_WORDS_SECONDS", 0.0)


@pytest.fixture
def app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The chat over the index of ``corpus/``, not yet run."""
    monkeypatch.setenv("ASSISTANT_INDEX", str(settings.index))
    monkeypatch.setenv("ASSISTANT_CORPUS", str(settings.corpus))
    return AppTest.from_file(str(APP), default_timeout=SECONDS)
