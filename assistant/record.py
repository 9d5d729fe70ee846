"""What is recorded of answers: a log for operators, and an audit of who asked what.

Both are JSON lines. The log goes to standard error and tells no question's text, unless
``ASSISTANT_LOG_QUESTIONS`` is set. The audit is off unless ``ASSISTANT_AUDIT`` names its file.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from assistant.errors import StorageError
from assistant.settings import Settings

AUDIT_BYTES = 10_000_000
AUDIT_FILES = 10
"""The audit's file is put aside as ``.1`` to ``.10`` whenever it has so many bytes."""


class _AsJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """The record's time and fields as one line of JSON."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = record.msg if isinstance(record.msg, Mapping) else {"event": record.getMessage()}
        line = {"time": when, "level": record.levelname.lower(), **told}
        return json.dumps(line, ensure_ascii=True, default=str)


class Recorder:
    """Writes to the log and, where one is kept, to the audit; safe to share between threads."""

    def __init__(self, log: logging.Handler, audit: logging.Handler | None, *, texts: bool) -> None:
        for handler in filter(None, (log, audit)):
            handler.setFormatter(_AsJson())
        self._log, self._audit, self._texts = log, audit, texts

    def answered(  # noqa: PLR0913
        self,
        *,
        reader: str,
        question: str,
        kind: str,
        documents: tuple[str, ...] = (),
        seconds: float,
        corpus: str = "",
        reason: str = "",
    ) -> None:
        """None; the answer, or its refusal for that reason, is recorded."""
        event: dict[str, object] = {
            "event": "refused" if reason else "answered",
            "kind": kind,
            "ms": round(1000 * seconds),
            "chars": len(question),
            "citations": len(documents),
        }
        texts: dict[str, object] = {"question": question, "reason": reason} if self._texts else {}
        _write(self._log, event | texts)
        if self._audit:
            who: dict[str, object] = {"reader": reader, "question": question, "documents": sorted(set(documents))}
            _write(self._audit, event | who | {"corpus": corpus, "reason": reason})

    def told(self, event: str, **fields: object) -> None:
        """None; the event is in the log."""
        _write(self._log, {"event": event, **fields})


def recorder(settings: Settings) -> Recorder:
    """The recorder of these settings. Raises ``StorageError`` where the audit cannot be kept."""
    return _recorder(settings.audit, texts=settings.log_questions)


@lru_cache(maxsize=8)
def _recorder(audit: Path | None, *, texts: bool) -> Recorder:
    log: logging.StreamHandler[TextIO] = logging.StreamHandler()
    try:
        kept = audit and RotatingFileHandler(
            audit, maxBytes=AUDIT_BYTES, backupCount=AUDIT_FILES, encoding="utf-8"
        )
    except OSError as error:
        message = (
            f"The audit {audit} cannot be written ({error.strerror}). Make it writable, or unset "
            "ASSISTANT_AUDIT."
        )
        raise StorageError(message) from error
    if audit:
        audit.chmod(0o600)  # it tells what people asked
    return Recorder(log, kept or None, texts=texts)


def _write(handler: logging.Handler, event: Mapping[str, object]) -> None:
    handler.handle(logging.LogRecord("assistant", logging.INFO, "", 0, event, None, None))
