"""What the dialogue needs to know of retrieved passages to judge whether they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.corpus.types import Passage
from assistant.index.generation import Generation
from assistant.index.lexical import terms
from assistant.index.types import Encoder, Scored
from assistant.index.wording import context_text, sentence_text


class Evidence:
    """The passages found for one question, with the index's knowledge of words."""

    def __init__(
        self, generation: Generation, encoder: Encoder, found: Sequence[Scored]
    ) -> None:
        self._generation = generation
        self._encoder = encoder
        self.context: Mapping[str, str] = {
            f.passage.name: self._context(f.passage) for f in found
        }
        self._vectors = [encoder.encode(text) for text in self._best_texts(found)]

    def _context(self, passage: Passage) -> str:
        document = self._generation.document(passage.document)
        return context_text(document.title if document else "", passage)

    def _best_texts(self, found: Sequence[Scored]) -> list[str]:
        if not found:
            return []
        best = found[0]
        index = max(range(len(best.sentences)), key=lambda i: (best.sentences[i], -i))
        sentence = sentence_text(best.passage, best.passage.sentences[index])
        return [sentence, self.context[best.passage.name]]

    def likeness(self, text: str) -> float:
        """The mean cosine with the best sentence and with its passage in context, -1 to 1."""
        vector = self._encoder.encode(text)
        return float(np.mean([vector @ v for v in self._vectors]))

    def idf(self, word: str) -> float:
        """How rare the word is, above 0; an unknown one counts as the rarest."""
        return self._generation.idf(word)

    def known(self, word: str) -> bool:
        """Whether some passage has the word."""
        return self._generation.known(word)

    @staticmethod
    def stems(text: str) -> frozenset[str]:
        """The stems of the text's words, without stop words."""
        return frozenset(terms(text))
