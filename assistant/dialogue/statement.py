"""What is found for a question, and what of it is quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.corpus.types import Passage, Sentence


class Found(Protocol):
    """A retrieved passage, as ``assistant.index`` gives it."""

    @property
    def passage(self) -> Passage:
        """What was found."""
        ...

    @property
    def score(self) -> float:
        """How well it fits; higher is better."""
        ...

    @property
    def similarity(self) -> float:
        """The cosine of its best sentence."""
        ...

    @property
    def sentences(self) -> Sequence[float]:
        """A score for each of its sentences."""
        ...

    @staticmethod
    def stems(text: str) -> frozenset[str]:
        """The stems of the text's words, without stop words."""
        ...


def only_announces(passage: Passage) -> bool:
    """Whether the passage does no more than to announce what is said elsewhere, or is empty."""
    return all(s.text.endswith(":") for s in passage.sentences[:1]) and len(passage.sentences) < 2  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Statement:
    """``passage.sentences[first:last + 1]``, to be quoted in one piece. Higher score is better.

    ``aside`` are those of them that stand between what was asked for, and need not be shown;
    ``also`` says the same in another document.
    """

    passage: Passage
    first: int
    last: int
    score: float
    aside: tuple[int, ...] = ()
    also: Statement | None = None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences to be shown."""
        numbered = enumerate(self.passage.sentences[self.first : self.last + 1], self.first)
        return tuple(sentence for i, sentence in numbered if i not in self.aside)

    @property
    def start(self) -> int:
        """Where the quote begins in the document's text."""
        return self.passage.sentences[self.first].start

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.passage.sentences[self.last].end

    @property
    def text(self) -> str:
        """The quote."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]
