"""The values that documents are read into: Document > Passage > Sentence.

Offsets count Unicode code points in ``Document.text`` and are half open, so that
``document.text[x.start:x.end] == x.text`` holds for every passage and sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

MARKDOWN_SUFFIXES: Final = frozenset({".md", ".markdown"})

PassageKind = Literal["paragraph", "list", "row", "qa"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The smallest thing that is quoted: a sentence, a list item or a table cell.

    ``label`` names what a bare fragment is about (``"Speed to productivity · Managed services"``
    for a table cell); it is empty for sentences of running text.
    """

    text: str
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a list with its lead-in, a table row, or the answer to a question.

    ``name`` is ``document#section-slug.n``, n from 1 within the section. ``headings`` are the
    section's headings, outermost first, without the document's title. ``lead`` is text that
    belongs to the passage but lies elsewhere (a table's header row), empty for most.
    ``page`` is the page number, from 1, for formats that have pages. ``is_markdown`` tells whether
    the file was Markdown: only then are stars in its text emphasis, and not stars.
    """

    name: str
    document: str
    kind: PassageKind
    text: str
    start: int
    end: int
    headings: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    lead: str = ""
    page: int | None = None
    is_markdown: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus as read: its text, what it says of itself, its passages.

    ``name`` is the path under the corpus folder without suffix, with ``/`` between folders.
    ``meta`` is the front matter, flattened to strings (``publisher``, ``interest`` …); values
    that were empty are left out. ``sha256`` is that of ``text`` encoded as UTF-8.
    """

    name: str
    title: str
    text: str
    sha256: str
    passages: tuple[Passage, ...]
    meta: Mapping[str, str] = field(default_factory=dict)
