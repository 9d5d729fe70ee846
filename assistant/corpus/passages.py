"""Passages and their names: ``document#section-slug.n``."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from assistant.corpus.blocks import Heading
from assistant.corpus.grouping import drafts
from assistant.corpus.types import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.corpus.blocks import Block, Reading

FIRST_SECTION: Final = "top"
"""The slug of what stands before any heading."""

_NOT_IN_SLUG: Final = re.compile(r"[^\w\- ]+")


def slug(heading: str) -> str:
    """The heading as GitHub writes it in a link: lower case, hyphens, no punctuation."""
    words = _NOT_IN_SLUG.sub("", heading.lower()).split()
    return "-".join(words).strip("-") or "section"


def passages(reading: Reading, document: str) -> tuple[Passage, ...]:
    """The passages of one document, in order."""
    found: list[Passage] = []
    taken: set[str] = set()
    repeats: dict[str, int] = {}
    for headings, body in _sections(reading.blocks):
        # A section without a body still takes its slug, as on GitHub.
        base = slug(headings[-1]) if headings else FIRST_SECTION
        section = _untaken(base, taken, repeats)
        question = headings[-1] if headings and headings[-1].endswith("?") else ""
        for n, draft in enumerate(drafts(reading.text, question, body), start=1):
            found.append(
                Passage(
                    name=f"{document}#{section}.{n}",
                    document=document,
                    kind=draft.kind,
                    text=reading.text[draft.start : draft.end],
                    start=draft.start,
                    end=draft.end,
                    headings=headings,
                    sentences=draft.sentences,
                    lead=draft.lead,
                    page=bisect_right(reading.pages, draft.start) or None,
                ),
            )
    return tuple(found)


def _untaken(base: str, taken: set[str], repeats: dict[str, int]) -> str:
    """The slug, or the slug with the lowest free number behind it, from 2."""
    name, n = base, repeats.get(base, 1)
    while name in taken:
        n += 1
        name = f"{base}-{n}"
    repeats[base] = n
    taken.add(name)
    return name


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Each heading's path, outermost first, with the blocks up to the next heading."""
    path: list[tuple[int, str]] = []
    body: list[Block] = []
    for block in blocks:
        if not isinstance(block, Heading):
            body.append(block)
            continue
        if path or body:
            yield tuple(text for _, text in path), body
        while path and path[-1][0] >= block.level:
            path.pop()
        path.append((block.level, block.text))
        body = []
    if path or body:
        yield tuple(text for _, text in path), body
