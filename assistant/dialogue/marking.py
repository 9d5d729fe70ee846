"""Evidence to marks, within the number of citations that one answer may have."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.citing.cite import Citations
from assistant.corpus.types import Passage
from assistant.decision.types import Evidence, Reason
from assistant.dialogue.answering import readable
from assistant.dialogue.types import Span

MAX_CITATIONS = 14
RESERVED = 3
"""So many citations are kept for the questions that are asked at the end."""


class Marking:
    """Gives the evidence of one piece of advice its marks, in the order in which it is read."""

    def __init__(
        self, citations: Citations, passage: Callable[[str], Passage | None]
    ) -> None:
        self.citations = citations
        self._passage = passage

    def room_for(self, citations: int) -> bool:
        """Whether that many more citations fit."""
        return len(self.citations) + citations <= MAX_CITATIONS

    def marks(self, evidence: Sequence[Evidence], spare: int = RESERVED) -> list[Span]:
        """A mark for each that is cited already, or fits, leaving ``spare`` for later."""
        marks = []
        for e in evidence:
            n = self.known(e)
            if n is None and self.room_for(spare + 1):
                n = self._cite(e)
            if n is not None:
                marks.append(Span(str(n), "mark"))
        return marks

    def support(self, reason: Reason, sources: int = 1) -> list[Span]:
        """Marks for what bears the reason out: one for each of so many documents."""
        if not reason.evidence:
            return [Span("(our own judgement, no source)")]
        by_document = {e.passage.partition("#")[0]: e for e in reversed(reason.evidence)}
        first = reason.evidence[0]
        others = [e for e in reversed(by_document.values()) if e != first]
        return self.marks((first, *others)[:sources])

    def quoted(self, evidence: Evidence) -> Span:
        """The words of evidence that is cited already, as they are read."""
        markdown = self.citations.is_markdown(evidence.passage)
        return Span(readable(evidence.quote, markdown=markdown), "quoted")

    def known(self, evidence: Evidence) -> int | None:
        """The mark that the evidence has already, or None."""
        for c in self.citations.all():
            if c.passage == evidence.passage and c.quote == evidence.quote:
                return c.n
        return None

    def there(self, evidence: Evidence) -> bool:
        """Whether its words stand in the documents read."""
        return self._place(evidence) is not None

    def _cite(self, evidence: Evidence) -> int | None:
        passage = self._place(evidence)
        return None if passage is None else self.citations.cite_words(passage, evidence.quote)

    def _place(self, evidence: Evidence) -> Passage | None:
        passage = self._passage(evidence.passage)
        return passage if passage and evidence.quote in passage.text else None
