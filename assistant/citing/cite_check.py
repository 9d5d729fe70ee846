"""Planning documents checked against an index: files in, reports out, corrected copies beside them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.citing.checking import RIGHT, Finding, check
from assistant.citing.mending import mended
from assistant.citing.places import Library
from assistant.citing.reading.guarded import read_plan_guarded
from assistant.citing.reading.read import SUFFIXES, open_plan, plan_text
from assistant.citing.reporting import Checked
from assistant.corpus.bytes import read_bytes
from assistant.corpus.files import shown
from assistant.errors import CorpusError, InputError, StorageError

if TYPE_CHECKING:
    from assistant.decision.schema import Rulebook

FIXED: Final = ".fixed"
MAX_FILES: Final = 10_000

Book = Callable[[], "Rulebook"]
"""Loads the rulebook, for it is needed only where a recommendation is found."""


def check_paths(
    paths: Sequence[Path], library: Library, book: Book, *, fix: bool = False,
    in_place: bool = False,
) -> tuple[Checked, ...]:
    """What was found in each file, folders being searched; ``InputError`` for a path not there.

    With ``fix`` a corrected copy is written beside a file that needs one, over it if ``in_place``.
    """
    files = tuple(dict.fromkeys(file for path in paths for file in _files(path)))
    if len(files) > MAX_FILES:
        msg = f"These are more than {MAX_FILES:,} files. Name fewer."
        raise InputError(msg)
    reports: list[Checked] = []
    for file in files:
        checked = _checked(file, library, book, paths)
        if checked is not None:
            fixed = _fixed(checked, file, library, book, in_place) if fix else checked
            reports.append(fixed)
    return tuple(reports)


def check_file(path: Path, library: Library, book: Book) -> tuple[Finding, ...]:
    """The findings in one file. ``CorpusError`` where it cannot be read."""
    return check(read_plan_guarded(path), library, book)


def mend_file(
    path: Path, findings: Sequence[Finding], library: Library, book: Book
) -> tuple[bytes, tuple[Finding, ...]]:
    """The corrected document, and what is found in it; the file itself stays as it is."""
    suffix = path.suffix.lower()
    content = mended(read_bytes(path, suffix), suffix, findings)
    return content, check(plan_text(open_plan(content, suffix)), library, book)


def _files(path: Path) -> Iterator[Path]:
    if not path.exists():
        msg = f"There is no {shown(str(path))}. Name a document or a folder of documents."
        raise InputError(msg)
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if name.startswith(".") or file.suffix.lower() not in SUFFIXES:
                continue
            if not file.stem.endswith(FIXED):
                yield file


def _checked(
    file: Path, library: Library, book: Book, paths: Sequence[Path]
) -> Checked | None:
    """The report; None for a JSON file in a folder that is not meant to be read by others."""
    name = shown(str(file))
    try:
        return Checked(name, check_file(file, library, book))
    except CorpusError as error:
        if file.suffix.lower() == ".json" and file not in paths:
            return None
        return Checked(name, error=str(error).removeprefix(f"{file.name}: "))


def _fixed(
    checked: Checked, file: Path, library: Library, book: Book, in_place: bool  # noqa: FBT001
) -> Checked:
    if checked.error or all(finding.state in RIGHT for finding in checked.findings):
        return checked
    content, left = mend_file(file, checked.findings, library, book)
    target = file.resolve() if in_place else file.with_name(f"{file.stem}{FIXED}{file.suffix}")
    write_whole(target, content)
    return replace(checked, written=shown(str(file if in_place else target)), left=left)


def write_whole(path: Path, content: bytes) -> None:
    """None; the file has the content, or what it had before. ``StorageError`` says why not."""
    draft = path.with_name(f".{path.name}.tmp")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        msg = f"{shown(str(path))} cannot be written ({error.strerror}). Choose another place."
        raise StorageError(msg) from error
