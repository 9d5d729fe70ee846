"""Whether a message can be read at all."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import category

from assistant.errors import InputError

MAX_QUESTION_CHARS = 4000
_NO_TEXT = frozenset({"Cc", "Cs"})
"""Control characters, and halves of characters that come of broken encodings."""


def check_question(text: str) -> None:
    """None. Raises ``InputError`` for a message that is empty or cannot be read."""
    if not any(c.isalnum() or c == "?" for c in text):
        msg = "The question is empty. Type one, for example: Should I outstaff QA?"
        raise InputError(msg)
    check_readable((text,))


def check_readable(texts: Iterable[str]) -> None:
    """None. Raises ``InputError`` for what is too long to read, or is not text throughout."""
    for text in texts:
        if len(text) > MAX_QUESTION_CHARS:
            msg = (
                f"The question has {len(text):,} characters; up to {MAX_QUESTION_CHARS:,} are "
                "read. Shorten it, or say it in several messages."
            )
            raise InputError(msg)
        odd = next((c for c in text if category(c) in _NO_TEXT and not c.isspace()), "")
        if odd:
            msg = (
                f"The question has a character that is no text (U+{ord(odd):04X}). "
                "Type it again without it."
            )
            raise InputError(msg)
