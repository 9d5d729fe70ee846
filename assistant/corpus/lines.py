"""Lines of a text with their offsets, and the marks that lines open with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_BREAK: Final = re.compile(r"\r\n|\r|\n")
_BULLET: Final = re.compile(r"[•·◦▪▫‣⁃●○■□➢➤✓✔*+\-–—](?=\s)\s*+")
_NUMBER: Final = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-z][.)](?=\s))(?=\s)\s*+")

# What templating systems leave in documents; a line of nothing else says nothing.
_TEMPLATE: Final = re.compile(
    r"\{\{[^{}\r\n]*+\}\}|\{%[^%\r\n]*+%\}|\{:[^{}\r\n]*+\}|\{#[^{}\r\n]*+\}"
    r"|\[\[_?TOC_?\]\]|\[TOC\]|(?<!\S):::+[^\r\n]*+"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without its blanks; ``indent`` counts the leading ones."""

    start: int
    end: int
    indent: int
    after_blank: bool


def line_starts(text: str) -> list[int]:
    r"""Offsets at which lines begin, as Markdown counts lines (``\r\n``, ``\r``, ``\n``)."""
    return [0, *(found.end() for found in _BREAK.finditer(text))]


def lines_between(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines that are not blank, in order."""
    at, after_blank = start, True
    while at < end:
        found = _BREAK.search(text, at, end)
        stop, following = (found.start(), found.end()) if found else (end, end)
        content = text[at:stop]
        bare = content.strip()
        if bare and bare != "\ufeff":
            indent = len(content) - len(content.lstrip())
            yield Line(at + indent, at + indent + len(bare), indent, after_blank)
            after_blank = False
        else:
            after_blank = True
        at = following


def after_bullet(text: str, start: int, end: int) -> int | None:
    """Where a list entry's own words begin, past bullet and number; None if it has neither."""
    at = start
    if (bullet := _BULLET.match(text, at, end)) is not None:
        at = bullet.end()
    if (number := _NUMBER.match(text, at, end)) is not None:
        at = number.end()
    return at if at > start and at < end else None


def is_numbered(text: str, start: int, end: int) -> bool:
    """Whether the line opens with a number or letter and no bullet."""
    return _NUMBER.match(text, start, end) is not None


def is_template(text: str, start: int, end: int) -> bool:
    """Whether the span holds template tags and nothing else."""
    return _TEMPLATE.search(text, start, end) is not None and not (
        _TEMPLATE.sub("", text[start:end]).strip()
    )
