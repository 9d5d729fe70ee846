"""A question from the chat to the assistant: within limits, and recorded."""

from __future__ import annotations

import time
from collections.abc import MutableMapping
from typing import Any

from assistant.assistant import Assistant
from assistant.dialogue.types import Answer, Conversation
from assistant.errors import AssistantError, NotAllowed
from assistant.record import recorder
from assistant.settings import settings_in_force
from assistant.ui.login import address

MINUTE_SECONDS = 60.0
ASKED = "asked_at"


def answer(
    assistant: Assistant,
    conversation: Conversation,
    text: str,
    session: MutableMapping[str | int, Any],
    *,
    replayed: bool = False,
) -> Answer:
    """The assistant's answer, recorded.

    Raises ``NotAllowed`` where the session asks too often or the conversation is too long;
    ``replayed`` questions of a link do not count, for their number is limited otherwise.
    """
    settings, began = settings_in_force(), time.perf_counter()
    record = recorder(settings)
    try:
        _check_length(conversation, settings.turns)
        if not replayed:
            _check_pace(session, settings.questions_per_minute)
        given = assistant.ask(conversation, text)
    except AssistantError as error:
        seconds = time.perf_counter() - began
        kind = type(error).__name__
        record.answered(reader=address(), question=text, kind=kind, seconds=seconds,
                        reason=str(error))
        raise
    record.answered(
        reader=address(),
        question=text,
        kind=given.kind,
        documents=tuple(citation.document for citation in given.citations),
        seconds=time.perf_counter() - began,
        corpus=given.corpus,
    )
    return given


def _check_length(conversation: Conversation, most: int) -> None:
    if len(conversation.turns) >= most:
        message = f"This conversation has {most} messages, and more are not kept. Start a new one."
        raise NotAllowed(message)


def _check_pace(session: MutableMapping[str | int, Any], most: int) -> None:
    now = time.monotonic()
    lately = [at for at in session.get(ASKED, ()) if now - at < MINUTE_SECONDS]
    if len(lately) >= most:
        wait = MINUTE_SECONDS - (now - lately[0])
        message = (
            f"{most} questions a minute are answered, and you have asked that many. "
            f"Send it again in {wait:.0f} seconds."
        )
        raise NotAllowed(message)
    session[ASKED] = [*lately, now]
