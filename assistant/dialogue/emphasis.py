"""Where a Markdown text is set in bold: a pair of signs with words between them, in linear time.

Only what nobody would take for anything else: ``2**3 and 4**5`` is no emphasis, nor is
``snake__case__name``, and nothing is between backticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A sign is met once, and a stretch between backticks is passed over as a whole.
_SIGN = re.compile(r"`[^`\n]++`|\*++|_++|\n")
_LENGTHS = frozenset({2, 3})

Span = tuple[int, int]


def strong(text: str, start: int, end: int) -> Iterator[tuple[Span, Span]]:
    """The opening and the closing sign of each emphasis in ``text[start:end]``, in order."""
    opened: dict[str, Span] = {}
    for found in _SIGN.finditer(text, start, end):
        first, last = found.span()
        sign = found[0]
        if sign == "\n":
            opened.clear()
        if sign[0] not in "*_" or len(sign) not in _LENGTHS:
            continue
        before = text[first - 1] if first > start else " "
        after = text[last] if last < end else " "
        if before == "\\":
            continue
        if sign in opened and not before.isspace() and not _joins(sign, after):
            yield opened[sign], (first, last)
            opened.clear()
        elif not after.isspace() and not _joins(sign, before):
            opened[sign] = first, last


def without_emphasis(text: str) -> str:
    """The Markdown text without the signs of emphasis."""
    parts: list[str] = []
    at = 0
    for pair in strong(text, 0, len(text)):
        for first, last in pair:
            parts.append(text[at:first])
            at = last
    return "".join((*parts, text[at:]))


def _joins(sign: str, beside: str) -> bool:
    """Whether the sign hugs a word on its outer side, and so is a part of it.

    Scripts without spaces between words set stars there.
    """
    return beside.isalnum() and (sign[0] == "_" or beside.isascii())
