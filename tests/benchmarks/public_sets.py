"""Public question collections as the project's own documents, indexed by the project's own build.

A collection is ``{docs: [{id, title, text}], queries: [{id, text, rel}]}``, with ``follow``
(questions and their dialogue so far) and ``unanswerable`` where it has them. A title
``Page > Section`` becomes a Markdown file of the page with that heading. What is encoded is kept
beside the index, so that only the first run takes minutes.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.types import Passage
from assistant.index.build import build
from assistant.index.generation import Generation
from assistant.index.opening import open_current
from assistant.index.reporting import progress_bar
from assistant.index.types import Encoder, Vector
from assistant.index.vectors import VectorCache

SECTION = " > "


@dataclass(frozen=True, slots=True)
class Query:
    """A question, the ids of the texts that answer it, and what was said before, latest first."""

    id: str
    text: str
    relevant: frozenset[str]
    history: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection with its index. ``places`` has, for each document, where each text begins."""

    name: str
    generation: Generation
    queries: tuple[Query, ...]
    follow: tuple[Query, ...]
    unanswerable: tuple[Query, ...]
    places: Mapping[str, tuple[Sequence[int], Sequence[str]]]

    def texts_of(self, passage: Passage) -> Sequence[str]:
        """The ids of the collection's texts that the passage holds, most often one."""
        starts, ids = self.places[passage.document]
        first = max(0, bisect_right(starts, passage.start) - 1)
        return ids[first : max(first + 1, bisect_left(starts, passage.end))]


class RememberingEncoder:
    """An ``Encoder`` that encodes no text twice, over runs too."""

    def __init__(self, encoder: Encoder, cache: Path) -> None:
        self.name = encoder.name
        self.dimension = encoder.dimension
        cache.parent.mkdir(parents=True, exist_ok=True)
        self._cache = VectorCache(cache, encoder)

    def encode(self, text: str) -> Vector:
        """The vector of the text."""
        return self._cache.vector(text)

    def close(self) -> None:
        """None; what was encoded is on the disk."""
        self._cache.close()


def open_collection(file: Path, work: Path, encoder: Encoder) -> Collection:
    """The collection in ``file``, indexed under ``work`` as any folder of documents would be."""
    data = json.loads(file.read_text(encoding="utf-8"))
    folder, index = work / f"{file.stem}-documents", work / f"{file.stem}-index"
    places = write_documents(data["docs"], folder)
    with progress_bar() as progress:
        build(folder, index, encoder, progress)
    return Collection(
        name=file.stem,
        generation=open_current(index, encoder.name),
        queries=_queries(data["queries"]),
        follow=_queries(data.get("follow", ())),
        unanswerable=_queries(data.get("unanswerable", ())),
        places=places,
    )


def write_documents(
    texts: Sequence[Mapping[str, str]], folder: Path
) -> dict[str, tuple[list[int], list[str]]]:
    """Where each text begins in its document; the documents are in ``folder``, one per page."""
    folder.mkdir(parents=True, exist_ok=True)
    pages: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for text in texts:
        pages[text["title"].split(SECTION)[0]].append(text)
    places = {}
    for number, (page, members) in enumerate(pages.items()):
        written, section = f"# {page}\n", page
        starts, ids = [], []
        for text in members:
            if text["title"] != section:
                section = text["title"]
                inner = section.split(SECTION)[1:]
                written += "".join(f"\n{'#' * (n + 2)} {h}\n" for n, h in enumerate(inner))
            written += "\n"
            starts.append(len(written))
            ids.append(text["id"])
            written += text["text"] + "\n"
        name = f"page-{number:04}"
        path = folder / f"{name}.md"
        if not path.is_file() or path.read_text(encoding="utf-8") != written:
            path.write_text(written, encoding="utf-8", newline="")
        places[name] = (starts, ids)
    return places


def _queries(rows: Sequence[Mapping[str, object]]) -> tuple[Query, ...]:
    return tuple(
        Query(
            str(row["id"]),
            str(row["text"]),
            frozenset(row["rel"]),  # type: ignore[call-overload]
            tuple((who, said) for who, said in row.get("hist", ())),  # type: ignore[attr-defined]
        )
        for row in rows
    )
