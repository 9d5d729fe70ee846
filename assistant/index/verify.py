"""The check of a new generation, in a process of its own: a crash in it stays there.

``python -m assistant.index.verify FOLDER`` prints ``{"problems": […], "graph_recall": 0.0 to 1}``.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from assistant.errors import AssistantError, IndexDamaged
from assistant.index.chroma import CHROMA, EXACT_COUNT
from assistant.index.chroma_server import SERVER_FILE
from assistant.index.generation import Generation
from assistant.index.manifest import MANIFEST, file_sha256
from assistant.index.texts_writing import faults_of

UNCHECKED = "manifest.unchecked.json"

_SAMPLE = 50
_NEIGHBOURS = 10
_MIN_SECONDS = 120
_PASSAGES_PER_SECOND = 200
_SAME = 1e-5


def verify_in_child(folder: Path, passages: int) -> float:
    """The share of passages that the vector graph finds, 0 to 1, of the new generation.

    Raises ``IndexDamaged`` with what is wrong with it.
    """
    package_parent = str(Path(__file__).resolve().parents[2])
    paths = [package_parent, os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    command = [sys.executable, "-P", "-m", "assistant.index.verify", str(folder.resolve())]
    limit = _MIN_SECONDS + passages / _PASSAGES_PER_SECOND
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter and module)
            command, capture_output=True, text=True, timeout=limit, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        return _judged([f"the check did not end in {limit:.0f} s"], 0.0)
    try:
        found = json.loads(done.stdout.splitlines()[-1])
        problems, recall = list(found["problems"]), float(found["graph_recall"])
    except (ValueError, LookupError, TypeError):
        ending = done.stderr.strip().splitlines()[-1:] or ["no message"]
        return _judged([f"the check ended with {done.returncode}: {ending[0]}"], 0.0)
    return _judged(problems, recall)


def verify_here(folder: Path, _passages: int) -> float:
    """The same in this process, faster and without protection from a crash."""
    return _judged(*verify(folder))


def _judged(problems: list[str], recall: float) -> float:
    if problems:
        message = (
            f"The new index is not whole: {'; '.join(problems[:3])}. The former index, if any, "
            "stays in use. Run: python ingest.py"
        )
        raise IndexDamaged(message)
    return recall


def verify(folder: Path) -> tuple[list[str], float]:
    """What is wrong with the generation, and the share of passages that its graph finds."""
    file = MANIFEST if (folder / MANIFEST).is_file() else UNCHECKED
    try:
        with closing(Generation(folder, manifest_file=file)) as generation:
            problems = [*_files(folder, generation), *_texts(generation)]
            if not problems:
                problems.extend(_vectors(generation))
            return problems, 0.0 if problems else _graph_recall(generation)
    except AssistantError as error:
        return [str(error)], 0.0


def _files(folder: Path, generation: Generation) -> Iterator[str]:
    for name, seal in generation.manifest.seals.items():
        if seal.sha256 and file_sha256(folder / name) != seal.sha256:
            yield f"{name} is not as it was written"
    if SERVER_FILE in generation.manifest.seals:
        return
    with closing(sqlite3.connect(folder / CHROMA / "chroma.sqlite3", timeout=30)) as db:
        state = db.execute("PRAGMA integrity_check").fetchone()[0]
    if state != "ok":
        yield f"chroma.sqlite3: {state}"


def _texts(generation: Generation) -> Iterator[str]:
    manifest = generation.manifest
    if (state := generation.texts_integrity()) != "ok":
        yield f"texts: {state}"
    passages = sentences = 0
    documents = generation.documents()
    for name in documents:
        document = generation.document(name)
        if document is None or document.first != passages:
            yield f"{name} is not where it should be"
            return
        of_document = generation.passages_of(name)
        passages += len(of_document)
        sentences += sum(len(p.sentences) for p in of_document)
        if fault := faults_of(document.text, of_document):
            yield fault
    counted = (len(documents), passages, sentences)
    if counted != (manifest.documents, manifest.passages, manifest.sentences):
        yield f"documents, passages and sentences are {counted}"


def _vectors(generation: Generation) -> Iterator[str]:
    collection = generation.collection()
    stored = set(collection.names())
    known = {p.name for p in map(generation.passage, range(generation.count))}
    if stored != known:
        yield f"{len(known - stored)} passages have no vector, {len(stored - known)} no text"
        return
    sample = _sample(generation.count)
    names = [generation.passage(position).name for position in sample]
    vectors = collection.vectors(names)
    for position, name in zip(sample, names, strict=True):
        if abs(generation.cosines(vectors[name], [position], "contextual")[0] - 1) > _SAME:
            yield f"the vector of {name} is another's"


def _graph_recall(generation: Generation) -> float:
    collection = generation.collection()
    count = generation.count
    sample = _sample(count)
    some = collection.vectors([generation.passage(p).name for p in sample])
    if count <= EXACT_COUNT:
        # The search visits all that can be reached: if that is everything, it is exact.
        return len(dict(collection.nearest(next(iter(some.values())), count))) / count
    found, k = 0, min(_NEIGHBOURS, count)
    for vector in some.values():
        exact = [cosine for _, cosine in generation.scan(vector, k)]
        near = np.array([cosine for _, cosine in collection.nearest(vector, k)])
        found += int((near > exact[-1] - _SAME).sum())
    return found / (len(some) * k)


def _sample(count: int) -> list[int]:
    return sorted({int(p) for p in np.linspace(0, count - 1, min(count, _SAMPLE))})


if __name__ == "__main__":
    faults_found, graph_recall = verify(Path(sys.argv[1]))
    print(json.dumps({"problems": faults_found, "graph_recall": graph_recall}))
    sys.exit(1 if faults_found else 0)
