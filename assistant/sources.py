"""The sources as one reader sees them: what is found in them, judged and cited."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from assistant.citing.cite import Citations, CitedDocument
from assistant.corpus.types import Passage
from assistant.dialogue.content import Words
from assistant.dialogue.question import Question
from assistant.dialogue.rows import side_by_side
from assistant.dialogue.statement import Statement
from assistant.index.evidence import Evidence
from assistant.index.generation import Generation
from assistant.index.types import Encoder, Scored
from assistant.searching import find

RETRIEVED = 8
MOST_ROWS = 5


class Sources:
    """One generation, or what a reader may see of it. Safe to share between threads.

    Nothing in it refers to itself, so that it is freed as soon as nobody uses it: a server leaves
    what it began with out of the search for garbage (``ui.warming``).
    """

    def __init__(self, generation: Generation, encoder: Encoder, base_url: str = "") -> None:
        self.generation = generation
        self._encoder = encoder
        self._base_url = base_url

    def seen(self, view: Generation) -> Sources:
        """The same for a reader who sees only the view."""
        return Sources(view, self._encoder, self._base_url)

    def found(
        self, text: str, before: Sequence[str] = (), *, leans: bool = True, limit: int = RETRIEVED
    ) -> tuple[Scored, ...]:
        """Up to ``limit`` passages, best first; see ``searching.find``."""
        return find(self.generation, self._encoder, text, limit, before, leans=leans)

    def evidence(self, found: Sequence[Scored]) -> Evidence:
        """What the judgement needs to know of the passages."""
        return Evidence(self.generation, self._encoder, found)

    def table(
        self, question: Question, found: Sequence[Scored], words: Words
    ) -> tuple[Statement, ...]:
        """For a comparison: rows of a table of the best sources, those on what is compared."""
        if question.form != "comparison":
            return ()
        documents = dict.fromkeys(f.passage.document for f in found)
        rows = (row for name in documents for row in self.generation.rows_of(name))
        return side_by_side(question, rows, MOST_ROWS, words)

    def citations(self) -> Citations:
        """An empty list of citations, to be filled."""
        return Citations(partial(_read, self.generation), self.generation.fingerprint, self._base_url)

    def passage(self, name: str) -> Passage | None:
        """The passage of that name, or None."""
        position = self.generation.position(name)
        return None if position is None else self.generation.passage(position)

    def title(self, name: str) -> str:
        """The document's title, or else its name."""
        document = self.generation.document(name)
        return document.title if document else name


def _read(generation: Generation, name: str) -> CitedDocument:
    document = generation.document(name)
    if document is None:
        raise KeyError(name)
    return document
