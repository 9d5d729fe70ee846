"""What the dialogue needs to know of retrieved passages to judge whether they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from assistant.corpus.types import Passage
from assistant.dialogue.content import Without
from assistant.dialogue.signs import READ
from assistant.index.generation import Generation
from assistant.index.lexical import stems
from assistant.index.types import Encoder, Scored, Vector
from assistant.index.wording import context_text

_WORDS_KEPT = 256


class Evidence:
    """The passages found for one question, with the index's knowledge of words."""

    def __init__(
        self, generation: Generation, encoder: Encoder, found: Sequence[Scored]
    ) -> None:
        self._generation = generation
        self._encoder = encoder
        places = (generation.position(f.passage.name) for f in found[:READ])
        self._read = [place for place in places if place is not None]
        self._compared: tuple[str, float] | None = None
        self._idf = lru_cache(maxsize=_WORDS_KEPT)(generation.idf)
        self.context: Mapping[str, str] = {
            f.passage.name: self._context(f.passage) for f in found
        }

    def _context(self, passage: Passage) -> str:
        return context_text(self._generation.title(passage.document), passage)

    def idf(self, word: str) -> float:
        """How rare the word is, above 0; an unknown one counts as the rarest."""
        return self._idf(word)

    def known(self, word: str) -> bool:
        """Whether some passage has the word."""
        return self._generation.known(word)

    @staticmethod
    def stems(text: str) -> frozenset[str]:
        """The stems of the text's words, without stop words."""
        return stems(text)

    def without(self, text: str, start: int, end: int) -> Without:
        """What becomes of the text, a question, without the characters from start to end."""
        whole = self._encoder.encode(text)
        rest = self._encoder.encode(" ".join((text[:start] + text[end:]).split()))
        return Without(
            turn=1 - float(whole @ rest), nearer=self._similarity(rest) - self._nearest(text, whole)
        )

    def _nearest(self, text: str, vector: Vector) -> float:
        """The similarity of a question that is judged without one part after another."""
        if self._compared is None or self._compared[0] != text:
            self._compared = text, self._similarity(vector)
        return self._compared[1]

    def _similarity(self, vector: Vector) -> float:
        """The cosine of the nearest sentence among the passages read."""
        cosines, _ = self._generation.sentence_cosines(vector, self._read)
        return float(cosines.max(initial=-1.0))
