"""The chat's server gets ready before its first visitor: model, index, and the pages' code."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread

from assistant.dialogue.notices import EXAMPLES
from assistant.dialogue.types import Conversation
from assistant.errors import AssistantError
from assistant.history.file import let_go
from assistant.settings import settings_in_force

_NO_VISITOR = "streamlit.runtime.scriptrunner_utils.script_run_context"
"""Where Streamlit logs that a spinner was drawn for nobody."""


@asynccontextmanager
async def warmed(_: object) -> AsyncIterator[None]:
    """Nothing; a lifespan of ``st.App``. Visitors are let in at once, and wait only for the rest.

    A server that is stopped leaves the file of kept conversations closed, and without a log.
    """
    _allow_files()
    Thread(target=warm, name="warming", daemon=True).start()
    try:
        yield
    finally:
        let_go()


def _allow_files() -> None:
    """None; as many files may be open as the system lets this process have.

    A session takes up to nine, some for minutes after it has gone, and many systems begin with 1,024.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # macOS names a limit that it does not grant
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def warm() -> None:
    """None; the assistant that all sessions share is open and has answered a question.

    Where it cannot be opened, or has to be built first, that is left to the first visitor, who is
    told.

    What is here to stay is then left out of the search for garbage, during which no session can
    go on: with many readers it took more time than their answers. The generation among it is freed
    all the same when a newer one takes its place, since nothing in it refers to itself.
    """
    logging.getLogger(_NO_VISITOR).setLevel(logging.ERROR)
    import assistant.ui.chat  # noqa: F401  (takes longer to load than the index)
    from assistant.spelling import dictionary
    from assistant.ui.opening import current_assistant

    dictionary()
    with suppress(AssistantError):
        opened = current_assistant(settings_in_force())
        if opened is not None:
            opened.ask(Conversation(), EXAMPLES[0])  # Chroma loads its graph at the first search
    gc.collect()
    gc.freeze()
