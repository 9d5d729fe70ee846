"""Former texts of the corpus, kept so that an old citation can still be compared with what it was.

INDEX/superseded/<SHA-256 of the text>.json holds a document's text as it stood before an ingest
changed or removed it. The name is the content's address: a text is kept once, and what is read is
checked against its name. Any of the files may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assistant.errors import IndexDamaged
from assistant.index.texts import Texts

FOLDER: Final = "superseded"
MAX_BYTES: Final = 256 * 1024 * 1024
"""All former texts together; the ones kept longest go first."""
_SUFFIX: Final = ".json"


@dataclass(frozen=True, slots=True)
class FormerText:
    """A document as it stood once."""

    name: str
    title: str
    sha256: str
    text: str


def keep_superseded(index: Path, former: Path, new: Path, max_bytes: int = MAX_BYTES) -> int:
    """How many texts were put aside: those of generation ``former`` that ``new`` no longer has.

    Nothing of a former generation that is damaged is kept.
    """
    kept = 0
    with suppress(IndexDamaged), closing(Texts(former)) as before, closing(Texts(new)) as now:
        for name in before.documents():
            old, present = before.document(name), now.document(name)
            if old is not None and (present is None or present.sha256 != old.sha256):
                kept += _keep(index, FormerText(old.name, old.title, old.sha256, old.text))
    if kept:
        prune_superseded(index, max_bytes)
    return kept


def _keep(index: Path, former: FormerText) -> bool:
    folder = index / FOLDER
    folder.mkdir(exist_ok=True)
    path = folder / f"{former.sha256}{_SUFFIX}"
    if path.exists() and _read(path) is not None:
        os.utime(path)
        return False
    said = {"name": former.name, "title": former.title, "text": former.text}
    draft = path.with_suffix(".tmp")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(said, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return True


def prune_superseded(index: Path, max_bytes: int = MAX_BYTES) -> int:
    """How many former texts were removed, the oldest first, to be left with ``max_bytes``."""
    paths = sorted(_paths(index), key=lambda path: (path.stat().st_mtime_ns, path.name))
    left = sum(path.stat().st_size for path in paths)
    removed = 0
    for path in paths:
        if left <= max_bytes:
            break
        left -= path.stat().st_size
        path.unlink(missing_ok=True)
        removed += 1
    return removed


def former_text(index: Path, sha256: str) -> FormerText | None:
    """The text whose SHA-256 begins with those digits; None if it was not kept or is damaged."""
    if not sha256 or not set(sha256) <= set("0123456789abcdef"):
        return None
    with suppress(OSError):
        for path in sorted((index / FOLDER).glob(f"{sha256}*{_SUFFIX}")):
            found = _read(path)
            if found is not None:
                return found
    return None


def former_texts(index: Path) -> Iterator[FormerText]:
    """Every former text that is whole, latest kept first."""
    for path in sorted(_paths(index), key=lambda p: (-p.stat().st_mtime_ns, p.name)):
        found = _read(path)
        if found is not None:
            yield found


def _paths(index: Path) -> list[Path]:
    with suppress(OSError):
        return [p for p in (index / FOLDER).iterdir() if p.suffix == _SUFFIX]
    return []


def _read(path: Path) -> FormerText | None:
    try:
        said = json.loads(path.read_bytes())
        name, title, text = (str(said[key]) for key in ("name", "title", "text"))
        sha256 = hashlib.sha256(text.encode()).hexdigest()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return FormerText(name, title, sha256, text) if sha256 == path.stem else None
