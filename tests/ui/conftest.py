"""The chat as Streamlit runs it, without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import streamlit as st
from conftest import ROOT
from streamlit.testing.v1 import AppTest

from assistant.settings import Settings

SECONDS = 60

Drawn = Callable[[AppTest, str], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _no_cache() -> Iterator[None]:
    """Nothing that one test cached is seen by another."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The chat over the index of ``corpus/``, not yet run."""
    monkeypatch.setenv("ASSISTANT_INDEX", str(settings.index))
    monkeypatch.setenv("ASSISTANT_CORPUS", str(settings.corpus))
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)


def elements(app: AppTest, name: str) -> list[dict[str, Any]]:
    """What was sent to the chat's own elements of that name, in the order of the page."""
    protos = [element.proto for element in app.get("bidi_component")]
    return [json.loads(p.json) for p in protos if p.component_name == f"assistant_{name}"]


def words(data: dict[str, Any]) -> str:
    """The text that an answer's element shows, marks included."""
    return "\n".join(
        "".join(span["text"] for span in cell)
        for block in data["blocks"]
        for cell in block["cells"]
    )


def answers(app: AppTest) -> list[dict[str, Any]]:
    """The answers in the chat, oldest first."""
    return [data for data in elements(app, "answer") if data["tools"]]


def ask(app: AppTest, text: str) -> AppTest:
    """The chat after the message was sent."""
    return app.chat_input(key="message").set_value(text).run()
