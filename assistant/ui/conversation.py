"""The conversation of one browser tab: its turns, their answers, and the link that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from assistant.assistant import Assistant
from assistant.citing.permalink import FINGERPRINT_CHARS
from assistant.dialogue.types import Answer, Conversation
from assistant.errors import AssistantError
from assistant.ui import asking, keeping
from assistant.ui.components import serialized
from assistant.ui.payload import answer_data

MAX_LINK_CHARS = 6000
"""Longer links are not put into the address bar: servers refuse them on a reload."""

MAX_TURNS = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """A message that could not be answered, and why. It is no part of the conversation."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Former:
    """What the last answer was made from when it was given; ``answer`` where it is still known.

    ``corpus`` and ``rulebook`` are the beginnings of fingerprints, as a permalink carries them.
    """

    corpus: str
    rulebook: str
    answer: Answer | None


def turns() -> tuple[str, ...]:
    """The messages so far, oldest first."""
    return tuple(st.session_state.get("turns", ()))


def answers() -> tuple[Answer, ...]:
    """The answers to the messages, as far as they were given."""
    return tuple(answer for answer, _ in _answered())


def serialized_answers() -> tuple[str, ...]:
    """The answers as ``draw_serialized`` takes them: each is drawn again after every question."""
    return tuple(text for _, text in _answered())


def refused() -> Refused | None:
    """The last message if it was refused."""
    found: Refused | None = st.session_state.get("refused")
    return found


def former() -> Former | None:
    """The last answer as it was, where sources or rulebook have changed since it was linked."""
    found: Former | None = st.session_state.get("former")
    return found


def said() -> bool:
    """Whether a message was said in this view since the conversation was last kept."""
    return bool(st.session_state.get("said"))


def missing() -> bool:
    """Whether the address names a conversation that this reader does not have."""
    return bool(st.session_state.get("missing"))


def say(text: str) -> None:
    """None; the message is answered in the run that follows."""
    st.session_state.turns = (*turns(), text)
    st.session_state.said = True
    st.session_state.refused = st.session_state.former = None
    st.session_state.missing = False


def start_over() -> None:
    """None; nothing is left of the conversation in view. What is kept of it stays."""
    _set((), None)
    st.session_state.linked = ()
    st.query_params.clear()


def reopen(name: str, assistant: Assistant) -> None:
    """None; the reader's kept conversation of that id is in view."""
    kept = keeping.kept(name)
    start_over()
    if kept is None:
        st.session_state.missing = True
        return
    _set(kept.turns, name)
    _compare(assistant, kept.corpus, kept.rulebook)


def adopt_link(assistant: Assistant) -> None:
    """None; the turns are those of the address bar if it was opened, edited or gone back to."""
    name = st.query_params.get("c")
    if name and name != keeping.current():
        reopen(name, assistant)
        return
    linked = tuple(st.query_params.get_all("t"))[:MAX_TURNS]
    if linked == st.session_state.get("linked", ()) or not linked:
        return
    kept = keeping.with_turns(linked)
    _set(linked, kept.id if kept else None)
    st.session_state.linked = linked
    _compare(assistant, st.query_params.get("corpus", ""), st.query_params.get("rulebook", ""))


def answer_turn(assistant: Assistant) -> bool:
    """Whether the first turn without an answer has one now.

    A turn that is refused is taken out, with what follows it.
    """
    said, given = turns(), answers()
    at = len(given)
    try:
        replayed = at < len(said) - 1
        before = Conversation(said[:at])
        answer = asking.answer(assistant, before, said[at], st.session_state, replayed=replayed)
    except AssistantError as error:
        st.session_state.refused = Refused(said[at], str(error))
        take_back()
        return False
    drawn = serialized(answer_data(answer, said[at]))
    st.session_state.answered = (*_answered(), (answer, drawn))
    return True


def take_back() -> None:
    """None; the first turn without an answer is back in the input, those after it are gone."""
    said, at = turns(), len(answers())
    st.session_state.unanswered = said[at]
    st.session_state.turns = said[:at]


def fill_input() -> None:
    """None; a message that was taken back stands in the box with the key ``message``."""
    if (text := st.session_state.pop("unanswered", None)) is not None:
        st.session_state.message = text


def keep(title: str) -> None:
    """None; what was said in this view is kept for its reader, under the title if it is new."""
    st.session_state.title = title
    if st.session_state.pop("said", False):
        keep_now()


def keep_now() -> None:
    """None; the conversation in view is kept, also where it was only opened by a link."""
    keeping.keep(turns(), answers(), st.session_state.get("title", ""))


def write_link() -> None:
    """None; the address bar holds the turns, so that a reload keeps the conversation."""
    said, name = turns(), keeping.current()
    link: dict[str, list[str]] = {}
    if len(urlencode([("t", turn) for turn in said])) > MAX_LINK_CHARS:
        said = ()
        link = {"c": [name]} if name else {}
    elif said and answers():
        last = answers()[-1]
        link = {
            "t": list(said),
            "corpus": [last.corpus[:FINGERPRINT_CHARS]],
            "rulebook": [last.rulebook[:FINGERPRINT_CHARS]],
        }
    st.session_state.linked = said
    if {name: st.query_params.get_all(name) for name in st.query_params} != link:
        st.query_params.from_dict(link)


def _answered() -> tuple[tuple[Answer, str], ...]:
    """The answers, each with how it is drawn: kept in one, as a run may be stopped between two."""
    found: tuple[tuple[Answer, str], ...] = st.session_state.get("answered", ())
    return found


def _set(said: tuple[str, ...], name: str | None) -> None:
    st.session_state.turns, st.session_state.answered = said, ()
    st.session_state.refused = st.session_state.former = None
    st.session_state.said = st.session_state.missing = False
    keeping.adopt(name, len(said))


def _compare(assistant: Assistant, corpus: str, rulebook: str) -> None:
    """None; where the last answer was made from something else, it is looked up."""
    now = (assistant.generation.fingerprint, assistant.rulebook.fingerprint)
    if all(present.startswith(then[:FINGERPRINT_CHARS])
           for present, then in zip(now, (corpus, rulebook), strict=True)):
        return
    then = (corpus or now[0][:FINGERPRINT_CHARS], rulebook or now[1][:FINGERPRINT_CHARS])
    answer = keeping.answer_given(turns(), *then)
    if answer and any(assistant.hides(citation.document) for citation in answer.citations):
        answer = None  # it was given to somebody who may see more
    st.session_state.former = Former(*then, answer)
