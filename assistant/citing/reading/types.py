"""A planning document as text with links, for reading (values) and for mending (slots)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assistant.citing.types import Citation
from assistant.dialogue.rendering import escaped


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one place of the document; ``link`` is an index into the block's links, or -1."""

    text: str
    link: int = -1


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list entry, table cell or note.

    ``at`` is its number in the document, from 0. ``line`` is that of its beginning, from 1; 0
    where the format has no lines. ``note`` is true for a footnote or endnote.
    """

    at: int
    runs: tuple[Run, ...]
    links: tuple[str, ...]
    line: int = 0
    note: bool = False


@dataclass(frozen=True, slots=True)
class PlanText:
    """What matters of a planning document: the blocks in which a citation may be.

    ``carried`` maps the hash of a quote to the quote as it was exported, where the document
    carries that along unseen. ``markdown`` tells that the blocks are in that notation.
    """

    blocks: tuple[Block, ...]
    carried: Mapping[str, str] = field(default_factory=dict)
    markdown: bool = False


@dataclass(slots=True)
class Slot:
    """A run that can be replaced; ``write`` is None for what only separates others."""

    text: str
    link: int = -1
    write: Callable[[str], None] | None = None


@dataclass(slots=True)
class Anchor:
    """A link that can be replaced; ``write`` is None where the format does not allow it."""

    href: str
    write: Callable[[str, Citation], None] | None = None


@dataclass(slots=True)
class Paragraph:
    """A block that can be mended."""

    slots: list[Slot]
    anchors: list[Anchor]
    line: int = 0
    note: bool = False

    def value(self, at: int) -> Block:
        """The block as a value."""
        runs = tuple(Run(slot.text, slot.link) for slot in self.slots)
        return Block(at, runs, tuple(a.href for a in self.anchors), self.line, self.note)


@dataclass(slots=True)
class OpenPlan:
    """A document that is open for mending.

    ``markdown`` is its notation, in which words are to be read and written. ``save`` gives the
    whole file.
    ``payload`` is what the document carries along unseen, as JSON text.
    """

    paragraphs: list[Paragraph]
    save: Callable[[], bytes]
    payload: str = ""
    markdown: bool = False

    def encode(self, words: str) -> str:
        """Plain words in the document's own notation."""
        return escaped(words) if self.markdown else words
