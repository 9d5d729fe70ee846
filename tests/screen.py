"""What the chat shows, read from a Streamlit ``AppTest``."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def elements(app: AppTest, name: str) -> list[dict[str, Any]]:
    """What was sent to the chat's own elements of that name, in the order of the page."""
    protos = [element.proto for element in app.get("bidi_component")]
    found = [json.loads(p.json) for p in protos if p.component_name == f"assistant_{name}"]
    return [{**json.loads(data.pop("answer", "{}")), **data} for data in found]


def runs(piece: dict[str, Any]) -> list[dict[str, Any]]:
    """The runs of a piece of a source, in the order of its text."""
    if piece["kind"] in {"heading", "sign"}:
        return [{"text": piece["text"], "style": piece["kind"], "quoted": False}]
    parts = piece["cells"] if piece["kind"] == "row" else [x["runs"] for x in piece["lines"]]
    return [run for part in parts for run in part]


def text_of(piece: dict[str, Any]) -> str:
    """The characters of a piece of a source, signs included."""
    return "".join(run["text"] for run in runs(piece))


def quoted(pieces: list[dict[str, Any]]) -> str:
    """What is highlighted in the pieces of a source."""
    return "".join(run["text"] for piece in pieces for run in runs(piece) if run["quoted"])


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
