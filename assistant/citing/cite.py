"""Numbering quotes: the same quote keeps its number within one answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from assistant.citing.links import CitationLink, link_to
from assistant.citing.types import Citation
from assistant.citing.words import context
from assistant.corpus.types import Passage


class QuotedText(Protocol):
    """A text that quotes are taken from."""

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


class CitedDocument(QuotedText, Protocol):
    """What a citation says of its document."""

    @property
    def meta(self) -> Mapping[str, str]:
        """What it says of itself; ``publisher`` and ``interest`` are used."""
        ...


class Citations:
    """The citations of one answer in the making, in the order of their first use."""

    def __init__(
        self, document: Callable[[str], CitedDocument], corpus: str = "", base_url: str = ""
    ) -> None:
        self._document = document
        self._corpus = corpus
        self._base_url = base_url
        self._citations: dict[tuple[str, int, int], Citation] = {}

    def __len__(self) -> int:
        return len(self._citations)

    def cite(self, passage: Passage, start: int, end: int) -> int:
        """The mark, from 1, for ``document.text[start:end]``."""
        key = (passage.name, start, end)
        if key not in self._citations:
            document = self._document(passage.document)
            n = len(self._citations) + 1
            self._citations[key] = citation_of(
                n, document, passage, (start, end), self._corpus, self._base_url
            )
        return self._citations[key].n

    def cite_words(self, passage: Passage, quote: str) -> int:
        """The mark for words of the passage; its whole text where they are not in it."""
        at = passage.text.find(quote)
        if at < 0:
            return self.cite(passage, passage.start, passage.end)
        return self.cite(passage, passage.start + at, passage.start + at + len(quote))

    def is_markdown(self, passage: str) -> bool:
        """Whether the passage, which is cited already, stands in a file that is Markdown."""
        return all(c.is_markdown for c in self._citations.values() if c.passage == passage)

    def all(self) -> tuple[Citation, ...]:
        """The citations in the order of their marks."""
        return tuple(self._citations.values())


def citation_of(  # noqa: PLR0913, PLR0917  (all that a citation is made from)
    n: int,
    document: CitedDocument,
    passage: Passage,
    span: tuple[int, int],
    corpus: str = "",
    base_url: str = "",
) -> Citation:
    """The citation of ``document.text[span[0]:span[1]]``, which lies in the passage."""
    start, end = span
    quote = document.text[start:end]
    prefix, suffix = context(document.text, start, end)
    said = CitationLink(
        passage.name, start, end, document.sha256, prefix=prefix, suffix=suffix
    )
    return Citation(
        n=n,
        passage=passage.name,
        document=passage.document,
        title=document.title,
        section=" › ".join(passage.headings),
        quote=quote,
        start=start,
        end=end,
        sha256=document.sha256,
        interest=document.meta.get("interest") or None,
        publisher=document.meta.get("publisher") or None,
        page=passage.page,
        prefix=prefix,
        suffix=suffix,
        corpus=corpus,
        permalink=link_to(base_url, said, quote),
        is_markdown=passage.is_markdown,
    )
