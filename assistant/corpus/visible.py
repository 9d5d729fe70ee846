"""Characters that a reader cannot see but that change what is seen, made visible."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Bidirectional controls, zero-width characters, invisible operators and tags, soft hyphen and
# the fillers that look empty, C0/C1 controls other than tab and line ends.
_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
)
_JOINERS: Final = frozenset("\u200c\u200d")
_JOINED_CATEGORIES: Final = frozenset({"Lo", "Mn", "Mc", "So", "Sk"})


def visible(text: str) -> str:
    """The text with each unseen character shown as its code point, ``⟨U+202E⟩``.

    A joiner between two letters of a script that needs it, or within an emoji, stays.
    """
    return _UNSEEN.sub(_marked, text)


def _marked(found: re.Match[str]) -> str:
    character = found.group()
    if character in _JOINERS and _joins(found.string, found.start()):
        return character
    return f"\u27e8U+{ord(character):04X}\u27e9"


def _joins(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and all(
        unicodedata.category(beside) in _JOINED_CATEGORIES or beside == "\ufe0f"
        for beside in (text[at - 1], text[at + 1])
    )
