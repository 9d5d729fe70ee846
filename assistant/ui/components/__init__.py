"""The chat's own elements: text of sources and users is shown exactly, as text nodes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any

import streamlit as st

from assistant.corpus.visible import visible


def _nothing() -> None:
    pass


def _read(name: str) -> str:
    return (files(__name__) / name).read_text(encoding="utf-8")


def _component(name: str, *parts: str) -> Callable[..., Any]:
    """What draws the element; ``parts`` name further scripts that its own one uses."""
    return st.components.v2.component(
        f"assistant_{name}",
        html=_read(f"{name}.html"),
        css=_read(f"{name}.css"),
        js="\n".join(_read(f"{script}.js") for script in (name, *parts)),
    )


def _seen(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can be
    """The value with what cannot be seen in its texts made visible, as in ``⟨U+202E⟩``."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {name: _seen(inner) for name, inner in value.items()}
    return [_seen(inner) for inner in value] if isinstance(value, list | tuple) else value


_ANSWER, _SOURCE = _component("answer", "arrival", "feedback", "clipboard"), _component("source")
_CHIPS, _HERALD, _KEYS = _component("chips"), _component("herald"), _component("keys")
_TALKS = _component("talks")


def draw_answer(
    data: Mapping[str, Any], key: str, on_open: Callable[[], None] = _nothing
) -> None:
    """None; ``on_open`` is called after a mark was activated, see ``opened``."""
    draw_serialized(serialized(data), key, on_open)


def serialized(data: Mapping[str, Any]) -> str:
    """What ``draw_answer`` would draw, for ``draw_serialized``: worth making once for what stays."""
    shown = {"blocks": _seen(data["blocks"]), "citations": _seen(data["citations"])}
    return json.dumps({**data, **shown})


def draw_serialized(  # noqa: PLR0913 - each is a part of its own
    answer: str,
    key: str,
    on_open: Callable[[], None] = _nothing,
    on_judge: Callable[[], None] = _nothing,
    *,
    fresh: bool = False,
    judging: bool = False,
    verdict: Mapping[str, Any] | None = None,
) -> None:
    """None; as ``draw_answer``, with what may change of an answer that stays the same.

    ``fresh`` makes it appear step by step; with ``judging`` the reader is asked whether it was
    helpful, and ``verdict`` is what was said. ``on_judge`` is called after it was said, see
    ``judged``.
    """
    data = {"answer": answer, "fresh": fresh, "judging": judging, "verdict": verdict}
    _ANSWER(data=data, key=key, on_opened_change=on_open, on_judged_change=on_judge)


def opened(key: str) -> int | None:
    """The number of the mark that was activated in the answer of that key, in its callback."""
    n = st.session_state[key].opened
    return n if isinstance(n, int) else None


def judged(key: str) -> tuple[bool, str] | None:
    """Whether the answer of that key was helpful, and why not, in its callback."""
    found = st.session_state[key].judged
    if not isinstance(found, Mapping) or not isinstance(found.get("helpful"), bool):
        return None
    return found["helpful"], str(found.get("reason", ""))


def draw_source(
    pieces: Sequence[Mapping[str, Any]],
    key: str,
    *,
    facts: Sequence[tuple[str, str]] = (),
    look: str = "",
    scroll: bool = False,
) -> None:
    """None; pieces are headings, and what ``typeset`` makes of passages."""
    data = {"pieces": _seen(list(pieces)), "facts": _seen(list(facts)), "look": look, "scroll": scroll}
    _SOURCE(data=data, key=key)


def draw_chips(
    choices: Sequence[str], key: str, label: str, on_choose: Callable[[], None]
) -> None:
    """None; ``on_choose`` is called after a choice was made, see ``chosen``."""
    _CHIPS(data={"choices": list(choices), "label": label}, key=key, on_chosen_change=on_choose)


def chosen(key: str) -> str:
    """The choice that was made among the chips of that key, in its callback."""
    return str(st.session_state[key].chosen or "")


def draw_talks(
    talks: Sequence[Mapping[str, Any]], key: str, on_change: Callable[[], None]
) -> None:
    """None; conversations are listed, each with ``id``, ``title``, ``when`` and ``current``.

    ``on_change`` is called after one was chosen, renamed or deleted, see ``talk_changed``.
    """
    _TALKS(data={"talks": list(talks)}, key=key, on_changed_change=on_change)


def talk_changed(key: str) -> tuple[str, str, str]:
    """What to do (``open``, ``rename``, ``delete``), the id, and the new title, in the callback."""
    found = st.session_state[key].changed
    if not isinstance(found, Mapping):
        return "", "", ""
    act, name, title = (str(found.get(part, "")) for part in ("act", "id", "title"))
    return act, name, title


def say_aloud(text: str, serial: str, *, follow: bool) -> None:
    """None; a screen reader speaks the text when ``serial`` is another than before.

    With ``follow`` the page then shows the answer from its question on.
    """
    _HERALD(data={"text": text, "serial": serial, "follow": follow}, key="herald")


def draw_keys(keys: Sequence[tuple[Sequence[str], str]]) -> None:
    """None; keys that are pressed together, and what they do, are listed when "?" is pressed."""
    _KEYS(data={"keys": [[list(pressed), does] for pressed, does in keys]}, key="keys")
