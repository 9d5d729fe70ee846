"""What is kept of the conversation in view, for its reader alone; nothing where it is unknown who reads."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from assistant.citing.kept import packed, unpacked
from assistant.dialogue.types import Answer
from assistant.errors import HistoryError
from assistant.history import store
from assistant.history.types import Given, History, Kept, Verdict
from assistant.settings import Settings, settings_in_force
from assistant.ui.reader import reader

_Found = TypeVar("_Found")


def possible() -> bool:
    """Whether this reader's conversations are kept."""
    return reader() is not None and settings_in_force().history_days > 0


def failure() -> str:
    """Why the last attempt to keep or read something failed; empty where it did not."""
    return str(st.session_state.get("not-kept", ""))


def current() -> str | None:
    """The id under which the conversation in view is kept."""
    name: str | None = st.session_state.get("kept")
    return name


def adopt(name: str | None, answers: int) -> None:
    """None; the conversation in view is the kept one, ``answers`` of which are kept already."""
    st.session_state.kept = name
    st.session_state["kept-answers"] = answers if name else 0


def keep(turns: Sequence[str], answers: Sequence[Answer], title: str) -> None:
    """None; the answers that were not kept yet are, under the conversation in view."""
    if not possible():
        return
    done = st.session_state.get("kept-answers", 0) if current() else 0
    given = tuple(
        Given(tuple(turns[: i + 1]), answers[i].corpus, answers[i].rulebook, packed(answers[i]))
        for i in range(done, len(answers))
    )
    if not given:
        return

    def write(history: History, owner: str) -> str:
        return store.keep(history, owner, title, given, now=int(time.time()), name=current())

    adopt(_attempt(write, None), len(answers))


def listed() -> tuple[Kept, ...]:
    """The reader's conversations, the latest first."""
    return _attempt(store.conversations, ())


def kept(name: str) -> Kept | None:
    """The reader's conversation of that id."""
    return _attempt(lambda history, owner: store.conversation(history, owner, name), None)


def with_turns(turns: Sequence[str]) -> Kept | None:
    """The reader's conversation with exactly these turns."""
    return _attempt(lambda history, owner: store.with_turns(history, owner, turns), None)


def rename(name: str, title: str) -> None:
    """None; the reader's conversation has that title."""
    _attempt(lambda history, owner: store.rename(history, owner, name, title), otherwise=False)


def delete(name: str) -> None:
    """None; nothing is left of the reader's conversation."""
    _attempt(lambda history, owner: store.delete(history, owner, name), otherwise=False)


def judge(verdict: Verdict) -> None:
    """None; what the reader thinks of an answer in view is kept with the conversation."""
    if name := current():
        _attempt(lambda history, owner: store.judge(history, owner, name, verdict), otherwise=False)


def verdicts() -> dict[int, Verdict]:
    """Place of the message -> what the reader thinks of its answer."""
    name = current()
    if name is None:
        return {}
    none: tuple[Verdict, ...] = ()
    found = _attempt(lambda history, owner: store.verdicts(history, owner, name), none)
    return {verdict.place: verdict for verdict in found}


def answer_given(turns: Sequence[str], corpus: str, rulebook: str) -> Answer | None:
    """The answer as it was given, by the fingerprints it was made from; None where not known."""
    settings = settings_in_force()
    if not settings.history_days:
        return None
    try:
        body = store.answer_given(_history(settings), turns, corpus, rulebook)
        return unpacked(body) if body else None
    except (HistoryError, ValueError, KeyError, TypeError):
        return None  # what cannot be read is not known


def _attempt(act: Callable[[History, str], _Found], otherwise: _Found) -> _Found:
    settings, owner = settings_in_force(), reader()
    if not settings.history_days or owner is None:
        return otherwise
    try:
        found = act(_history(settings), owner)
    except HistoryError as error:
        st.session_state["not-kept"] = str(error)
        return otherwise
    st.session_state["not-kept"] = ""
    return found


def _history(settings: Settings) -> History:
    return History(settings.history, settings.history_days, settings.history_most)
