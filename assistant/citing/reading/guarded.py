"""Reading a planning document that may be hostile, in a process that may be stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from assistant.citing.reading.read import read_plan
from assistant.citing.reading.types import Block, PlanText, Run
from assistant.corpus.guarded import read_in_child

MAX_IN_PROCESS_BYTES: Final = 256 * 1024
IN_PROCESS: Final = frozenset({".md", ".markdown", ".txt"})
CHILD: Final = "assistant.citing.reading.child"


def read_plan_guarded(path: Path, timeout_seconds: float = 30, memory_mb: int = 1024) -> PlanText:
    """What may be cited in the file, read in a child process unless it is a small text file.

    Raises ``CorpusError`` naming the file and the reason, also when a limit is met.
    """
    if path.suffix.lower() in IN_PROCESS and _size_bytes(path) <= MAX_IN_PROCESS_BYTES:
        return read_plan(path)
    return _plan(read_in_child(CHILD, path, (), timeout_seconds, memory_mb)["plan"])


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # read_plan says what is wrong with it


def _plan(values: dict[str, Any]) -> PlanText:
    return PlanText(
        tuple(
            Block(
                **{
                    **block,
                    "runs": tuple(Run(**run) for run in block["runs"]),
                    "links": tuple(block["links"]),
                }
            )
            for block in values["blocks"]
        ),
        values["carried"],
        values["markdown"],
    )
