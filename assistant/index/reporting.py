"""What an ingest tells on a terminal: a bar for what takes time, a line for each file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from assistant.index.build import BuildReport, Progress

_SHOWN_AFTER_SECONDS = 1.0
_LOGGED_EVERY_SECONDS = 10.0


@contextmanager
def progress_bar() -> Iterator[Callable[[Progress], None]]:
    """A callback that draws each stage on standard error once it has lasted a second."""
    bar: tqdm[None] | None = None

    def show(progress: Progress) -> None:
        nonlocal bar
        if bar is None or bar.desc != progress.stage:
            if bar is not None:
                bar.close()
            bar = tqdm(
                desc=progress.stage,
                total=progress.total,
                unit=f" {progress.unit}",
                delay=_SHOWN_AFTER_SECONDS,
                mininterval=0.1 if sys.stderr.isatty() else _LOGGED_EVERY_SECONDS,
                dynamic_ncols=True,
            )
        bar.update(progress.done - bar.n)

    try:
        yield show
    finally:
        if bar is not None:
            bar.close()


def counted(number: int, noun: str) -> str:
    """``1 passage``, ``2 passages``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def were(number: int) -> str:
    """``was`` or ``were``, as the number asks."""
    return "was" if number == 1 else "were"


def report_lines(report: BuildReport) -> Iterator[str]:
    """A line for each file and each document gone, then one on the whole."""
    done = dict.fromkeys(report.added, "added") | dict.fromkeys(report.changed, "changed")
    for file in report.files:
        if file.status == "read":
            note = f" ({file.reason})" if file.reason else ""
            state = done.get(file.document, "unchanged")
            yield f"{file.file}: {state}, {counted(file.passages, 'passage')}{note}"
        else:
            yield f"{file.file}: {file.status}, {file.reason}"
    for document in report.removed:
        yield f"{document}: removed"
    if report.unchanged:
        yield f"Nothing has changed; the index holds {counted(report.passages, 'passage')}."
    else:
        yield (
            f"The index holds {counted(report.passages, 'passage')}; "
            f"{counted(report.encoded, 'text')} {were(report.encoded)} encoded, "
            f"{report.reused} {were(report.reused)} known."
        )


def is_complete(report: BuildReport) -> bool:
    """Whether every file that should have been read was read."""
    return all(file.status in {"read", "ignored"} for file in report.files)
