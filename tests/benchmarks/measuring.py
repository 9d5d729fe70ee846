"""Processes and figures: what a command took, what a running stack answers, what it comes to."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
KIB_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took; ``said`` is the last line of its output."""

    seconds: float
    peak_mib: float
    said: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """Some figures: their median, 95th percentile, least, most and number."""

    median: float
    p95: float
    least: float
    most: float
    runs: int

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        """The spread of at least one figure."""
        ordered = sorted(figures)
        p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
        return cls(statistics.median(ordered), p95, ordered[0], ordered[-1], len(ordered))


def environment() -> dict[str, str]:
    """The environment in which every stack runs: no network, this checkout's code."""
    return {
        **os.environ,
        "ANONYMIZED_TELEMETRY": "False",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "PYTHONPATH": str(ROOT),
    }


def cost(command: Sequence[str]) -> Cost:
    """What the command took. Raises ``SystemExit`` with its words when it fails."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL,
            stdout=said, stderr=complained,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            complained.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{complained.read().decode(errors='replace')}")
        said.seek(0)
        lines = said.read().decode(errors="replace").splitlines()
    per_mib = KIB_PER_MIB if sys.platform != "darwin" else KIB_PER_MIB**2
    return Cost(seconds, usage.ru_maxrss / per_mib, lines[-1] if lines else "")


class Served:
    """A stack in a process of its own that answers one line of JSON with another."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, question: str) -> float:
        """The seconds that the stack says the question took it."""
        return float(self.send({"question": question})["seconds"])

    def send(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """What it answers. Raises ``SystemExit`` if it has ended."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            sys.exit(f"{self._process.args} ended with {self._process.wait()}.")
        return json.loads(line)

    def peak_mib(self) -> float:
        """The most memory it has held so far, where the system tells."""
        status = Path(f"/proc/{self._process.pid}/status")
        if not status.exists():
            return 0.0
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(x.split()[1]) for x in lines if x.startswith("VmHWM")) / KIB_PER_MIB


@contextmanager
def serving(command: Sequence[str]) -> Iterator[Served]:
    """The stack, started; it is ended afterwards."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, bufsize=1,
    )
    try:
        yield Served(process)
    finally:
        process.kill()
        process.wait()


def disk_mib(folder: Path) -> float:
    """What the files under the folder take."""
    sizes = (path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return sum(sizes) / KIB_PER_MIB**2
