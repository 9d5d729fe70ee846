"""Where a quote stands: the text of its section, cut into what is before, the quote, and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citing.types import Citation
from assistant.corpus.types import Passage


@dataclass(frozen=True, slots=True)
class Context:
    """A quote in its section: ``before + quote + after == document_text[start:end]``.

    ``headings`` are those of the section, outermost first.
    """

    headings: tuple[str, ...]
    before: str
    quote: str
    after: str
    start: int
    end: int


def in_context(citation: Citation, text: str, passages: Sequence[Passage]) -> Context | None:
    """The citation in its section of the document; None where ``text`` no longer says it there.

    ``text`` is the document's, ``passages`` are all of the document's in the order of the text.
    The section is the run of passages around the quote that stand under the same headings.
    """
    if text[citation.start : citation.end] != citation.quote:
        return None
    at = next((i for i, p in enumerate(passages) if p.name == citation.passage), None)
    if at is None:
        return Context((), "", citation.quote, "", citation.start, citation.end)
    section = passages[_first(passages, at) : _last(passages, at) + 1]
    start = min(citation.start, section[0].start)
    end = max(citation.end, section[-1].end)
    return Context(
        headings=passages[at].headings,
        before=text[start : citation.start],
        quote=citation.quote,
        after=text[citation.end : end],
        start=start,
        end=end,
    )


def _first(passages: Sequence[Passage], at: int) -> int:
    """The index of the first passage of the section that passage ``at`` is in."""
    while at > 0 and passages[at - 1].headings == passages[at].headings:
        at -= 1
    return at


def _last(passages: Sequence[Passage], at: int) -> int:
    """The index of the last passage of the section that passage ``at`` is in."""
    while at + 1 < len(passages) and passages[at + 1].headings == passages[at].headings:
        at += 1
    return at
