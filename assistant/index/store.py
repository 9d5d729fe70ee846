"""Where generations lie, which one is current, and who may build the next.

======================  ======================================================================
INDEX/CURRENT           the name of the generation that is served
INDEX/ingest.lock       held while an ingest runs; the kernel frees it when a process dies
INDEX/ingest.pid        the process that holds it
INDEX/vectors.sqlite    vectors already computed, see ``vectors``
INDEX/gen-…/            one generation; whole when it has a manifest
======================  ======================================================================
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import IngestRunning, StorageError
from assistant.index.failpoint import failpoint
from assistant.index.manifest import MANIFEST

try:
    import fcntl
except ImportError:  # Windows: generations in use cannot be removed there anyway
    fcntl = None  # type: ignore[assignment]

_NAME = re.compile(r"gen-[0-9]{8}T[0-9]{12}-[0-9a-f]{8}")


def current_name(index: Path) -> str | None:
    """The name that CURRENT holds, or None when it is missing or holds no such name."""
    try:
        with (index / "CURRENT").open(encoding="ascii") as file:
            name = file.read(100).strip()
    except (OSError, ValueError):
        return None
    return name if _NAME.fullmatch(name) else None


def whole_generations(index: Path) -> tuple[Path, ...]:
    """The folders of generations that were finished and checked, newest first."""
    return tuple(path for path in _generations(index) if (path / MANIFEST).is_file())


def _generations(index: Path) -> list[Path]:
    with suppress(OSError):
        return sorted((p for p in index.iterdir() if _NAME.fullmatch(p.name)), reverse=True)
    return []


def new_generation(index: Path) -> Path:
    """A new empty folder; its name sorts after all earlier ones."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    folder = index / f"gen-{stamp}-{secrets.token_hex(4)}"
    folder.mkdir()
    return folder


@contextmanager
def ingest_lock(index: Path) -> Iterator[None]:
    """Nothing; held while the block runs. Raises ``IngestRunning`` at once if another has it."""
    from filelock import FileLock, Timeout

    try:
        index.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index / "ingest.lock", timeout=0)
        with lock:
            (index / "ingest.pid").write_text(str(os.getpid()), encoding="ascii")
            try:
                yield
            finally:
                (index / "ingest.pid").unlink(missing_ok=True)
    except Timeout:
        message = f"Another ingest is running{_running(index)}. Wait until it is done."
        raise IngestRunning(message) from None


def _running(index: Path) -> str:
    with suppress(OSError, ValueError):
        return f" (process {int((index / 'ingest.pid').read_text(encoding='ascii'))})"
    return ""


def require_space(index: Path, needed_bytes: int) -> None:
    """None. Raises ``StorageError`` when the disk has less free than ``needed_bytes``."""
    free = shutil.disk_usage(index).free
    if free < needed_bytes:
        message = (
            f"The index needs about {needed_bytes / 1e6:.0f} MB in {index}, and "
            f"{free / 1e6:.0f} MB are free. Free some space, or choose another disk with --index."
        )
        raise StorageError(message)


def flip(index: Path, name: str) -> None:
    """None; from here on, readers that look find generation ``name``."""
    failpoint("before-flip")
    pointer = index / "CURRENT.tmp"
    with pointer.open("w", encoding="ascii") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    failpoint("flip-written")
    pointer.replace(index / "CURRENT")
    sync_folder(index)
    failpoint("after-flip")


def sync_tree(folder: Path) -> None:
    """None; all files under ``folder`` are on the disk."""
    for parent, _, names in os.walk(folder):
        for name in names:
            with Path(parent, name).open("rb") as file:
                os.fsync(file.fileno())
        sync_folder(Path(parent))


def sync_folder(folder: Path) -> None:
    """None; the entries of ``folder`` are on the disk (where a system can do that)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def hold(folder: Path) -> int | None:
    """A descriptor that keeps ``folder`` from being pruned until it is closed, where possible."""
    if fcntl is None:
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # some network file systems know no locks
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return descriptor


def prune(
    index: Path, before: Callable[[Path], None] = lambda _: None, keep: int = 2
) -> None:
    """None; removes unfinished generations and all but the newest ``keep`` not in use.

    ``before`` is called with each that goes, for what belongs to it elsewhere.

    To be called under the ingest lock.
    """
    whole = {path.name for path in whole_generations(index)[:keep]}
    whole |= {current_name(index) or ""}
    for path in _generations(index):
        if path.name not in whole and not _held(path):
            before(path)
            remove(path)


def _held(folder: Path) -> bool:
    if fcntl is None:
        return False
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def remove(folder: Path) -> None:
    """None; ``folder`` is gone, its manifest first, so that no half of it looks whole."""
    with suppress(OSError):
        (folder / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
