"""The conversation of one browser tab: its turns, their answers, and the link that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from assistant.assistant import Assistant
from assistant.citing.permalink import FINGERPRINT_CHARS
from assistant.dialogue.types import Answer, Conversation
from assistant.errors import AssistantError
from assistant.ui import asking

MAX_LINK_CHARS = 6000
"""Longer links are not put into the address bar: servers refuse them on a reload."""

MAX_TURNS = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """A message that could not be answered, and why. It is no part of the conversation."""

    text: str
    reason: str


def turns() -> tuple[str, ...]:
    """The messages so far, oldest first."""
    return tuple(st.session_state.get("turns", ()))


def answers() -> tuple[Answer, ...]:
    """The answers to the messages, as far as they were given."""
    return tuple(st.session_state.get("answers", ()))


def refused() -> Refused | None:
    """The last message if it was refused."""
    found: Refused | None = st.session_state.get("refused")
    return found


def say(text: str) -> None:
    """None; the message is answered in the run that follows."""
    st.session_state.turns = (*turns(), text)
    st.session_state.refused = None
    st.session_state.outdated = False


def start_over() -> None:
    """None; nothing is left of the conversation."""
    st.session_state.turns = st.session_state.answers = ()
    st.session_state.refused = None
    st.session_state.outdated = False
    st.session_state.linked = ()
    st.query_params.clear()


def adopt_link(assistant: Assistant) -> None:
    """None; the turns are those of the address bar if it was opened, edited or gone back to."""
    linked = tuple(st.query_params.get_all("t"))[:MAX_TURNS]
    if linked == st.session_state.get("linked", ()) or not linked:
        return
    st.session_state.turns = st.session_state.linked = linked
    st.session_state.answers = ()
    st.session_state.refused = None
    made_from = {"corpus": assistant.generation.fingerprint}
    made_from["rulebook"] = assistant.rulebook.fingerprint
    st.session_state.outdated = any(
        st.query_params.get(name, now[:FINGERPRINT_CHARS]) != now[:FINGERPRINT_CHARS]
        for name, now in made_from.items()
    )


def outdated() -> bool:
    """Whether the link that was opened was made from other sources or another rulebook."""
    return bool(st.session_state.get("outdated"))


def answer_turns(assistant: Assistant) -> int:
    """How many answers are new. A turn that is refused is taken out, with what follows it."""
    said, given = turns(), answers()
    known = len(given)
    for i in range(known, len(said)):
        try:
            replayed = i < len(said) - 1
            before = Conversation(said[:i])
            new = asking.answer(assistant, before, said[i], st.session_state, replayed=replayed)
            given = (*given, new)
        except AssistantError as error:
            st.session_state.refused = Refused(said[i], str(error))
            st.session_state.turns = said[:i]
            st.session_state.message = said[i]  # back into the input, to be mended
            break
    st.session_state.answers = given
    return len(given) - known


def write_link() -> None:
    """None; the address bar holds the turns, so that a reload keeps the conversation."""
    said = turns()
    if len(urlencode([("t", turn) for turn in said])) > MAX_LINK_CHARS:
        said = ()
    st.session_state.linked = said
    if tuple(st.query_params.get_all("t")) != said:
        st.query_params.from_dict({"t": list(said)} if said else {})
