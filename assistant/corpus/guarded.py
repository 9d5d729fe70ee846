"""Reading a document whose file may be hostile, in a process that may be stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from assistant.corpus.read import TEXT_SUFFIXES, read_document
from assistant.corpus.types import Document, Passage, Sentence
from assistant.errors import CorpusError

MAX_IN_PROCESS_BYTES: Final = 256 * 1024
"""Text files up to this size are read here: their time is linear and known to be short."""
MAX_ANSWER_BYTES: Final = 256 * 1024 * 1024
_SOURCE_ROOT: Final = Path(__file__).resolve().parents[2]


def read_document_guarded(
    path: Path,
    name: str,
    timeout_seconds: float = 30,
    memory_mb: int = 1024,
    fallback: str = "cp1252",
) -> Document:
    """The document, read in a child process unless it is a small text file.

    The child is limited in time, memory and output. Raises ``CorpusError`` naming the file and
    the reason, also when a limit is met or the child dies.
    """
    if path.suffix.lower() in TEXT_SUFFIXES and _size_bytes(path) <= MAX_IN_PROCESS_BYTES:
        return read_document(path, name, fallback)
    arguments = (name, fallback)
    told = read_in_child("assistant.corpus.child", path, arguments, timeout_seconds, memory_mb)
    return _document(told["document"])


def read_in_child(
    module: str, path: Path, arguments: Sequence[str], timeout_seconds: float, memory_mb: int
) -> dict[str, Any]:
    """What the module prints when it is run with the path, the arguments and the two limits.

    It must hold itself to the limits and print one JSON object; ``CorpusError`` where that tells
    under ``refused`` why the file was not read, or where there is none.
    """
    with tempfile.TemporaryFile() as answer:
        limits = (str(timeout_seconds), str(memory_mb))
        command = [module, str(path.absolute()), *arguments, *limits]
        status = _run_child(command, answer, timeout_seconds)
        if status is None:
            message = f"{path.name}: took longer than {timeout_seconds:g} s to read; skipped"
            raise CorpusError(message)
        answer.seek(0)
        content = answer.read(MAX_ANSWER_BYTES + 1)
    return _answer(path, status, content, memory_mb)


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # read_document says what is wrong with it


def _run_child(command: list[str], answer: IO[bytes], timeout_seconds: float) -> int | None:
    """The child's exit status, None if it was stopped for taking too long."""
    places = [str(_SOURCE_ROOT), os.environ.get("PYTHONPATH", "")]
    child = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
        [sys.executable, "-P", "-m", *command],
        stdin=subprocess.DEVNULL,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))},
    )
    try:
        return child.wait(timeout_seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if child.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _answer(path: Path, status: int, content: bytes, memory_mb: int) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(content)
    except ValueError:
        told = {}
    if "refused" in told:
        raise CorpusError(told["refused"])
    if told:
        return told
    if status == -signal.SIGXCPU:
        message = f"{path.name}: took too much processor time to read; skipped"
    else:
        message = (
            f"{path.name}: reading it ended abnormally (status {status}), perhaps for want of "
            f"more than {memory_mb} MB; skipped"
        )
    raise CorpusError(message)


def _document(values: dict[str, Any]) -> Document:
    return Document(
        **{
            **values,
            "passages": tuple(
                Passage(
                    **{
                        **passage,
                        "headings": tuple(passage["headings"]),
                        "sentences": tuple(Sentence(**s) for s in passage["sentences"]),
                    },
                )
                for passage in values["passages"]
            ),
        },
    )
