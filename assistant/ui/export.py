"""The control under the answers that saves them as a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import streamlit as st

from assistant.citing.export import FORMATS, export
from assistant.dialogue.types import Answer
from assistant.settings import settings_in_force

LAST, WHOLE = "Last answer", "Whole conversation"
FILE_NAME = "staffing-answer"
BUTTON_PX = 220

Said = Sequence[tuple[tuple[str, ...], Answer]]


def draw_export(turns: Sequence[str], answers: Sequence[Answer]) -> None:
    """None; a button for each form of document, nothing before there is an answer."""
    if not answers:
        return
    said = [(tuple(turns[: n + 1]), answer) for n, answer in enumerate(answers)]
    box = st.popover(
        "Export", icon=":material/download:", type="tertiary", key="export", on_change="rerun"
    )
    if not box.open:  # its buttons would slow down each answer
        return
    with box:
        st.write("A document that keeps its citations: they can be checked again later.")
        chosen = LAST
        if len(said) > 1:
            chosen = st.radio("What to export", (LAST, WHOLE), key="export-what", horizontal=True)
        wanted = said if chosen == WHOLE else said[-1:]
        advised = any(answer.recommendation is not None for _, answer in wanted)
        forms = [form for form in FORMATS.values() if form.name != "decision" or advised]
        with st.container(horizontal=True):  # on a phone one below the other, in this order
            for form in forms:
                st.download_button(
                    form.label,
                    _written(wanted, form.name),
                    f"{FILE_NAME}{form.suffix}",
                    form.media,
                    key=f"export-{form.name}",
                    on_click="ignore",
                    width=BUTTON_PX,
                )


def _written(said: Said, form: str) -> Callable[[], bytes]:
    """What writes the document when its button is pressed, and not before."""

    def write() -> bytes:
        today = datetime.now().astimezone().date().isoformat()
        return export(said, form, today, settings_in_force().base_url)

    return write
