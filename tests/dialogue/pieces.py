"""Makers of passages and of what an index would have found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citing.cite import Citations
from assistant.corpus.types import Passage, PassageKind, Sentence
from assistant.dialogue.content import Without


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A retrieved passage with scores that a test chose."""

    passage: Passage
    score: float
    similarity: float
    lexical: float
    sentences: tuple[float, ...]

    @staticmethod
    def stems(text: str) -> frozenset[str]:
        """The text's words without an s at their end."""
        return stems(text)


def stems(text: str) -> frozenset[str]:
    """The text's words without an s at their end."""
    return frozenset(word.strip("?.,:").removesuffix("s") for word in text.lower().split())


class AllKnown:
    """Every word is known, and weighs the same."""

    def idf(self, word: str) -> float:
        return 1.0

    def known(self, word: str) -> bool:
        return True

    def stems(self, text: str) -> frozenset[str]:
        return stems(text)

    def without(self, text: str, start: int, end: int) -> Without:
        return Without(turn=0.1, nearer=0.0)


@dataclass(frozen=True, slots=True)
class Source:
    """A document as citations need it."""

    text: str
    title: str = "A title"
    sha256: str = "0" * 64
    meta: dict[str, str] | None = None


def passage(
    *sentences: str,
    name: str = "doc#section.1",
    kind: PassageKind = "paragraph",
    headings: Sequence[str] = ("Section",),
    labels: Sequence[str] = (),
    before: int = 7,
    glue: str = " ",
) -> Passage:
    """A passage of these sentences, ``before`` characters into its document."""
    placed, at = [], before
    for i, sentence in enumerate(sentences):
        label = labels[i] if labels else ""
        placed.append(Sentence(sentence, at, at + len(sentence), label))
        at += len(sentence) + len(glue)
    text = glue.join(sentences)
    return Passage(
        name=name, document=name.partition("#")[0], kind=kind, text=text, start=before,
        end=before + len(text), headings=tuple(headings), sentences=tuple(placed),
    )


def found(made: Passage, *scores: float, score: float = 1.0) -> FoundPassage:
    """The passage as found, with a score for each of its sentences (0 where none is given)."""
    each = scores or (0.0,) * len(made.sentences)
    return FoundPassage(made, score, max(each, default=-1.0), 0.0, tuple(each))


def citations_of(*passages: Passage) -> Citations:
    """Citations over documents that consist of these passages and dots."""
    texts: dict[str, str] = {}
    for p in passages:
        text = texts.get(p.document, "").ljust(p.end, ".")
        texts[p.document] = text[: p.start] + p.text + text[p.end :]
    return Citations(lambda name: Source(texts[name], meta={}))
