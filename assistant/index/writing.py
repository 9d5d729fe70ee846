"""Writes what a new generation holds beside its texts: vectors, words, Chroma's collection."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.types import Passage
from assistant.errors import AssistantError, StorageError
from assistant.index import chroma_server
from assistant.index.chroma import CHROMA, PassageCollection
from assistant.index.failpoint import failpoint
from assistant.index.lexical import build_lexical
from assistant.index.texts import StoredPassage, Texts
from assistant.index.types import Vector
from assistant.index.vectors import VectorCache, create_vectors
from assistant.index.wording import bare_text, context_text, sentence_text

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage of an ingest is: ``done`` of ``total`` units (files, texts, steps)."""

    stage: str
    done: int
    total: int
    unit: str


Report = Callable[[Progress], None]

_Titled = tuple[str, StoredPassage]


def write_vectors(folder: Path, texts: Texts, cache: VectorCache, report: Report) -> None:
    """None; the vectors of all passages and sentences are in ``folder`` and in its Chroma."""
    passages, sentences = texts.count(), texts.sentences()
    dimension = cache.dimension
    bare = create_vectors(folder, "bare", (passages, dimension), np.float32)
    contextual = create_vectors(folder, "contextual", (passages, dimension), np.float32)
    of_sentences = create_vectors(folder, "sentences", (sentences, dimension), np.float16)
    done, total = 0, 2 * passages + sentences

    def counted(vectors: Iterator[Vector]) -> Iterator[Vector]:
        nonlocal done
        for vector in vectors:
            done += 1
            report(Progress("encoding", done, total, "texts"))
            failpoint("encoding")
            yield vector

    with _collection(folder, passages) as add:
        for batch in _batches(texts.all_passages()):
            wanted = [text for title, stored in batch for text in _encoded(title, stored.passage)]
            with closing(cache.vectors(wanted)) as vectors:
                made = counted(vectors)
                for _, stored in batch:
                    contextual[stored.position] = next(made)
                    bare[stored.position] = next(made)
                    first = stored.first_sentence
                    for n in range(first, first + len(stored.passage.sentences)):
                        of_sentences[n] = next(made)
            add(batch, contextual)
            failpoint("batch-added")
    for array in (bare, contextual, of_sentences):
        array.flush()
    failpoint("vectors-written")


def _encoded(title: str, passage: Passage) -> list[str]:
    """The texts of a passage that are encoded: in its context, bare, and each sentence."""
    sentences = (sentence_text(passage, sentence) for sentence in passage.sentences)
    return [context_text(title, passage), bare_text(passage), *sentences]


def write_words(folder: Path, texts: Texts, report: Report) -> None:
    """None; the word index of all passages is in ``folder``."""
    passages = texts.count()

    def counted() -> Iterator[str]:
        for title, stored in texts.all_passages():
            yield context_text(title, stored.passage)
            report(Progress("indexing words", stored.position + 1, passages, "passages"))

    build_lexical(folder, counted())
    failpoint("words-written")


def _batches(passages: Iterator[_Titled]) -> Iterator[list[_Titled]]:
    while batch := list(islice(passages, _BATCH)):
        yield batch


def _metadata(title: str, stored: StoredPassage) -> dict[str, str | int]:
    """What a LangChain document of the collection tells beside its text."""
    passage = stored.passage
    return {
        "document": passage.document,
        "title": title,
        "section": " > ".join(passage.headings),
        "start": passage.start,
        "end": passage.end,
        "position": stored.position,
    }


@contextmanager
def _collection(
    folder: Path, passages: int
) -> Iterator[Callable[[Sequence[_Titled], NDArray[np.float32]], None]]:
    """What adds a batch to a new collection, which is closed at the end.

    After a failure of Chroma no further call is made, not even to close: its next one may hang.
    """
    with _chroma_errors(folder):
        server = chroma_server.configured()
        collection = (
            chroma_server.create(server, folder, passages)
            if server
            else PassageCollection.create(folder / CHROMA, passages)
        )
    failpoint("collection-created")
    failed = False

    def add(batch: Sequence[_Titled], vectors: NDArray[np.float32]) -> None:
        nonlocal failed
        failed = True
        with _chroma_errors(folder):
            collection.add(
                [stored.passage.name for _, stored in batch],
                [vectors[stored.position] for _, stored in batch],
                [stored.passage.text for _, stored in batch],
                [_metadata(title, stored) for title, stored in batch],
            )
        failed = False

    try:
        yield add
    finally:
        if not failed:
            collection.close()


@contextmanager
def _chroma_errors(folder: Path) -> Iterator[None]:
    """Nothing; any failure inside becomes a ``StorageError``. Chroma does not say "disk full"."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, AssistantError):
        raise
    except BaseException as error:  # Chroma's native part panics outside of Exception
        free_mb = shutil.disk_usage(folder).free / 1e6
        message = (
            f"Chroma could not store the vectors ({error}); {free_mb:.0f} MB of the disk are "
            "free. The former index, if any, stays in use."
        )
        raise StorageError(message) from error
