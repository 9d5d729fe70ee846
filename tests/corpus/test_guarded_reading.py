"""Reading in a child process: same result, bounded in time and memory."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from assistant.corpus import read_document, read_document_guarded
from assistant.corpus.guarded import MAX_IN_PROCESS_BYTES
from assistant.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, bytes | str], Path]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<h1>T</h1><table><tr><th>a<th>b<tr><td>1 \u202e<td>\U0001f600</table><p>x y."),
        ("a.txt", "Line one. \u2028 Line two.\n\n" * (MAX_IN_PROCESS_BYTES // 20)),
    ],
)
def test_the_child_gives_the_same_document(write: Write, name: str, content: str) -> None:
    """What comes back is equal to what reading in this process gives."""
    path = write(name, content)
    assert read_document_guarded(path, "n") == read_document(path, "n")


def test_small_text_is_read_without_a_child(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Markdown and plain text of usual size start no process."""

    def refuse(*_: Any, **__: Any) -> None:
        message = "a process was started"
        raise AssertionError(message)

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert read_document_guarded(write("a.md", "One. Two."), "a").passages


def test_a_refusal_comes_back_as_it_is(write: Write) -> None:
    """The child's message names the file and the reason."""
    with pytest.raises(CorpusError, match=r"^a\.pdf: is no PDF"):
        read_document_guarded(write("a.pdf", b"x"), "a")


def test_reading_that_takes_too_long_is_stopped(write: Write) -> None:
    """The limit on time holds, and the message names the file."""
    path = write("a.html", "<table>" + "<tr><td>a<td>b" * 400_000)
    begin = time.monotonic()
    with pytest.raises(CorpusError, match=r"^a\.html: took longer than 0\.5 s"):
        read_document_guarded(path, "a", timeout_seconds=0.5)
    assert time.monotonic() - begin < 5


@pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are the system's")
def test_reading_that_takes_too_much_memory_is_stopped(write: Write) -> None:
    """The limit on memory holds, and this process lives on."""
    path = write("a.html", "<p>x</p>" * 1_000_000)
    with pytest.raises(CorpusError, match=r"^a\.html: "):
        read_document_guarded(path, "a", memory_mb=150)
