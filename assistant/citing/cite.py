"""Numbering quotes: the same quote keeps its number within one answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from assistant.citing.types import Citation
from assistant.corpus.types import Passage


class CitedDocument(Protocol):
    """What a citation says of its document."""

    @property
    def title(self) -> str:
        """What the document calls itself."""
        ...

    @property
    def sha256(self) -> str:
        """Of its text."""
        ...

    @property
    def text(self) -> str:
        """What offsets count in."""
        ...

    @property
    def meta(self) -> Mapping[str, str]:
        """What it says of itself; ``interest`` is used."""
        ...


class Citations:
    """The citations of one answer in the making, in the order of their first use."""

    def __init__(self, document: Callable[[str], CitedDocument]) -> None:
        self._document = document
        self._citations: dict[tuple[str, int, int], Citation] = {}

    def __len__(self) -> int:
        return len(self._citations)

    def cite(self, passage: Passage, start: int, end: int) -> int:
        """The mark, from 1, for ``document.text[start:end]``."""
        key = (passage.name, start, end)
        if key not in self._citations:
            document = self._document(passage.document)
            self._citations[key] = Citation(
                n=len(self._citations) + 1,
                passage=passage.name,
                document=passage.document,
                title=document.title,
                section=" › ".join(passage.headings),
                quote=document.text[start:end],
                start=start,
                end=end,
                sha256=document.sha256,
                interest=document.meta.get("interest") or None,
            )
        return self._citations[key].n

    def cite_words(self, passage: Passage, quote: str) -> int:
        """The mark for words of the passage; its whole text where they are not in it."""
        at = passage.text.find(quote)
        if at < 0:
            return self.cite(passage, passage.start, passage.end)
        return self.cite(passage, passage.start + at, passage.start + at + len(quote))

    def all(self) -> tuple[Citation, ...]:
        """The citations in the order of their marks."""
        return tuple(self._citations.values())
