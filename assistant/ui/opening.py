"""The assistant that all sessions share; the first one builds the index, with progress shown."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import streamlit as st

from assistant.assistant import Assistant
from assistant.errors import AssistantError, IngestRunning
from assistant.index.build import Progress, build
from assistant.index.encoder import load_encoder
from assistant.index.store import current_name, whole_generations
from assistant.settings import Settings, settings_in_force
from assistant.ui.login import address
from assistant.ui.notices import show_error

_STAGES = {
    "reading": "Reading the documents",
    "encoding": "Computing what each passage means",
    "checking": "Checking the new index",
}
_LOOK_AGAIN_SECONDS = 1.0
_SHOW_EVERY_SECONDS = 0.1


def opened_assistant() -> Assistant:
    """The assistant over the current index; ends the run with a message where there is none."""
    settings = settings_in_force()
    place = st.empty()
    try:
        opened = current_assistant(settings)
        if opened is None:
            with place.container():
                _build(settings)
            place.empty()
            opened = current_assistant(settings)
            assert opened is not None
    except AssistantError as error:
        place.empty()
        show_error("The chat cannot start", str(error))
        st.stop()
    return opened.seen_by(address())


def current_assistant(settings: Settings) -> Assistant | None:
    """The assistant over the current index, shared by all who ask; None where there is no index."""
    current = current_name(settings.index)
    if not current and not whole_generations(settings.index):
        return None
    return _opened(settings, current, _written(settings.access))


@st.cache_resource(
    max_entries=2,
    on_release=Assistant.close,
    show_spinner="Opening the index …",
    hash_funcs={Settings: Settings.model_dump_json},
)
def _opened(settings: Settings, current: str | None, rules: object) -> Assistant:  # noqa: ARG001
    # A new generation, and changed rules of access, are another entry; the one before stays open
    # for those who still read it.
    return Assistant.open(settings)


def _written(rules: Path | None) -> tuple[int, int] | None:
    """When the file was written, and its size; None where there is none."""
    with suppress(OSError):
        return (rules.stat().st_mtime_ns, rules.stat().st_size) if rules else None
    return None


def _build(settings: Settings) -> None:
    """None; there is an index, made here or by another session at the same time."""
    with st.status("Preparing the sources, once …", expanded=True) as status:
        st.text("The documents are read and indexed on this machine. Nothing is sent anywhere.")
        bar = st.progress(0.0, "Loading the language model, which takes up to half a minute the first time")
        shown = 0.0

        def show(progress: Progress) -> None:
            nonlocal shown
            done = progress.done >= progress.total
            if not done and time.monotonic() - shown < _SHOW_EVERY_SECONDS:
                return
            shown = time.monotonic()
            stage = _STAGES.get(progress.stage, progress.stage.capitalize())
            share = progress.done / max(progress.total, 1)
            bar.progress(
                min(share, 1.0), f"{stage}: {progress.done} of {progress.total} {progress.unit}"
            )

        try:
            build(settings.corpus, settings.index, load_encoder(settings), show)
        except IngestRunning:
            bar.progress(0.0, "Another session is preparing them; this one waits")
            _wait(settings)
        status.update(label="The sources are ready", state="complete", expanded=False)


def _wait(settings: Settings) -> None:
    while (settings.index / "ingest.pid").exists() and current_name(settings.index) is None:
        time.sleep(_LOOK_AGAIN_SECONDS)
