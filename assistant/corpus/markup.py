"""Raw HTML inside Markdown: which stretches of it a reader of the page would see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.corpus.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.corpus.blocks import Span

# One pass from left to right. An opening without its end swallows nothing: it is text.
_TAG: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*+)(?:\s[^<>]*+)?+/?>|<![A-Za-z][^<>]*+>")
_INLINE: Final = words_of(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strong sub "
    "sup tt u var",
)
_UNSEEN: Final = frozenset({"script", "style", "template", "noscript", "svg", "iframe"})


def visible_spans(text: str, start: int, end: int) -> Iterator[Span]:
    """Stretches between block-level tags, comments, scripts and styles, trimmed, in order."""
    at = begin = start
    while at < end:
        opening = text.find("<", at, end)
        if opening < 0:
            break
        if text.startswith("<!--", opening):
            yield from _trimmed(text, begin, opening)
            close = text.find("-->", opening + 4, end)
            at = begin = end if close < 0 else close + 3
            continue
        tag = _TAG.match(text, opening, end)
        if tag is None:
            at = opening + 1
            continue
        name = (tag[1] or "").lower()
        if name in _INLINE:
            at = tag.end()
            continue
        yield from _trimmed(text, begin, opening)
        at = begin = tag.end()
        if name in _UNSEEN and not tag[0].startswith("</"):
            close = text.find(f"</{tag[1]}", at, end)
            at = begin = end if close < 0 else close
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    bare = text[start:end].strip()
    if bare:
        first = text.index(bare, start)
        yield first, first + len(bare)
