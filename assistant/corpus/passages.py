"""Passages and their names: ``document#section-slug.n``."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.corpus.blocks import Heading, Paragraph
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
    for part in _sections(reading.blocks):
        headings = part.headings
        # A section without a body still takes its slug, as on GitHub.
        base = slug(headings[-1]) if headings else FIRST_SECTION
        section = _untaken(base, taken, repeats)
        question = headings[-1] if headings and headings[-1].endswith("?") else ""
        for n, draft in enumerate(drafts(reading.text, question, part.body), start=1):
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
                    is_markdown=reading.is_markdown,
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


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading's path, outermost first, with what lies before the next heading."""

    headings: tuple[str, ...]
    body: tuple[Block, ...]


def _sections(blocks: Sequence[Block]) -> Iterator[_Section]:
    path: list[Heading] = []
    body: list[Block] = []
    for block in blocks:
        if not isinstance(block, Heading):
            body.append(block)
            continue
        if path or body:
            yield _section(path, body, opens_others=bool(path) and block.level > path[-1].level)
        while path and path[-1].level >= block.level:
            path.pop()
        path.append(block)
        body = []
    if path or body:
        yield _section(path, body, opens_others=False)


def _section(path: Sequence[Heading], body: Sequence[Block], *, opens_others: bool) -> _Section:
    if not body and not opens_others and not path[-1].text.endswith("?"):
        # A heading with nothing under it is all that the document says there.
        body = [Paragraph(path[-1].start, path[-1].end)]
    return _Section(tuple(heading.text for heading in path), tuple(body))
