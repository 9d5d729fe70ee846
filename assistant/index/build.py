"""Ingest: a folder of documents to a new generation, checked and then flipped to.

At every moment the former generation is whole and served. What was encoded is kept in a cache, so
that after an ingest that was stopped, or when one file changed, only what is new is encoded.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.corpus import Document, FileListing
from assistant.errors import CorpusError, IndexDamaged, IndexMismatch, StorageError
from assistant.index import chroma, chroma_server, store
from assistant.index.failpoint import failpoint
from assistant.index.generation import Generation
from assistant.index.manifest import (
    FORMAT,
    MANIFEST,
    FileReport,
    Manifest,
    Seal,
    file_sha256,
    is_newer,
    read_manifest,
    to_json,
)
from assistant.index.sources import find_sources, read_sources, unread
from assistant.index.superseded import keep_superseded
from assistant.index.texts import Texts
from assistant.index.texts_writing import TextsWriter
from assistant.index.types import Encoder
from assistant.index.vectors import VectorCache
from assistant.index.verify import UNCHECKED, verify_in_child
from assistant.index.writing import Progress, Report, write_vectors, write_words

__all__ = ["BuildReport", "Progress", "build"]

_BYTES_PER_TEXT_BYTE = 12
_VECTORS_PER_PASSAGE = 8
_VECTORS_PER_SENTENCE = 2
_BYTES_AT_LEAST = 8_000_000
"""What an index was seen to take: Chroma keeps the words three times over and the vectors in its
log and graph; beside them are the files of vectors and the cache."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What an ingest did. ``changed``, ``added`` and ``removed`` name documents.

    ``encoded`` counts the texts that were really encoded, ``reused`` those known from before.
    """

    generation: str
    files: tuple[FileReport, ...]
    passages: int
    encoded: int
    reused: int
    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: bool


Check = Callable[[Path, int], float]
"""A new generation's folder and number of passages to its graph's recall; raises if damaged."""


def build(
    folder: Path,
    index: Path,
    encoder: Encoder,
    progress: Report | None = None,
    check: Check = verify_in_child,
) -> BuildReport:
    """What was done to make ``index`` hold the documents in ``folder``.

    Raises ``CorpusError`` when there is nothing to read, ``IngestRunning``, ``StorageError`` when
    the disk is full, ``IndexDamaged`` when the new generation fails its check, ``IndexMismatch``
    when a newer version made the index. After each of them the former generation is in use.
    """
    index = index.resolve()
    listing = find_sources(folder)
    try:
        with store.ingest_lock(index):
            run = _Run(folder, index, encoder, progress or _silent, check)
            return _build(run, listing)
    except (OSError, sqlite3.Error) as error:
        message = (
            f"The index in {index} cannot be written: {getattr(error, 'strerror', '') or error}. "
            "The former one, if any, stays in use."
        )
        raise StorageError(message) from error


def _silent(_: Progress) -> None:
    pass


@dataclass(frozen=True, slots=True)
class _Run:
    folder: Path
    index: Path
    encoder: Encoder
    report: Report
    check: Check


def _build(run: _Run, listing: FileListing) -> BuildReport:
    index, encoder, report = run.index, run.encoder, run.report
    previous = _previous(index)
    store.prune(index, chroma_server.discard)
    text_bytes = sum(source.size_bytes for source in listing.files)
    store.require_space(index, _BYTES_AT_LEAST + text_bytes * _BYTES_PER_TEXT_BYTE)
    new = store.new_generation(index)
    try:
        files, fingerprint = _write_texts(new, listing, report)
        if previous and _is_same(previous, files, encoder) and _is_whole(index, previous):
            store.remove(new)
            return _build_report(previous, previous, None)
        with closing(VectorCache(index / "vectors.sqlite", encoder)) as cache:
            with closing(Texts(new)) as texts:
                _require_space(new, texts, encoder)
                write_vectors(new, texts, cache, report)
                write_words(new, texts, report)
                manifest = _manifest(new, texts, encoder)
            manifest = replace(
                manifest, folder=run.folder.resolve().name, fingerprint=fingerprint, files=files
            )
            _finish(new, manifest, run)
            if previous:
                keep_superseded(index, index / previous.generation, new)
            store.flip(index, new.name)
            with suppress(sqlite3.Error):  # tidying only, and the new generation is in use
                cache.sweep()
    except BaseException:
        if store.current_name(index) != new.name:
            chroma_server.discard(new)
            store.remove(new)
        raise
    store.prune(index, chroma_server.discard)
    return _build_report(manifest, previous, cache)


def _previous(index: Path) -> Manifest | None:
    """The manifest of the generation in use, or None if there is none that can be read.

    Raises ``IndexMismatch`` for one of a newer format, which is not this program's to replace.
    """
    name = store.current_name(index)
    if name is None:
        return None
    try:
        return read_manifest(index / name)
    except IndexDamaged:
        return None
    except IndexMismatch:
        if is_newer(index / name):
            raise
        return None


def _is_same(previous: Manifest, files: tuple[FileReport, ...], encoder: Encoder) -> bool:
    made_by = (previous.encoder, previous.dimension)
    on_server = chroma_server.SERVER_FILE in previous.seals
    if on_server != (chroma_server.configured() is not None):
        return False
    return previous.files == files and made_by == (encoder.name, encoder.dimension)


def _is_whole(index: Path, manifest: Manifest) -> bool:
    try:
        with closing(Generation(index / manifest.generation)) as generation:
            generation.collection()
    except IndexDamaged:
        return False
    return True


def _write_texts(
    new: Path, listing: FileListing, report: Report
) -> tuple[tuple[FileReport, ...], str]:
    """The files' reports and the corpus's fingerprint; the texts are in the new generation."""
    files: list[FileReport] = []
    fingerprint = hashlib.sha256()
    with closing(TextsWriter(new)) as writer:
        for done, (file, document) in enumerate(read_sources(listing), 1):
            files.append(file)
            if document is not None:
                writer.add(document)
                fingerprint.update(_identity(document))
            report(Progress("reading", done, len(listing.files), "files"))
            failpoint("reading")
    if not any(file.status == "read" for file in files):
        reasons = "; ".join(f"{file.file}: {file.reason}" for file in files[:5])
        message = f"No document could be read. {reasons}"
        raise CorpusError(message)
    return (*files, *unread(listing)), fingerprint.hexdigest()


def _identity(document: Document) -> bytes:
    identity = [document.name, document.sha256, dict(document.meta)]
    text = json.dumps(identity, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _require_space(new: Path, texts: Texts, encoder: Encoder) -> None:
    vectors = _VECTORS_PER_PASSAGE * texts.count() + _VECTORS_PER_SENTENCE * texts.sentences()
    store.require_space(new, _BYTES_AT_LEAST + vectors * 4 * encoder.dimension)


def _manifest(new: Path, texts: Texts, encoder: Encoder) -> Manifest:
    return Manifest(
        format=FORMAT,
        generation=new.name,
        chroma=chroma.version(),
        encoder=encoder.name,
        dimension=encoder.dimension,
        folder="",
        fingerprint="",
        documents=len(texts.documents()),
        passages=texts.count(),
        sentences=texts.sentences(),
        graph_recall=0.0,
        files=(),
        seals={},
    )


def _finish(new: Path, manifest: Manifest, run: _Run) -> None:
    """None; the generation was checked in another process, has its manifest, is on the disk."""
    run.report(Progress("checking", 0, 1, "steps"))
    manifest = replace(manifest, seals=_seals(new))
    (new / UNCHECKED).write_text(to_json(manifest), encoding="utf-8")
    failpoint("before-check")
    manifest = replace(manifest, graph_recall=run.check(new, manifest.passages))
    (new / UNCHECKED).write_text(to_json(manifest), encoding="utf-8")
    store.sync_tree(new)
    failpoint("before-manifest")
    (new / UNCHECKED).replace(new / MANIFEST)
    store.sync_folder(new)
    run.report(Progress("checking", 1, 1, "steps"))


def _seals(folder: Path) -> dict[str, Seal]:
    """Size and hash of each file but Chroma's database, which merely opening it changes.

    So it is with the graph of a single passage, which Chroma keeps in its log: size only.
    """
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): Seal(
            path.stat().st_size, "" if _is_rewritten(path) else file_sha256(path)
        )
        for path in files
        if not path.name.startswith("chroma.sqlite3")
    }


def _is_rewritten(path: Path) -> bool:
    graph = path.name in {"data_level0.bin", "header.bin", "length.bin", "link_lists.bin"}
    return graph and not (path.parent / "index_metadata.pickle").exists()


def _build_report(
    manifest: Manifest, previous: Manifest | None, cache: VectorCache | None
) -> BuildReport:
    now, before = _digests(manifest.files), _digests(previous.files if previous else ())
    return BuildReport(
        generation=manifest.generation,
        files=manifest.files,
        passages=manifest.passages,
        encoded=cache.encoded if cache else 0,
        reused=cache.reused if cache else 0,
        changed=tuple(sorted(d for d in now.keys() & before.keys() if now[d] != before[d])),
        added=tuple(sorted(now.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - now.keys())),
        unchanged=cache is None,
    )


def _digests(files: Iterable[FileReport]) -> dict[str, str]:
    return {file.document: file.digest for file in files if file.status == "read"}
