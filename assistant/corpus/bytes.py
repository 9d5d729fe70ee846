"""A file's bytes and their text: bounded, regular files only, never a guessed encoding."""

from __future__ import annotations

import codecs
import os
import re
import stat
from typing import TYPE_CHECKING, Final

from assistant.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

MAX_TEXT_BYTES: Final = 20 * 1024 * 1024
MAX_OTHER_BYTES: Final = 50 * 1024 * 1024
MAX_CONTROL_SHARE: Final = 0.01

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL: Final = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")


def max_bytes(suffix: str) -> int:
    """How large a file with this suffix (``.md``) may be."""
    return MAX_TEXT_BYTES if suffix in {".md", ".markdown", ".txt"} else MAX_OTHER_BYTES


def read_bytes(path: Path, suffix: str) -> bytes:
    """The file's content; a pipe, device or folder is refused without ever blocking on it."""
    limit = max_bytes(suffix)
    try:
        # Non-blocking, for opening a pipe that nobody writes to waits for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                message = "not a regular file"
                raise CorpusError(message)
            content = file.read(limit + 1)
    except OSError as error:
        message = f"cannot be read ({error.strerror or error})"
        raise CorpusError(message) from error
    if len(content) > limit:
        message = f"larger than the {limit // 1024 // 1024} MB that are read; split it"
        raise CorpusError(message)
    return content


def decode(content: bytes, fallback: str = "cp1252") -> tuple[str, str]:
    """The text and the encoding it was in; a byte-order mark of UTF-8 stays in the text."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(_strict(content, encoding)), encoding
    if b"\0" in content:
        message = "holds NUL bytes, so it is not text (or UTF-16 without its byte-order mark)"
        raise CorpusError(message)
    try:
        return _checked(content.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _checked(_strict(content, fallback)), fallback


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except LookupError as error:
        message = f"is not UTF-8, and its encoding {encoding!r} is unknown; save it as UTF-8"
        raise CorpusError(message) from error
    except UnicodeDecodeError as error:
        message = f"is neither UTF-8 nor valid {encoding} (byte {error.start}); save it as UTF-8"
        raise CorpusError(message) from error


def _checked(text: str) -> str:
    controls = sum(1 for _ in _CONTROL.finditer(text, 0, 1_000_000))
    if "\0" in text or controls > MAX_CONTROL_SHARE * min(len(text), 1_000_000):
        message = "holds control characters in such number that it is not text"
        raise CorpusError(message)
    return text
