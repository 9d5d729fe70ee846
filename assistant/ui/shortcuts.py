"""The keyboard shortcuts, and the small button that lists them."""

from __future__ import annotations

from assistant.ui.components import draw_keys

SHORTCUTS = (
    (("?",), "this list"),
    (("/",), "to the question box"),
    (("Enter",), "send the question; on a mark: open its source"),
    (("Shift", "Enter"), "a new line in the question"),
    (("Tab",), "to the next mark, button or box; a mark shows its quote"),
    (("Esc",), "close the source, the quote or this list; stop an answer that arrives"),
)
"""Keys that are pressed together, and what they do."""


def draw_shortcuts() -> None:
    """None; the button is drawn, and the keys work on this page."""
    draw_keys(SHORTCUTS)
