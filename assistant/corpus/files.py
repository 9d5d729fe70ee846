"""Which files of a folder are documents, and what they are called."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.corpus.bytes import max_bytes
from assistant.corpus.read import SUFFIXES
from assistant.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH: Final = 32


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that can be read: its document's name, where it is, its size."""

    name: str
    path: Path
    size_bytes: int


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file, link or folder that is not read, by its path under the folder, and why not."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileListing:
    """What a folder holds.

    ``files`` are sorted by document name, then suffix, and have one document name each;
    ``skipped`` are those a user would expect to be read; ``ignored`` (paths, sorted) are of
    formats that are not read at all. Hidden files and folders are in none of them.
    """

    files: tuple[SourceFile, ...]
    skipped: tuple[SkippedFile, ...]
    ignored: tuple[str, ...]


def find_files(folder: Path) -> FileListing:
    """The readable files under ``folder``; nothing outside it, no link to a folder is followed.

    Raises ``CorpusError`` when the folder itself is missing or cannot be listed.
    """
    if not folder.is_dir():
        message = f"There is no folder {shown(str(folder))}. Create it or name another folder."
        raise CorpusError(message)
    root = folder.resolve()
    files: dict[str, SourceFile] = {}
    skipped: list[SkippedFile] = []
    ignored: list[str] = []
    for path, obstacle in sorted(_walk(root, root, 0), key=lambda found: _order(root, found[0])):
        relative = shown(path.relative_to(root).as_posix())
        if not obstacle and path.suffix.lower() not in SUFFIXES:
            ignored.append(relative)
            continue
        name = document_name(root, path)
        problem = obstacle or _problem(root, path)
        if not problem and name in files:
            taken = shown(files[name].path.name)
            problem = f"would get the same document name as {taken}; rename one of them"
        if problem:
            skipped.append(SkippedFile(relative, problem))
        else:
            files[name] = SourceFile(name, path, path.stat().st_size)
    return FileListing(tuple(files.values()), tuple(skipped), tuple(ignored))


def document_name(folder: Path, path: Path) -> str:
    r"""The path under the folder without suffix, ``/`` between folders (``policies/vendors``).

    Bytes that are not UTF-8 and control characters appear as escapes (``\xe9``).
    """
    return shown(path.relative_to(folder).with_suffix("").as_posix())


def shown(path: str) -> str:
    """A path that can be printed and stored, whatever bytes it is made of."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _order(root: Path, path: Path) -> tuple[str, str]:
    return document_name(root, path), path.suffix.lower()


def _walk(root: Path, folder: Path, depth: int) -> Iterator[tuple[Path, str]]:
    """Everything under the folder that is not hidden, with a reason where it is not entered."""
    try:
        with os.scandir(folder) as listing:
            entries = list(listing)
    except OSError as error:
        if folder == root:
            message = f"The folder {shown(str(folder))} cannot be listed ({error.strerror})."
            raise CorpusError(message) from error
        yield folder, f"folder cannot be listed ({error.strerror})"
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if depth < MAX_DEPTH:
                yield from _walk(root, path, depth + 1)
            else:
                yield path, f"folders are nested more than {MAX_DEPTH} deep"
        elif entry.is_symlink() and path.is_dir():
            yield path, "is a link to a folder, which is not followed; copy the folder here"
        else:
            yield path, ""


def _problem(root: Path, path: Path) -> str:
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root):
            return "is a link to a file outside the folder, which is not followed"
        status = path.stat()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "links in a circle"
        return f"cannot be opened ({reason})"
    if not stat.S_ISREG(status.st_mode):
        return f"is {_kind(status.st_mode)}, not a file"
    if status.st_size > max_bytes(path.suffix.lower()):
        limit = max_bytes(path.suffix.lower()) // 1024 // 1024
        return f"is larger than the {limit} MB that are read; split it"
    if not os.access(path, os.R_OK):
        return "cannot be opened (Permission denied)"
    return ""


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a named pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "something else"
