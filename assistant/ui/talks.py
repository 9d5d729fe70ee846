"""The reader's conversations, in the panel: opened again, renamed, deleted for good."""

from __future__ import annotations

import time
from functools import partial

import streamlit as st

from assistant.assistant import Assistant
from assistant.counting import counted
from assistant.ui import conversation, keeping
from assistant.ui.components import draw_talks, talk_changed
from assistant.ui.notices import show_error

KEY, BEFORE, BESIDE = "talks", "talks-before", "talks-beside"
SHOWN = 100
SECONDS_A_DAY = 86_400


def draw_talks_of_reader(assistant: Assistant) -> None:
    """None; the list is drawn where something is kept, open while no conversation is in view."""
    talks = keeping.listed()
    if keeping.failure():
        show_error("Conversations are not kept", keeping.failure(), key="keeping-failed")
    if not talks:
        return
    started = bool(conversation.turns())
    box = st.expander(
        f"Your conversations ({len(talks)})", expanded=not started, icon=":material/history:",
        key=BESIDE if started else BEFORE, on_change="rerun",
    )
    if not box.open:
        return
    now, open_one = int(time.time()), keeping.current()
    rows = [
        {
            "id": talk.id, "title": talk.title,
            "when": f"{age(now - talk.changed)}, {counted(len(talk.turns), 'message')}",
            "current": talk.id == open_one,
        }
        for talk in talks[:SHOWN]
    ]
    with box:
        draw_talks(rows, KEY, partial(_change, assistant))


def age(seconds: int) -> str:
    """How long ago, in days and roughly."""
    days = max(seconds, 0) // SECONDS_A_DAY
    return "today" if days == 0 else f"{days} d ago"


def _change(assistant: Assistant) -> None:
    act, name, title = talk_changed(KEY)
    if act == "open":
        conversation.reopen(name, assistant)
    elif act == "rename":
        keeping.rename(name, title)
    elif act == "delete":
        keeping.delete(name)
        if name == keeping.current():
            conversation.start_over()
