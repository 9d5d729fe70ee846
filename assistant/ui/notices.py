"""Messages about the chat itself."""

from __future__ import annotations

from assistant.dialogue.types import Block, Span
from assistant.ui.components import draw_answer
from assistant.ui.payload import blocks_data


def show_error(headline: str, message: str, key: str = "error") -> None:
    """None; the message is shown as it is, and spoken."""
    block = Block("paragraph", ((Span(message),),))
    draw_answer({**blocks_data((block,), kind="failed"), "badge": headline}, key)
