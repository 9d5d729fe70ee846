"""What the dialogue needs to know of retrieved passages to judge whether they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.corpus.types import Passage
from assistant.index.generation import Generation
from assistant.index.retrieve import stems
from assistant.index.types import Scored
from assistant.index.wording import context_text


class Evidence:
    """The passages found for one question, with the index's knowledge of words."""

    def __init__(self, generation: Generation, found: Sequence[Scored]) -> None:
        self._generation = generation
        self.context: Mapping[str, str] = {
            f.passage.name: self._context(f.passage) for f in found
        }

    def _context(self, passage: Passage) -> str:
        return context_text(self._generation.title(passage.document), passage)

    def idf(self, word: str) -> float:
        """How rare the word is, above 0; an unknown one counts as the rarest."""
        return self._generation.idf(word)

    def known(self, word: str) -> bool:
        """Whether some passage has the word."""
        return self._generation.known(word)

    @staticmethod
    def stems(text: str) -> frozenset[str]:
        """The stems of the text's words, without stop words."""
        return stems(text)
