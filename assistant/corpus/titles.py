"""What a document is called."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from assistant.corpus.blocks import Heading

if TYPE_CHECKING:
    from assistant.corpus.blocks import Reading

MAX_TITLE_CHARS: Final = 200

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_CODE: Final = re.compile(r"(?=\w*\d)[0-9a-f]{6,}")
_MADE_UP: Final = re.compile(
    r"(?i)(?:microsoft word|untitled|word document\Z|document ?\d{0,3}\Z"
    r"|[^\n]*\.(?:docx?|html?|pdf|tex|indd)\Z)"
)
"""Titles that a program filled in: "Microsoft Word - draft3.doc", "Word Document"."""
_SAYS_NOTHING: Final = frozenset(
    {
        "key takeaways",
        "introduction",
        "overview",
        "summary",
        "contents",
        "table of contents",
        "conclusion",
        "abstract",
        "preface",
        "tl;dr",
        "in short",
        "frequently asked questions",
        "faq",
    },
)


def titled(reading: Reading, name: str) -> tuple[str, Reading]:
    """The document's title, and the reading without the heading that merely repeats it."""
    headings = [block for block in reading.blocks if isinstance(block, Heading)]
    first = next((h for h in headings if h.level == 1), None)
    given = reading.meta.get("title", "").strip()
    told = "" if _MADE_UP.match(reading.title) else reading.title
    title = given or (first.text if first else "") or told
    if not title:
        title = _fallback(reading, headings, name)
    if first is not None and _same(first.text, title):
        blocks = tuple(block for block in reading.blocks if block is not first)
        reading = replace(reading, blocks=blocks)
    return title[:MAX_TITLE_CHARS], reading


def _fallback(reading: Reading, headings: list[Heading], name: str) -> str:
    if headings and reading.blocks[0] is headings[0]:
        return headings[0].text
    stem = name.rpartition("/")[2]
    if len(_WORD.findall(_CODE.sub("", stem.lower()))) > 1:
        return stem
    telling = (h.text for h in headings if h.text.lower() not in _SAYS_NOTHING)
    return next(telling, stem)


def _same(one: str, other: str) -> bool:
    return " ".join(one.lower().split()) == " ".join(other.lower().split())
