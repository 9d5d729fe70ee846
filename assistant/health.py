"""Whether questions can be answered now, for whoever watches the server."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from assistant.errors import AssistantError
from assistant.index.chroma_server import configured, heartbeat
from assistant.index.opening import open_current
from assistant.settings import Settings

FRESH_SECONDS = 2.0
"""So long a finding is told again, lest asking for it be a burden."""


@dataclass(frozen=True, slots=True)
class Health:
    """``ok``; ``degraded``: an older index or slower answers; ``unavailable``: no answers.

    ``generation`` is the one that is served, empty if there is none. ``detail`` is for the
    operator and may name paths.
    """

    status: Literal["ok", "degraded", "unavailable"]
    generation: str = ""
    passages: int = 0
    detail: str = ""


_looking = Lock()
_last: dict[str, tuple[float, Health]] = {}


def health(settings: Settings) -> Health:
    """How the index is, found out at most every ``FRESH_SECONDS``."""
    key = f"{settings.index}\n{settings.chroma_url}"
    with _looking:
        looked, found = _last.get(key, (-FRESH_SECONDS, Health("unavailable")))
        if time.monotonic() - looked >= FRESH_SECONDS:
            found = _look(settings)
            _last[key] = (time.monotonic(), found)
        return found


def _look(settings: Settings) -> Health:
    """The index is opened as a reader would, without Chroma; a Chroma server is asked for a sign."""
    try:
        with closing(open_current(settings.index, searching=False)) as generation:
            notice = generation.notice
            if server := configured():
                try:
                    heartbeat(server)
                except AssistantError as error:
                    notice = notice or str(error)
            status: Literal["ok", "degraded"] = "degraded" if notice else "ok"
            return Health(status, generation.name, generation.count, notice)
    except AssistantError as error:
        return Health("unavailable", detail=str(error))
