"""A chat assistant that tells managers how to staff a piece of work, and proves every word.

The public names are imported when they are first used, so that a command pays for no more than
it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.citing.types import Citation
    from assistant.dialogue.types import Answer, Conversation
    from assistant.errors import AssistantError

_HOME = {
    "Answer": "assistant.dialogue.types",
    "Assistant": "assistant.assistant",
    "AssistantError": "assistant.errors",
    "Citation": "assistant.citing.types",
    "Conversation": "assistant.dialogue.types",
}

__all__ = ["Answer", "Assistant", "AssistantError", "Citation", "Conversation"]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)
