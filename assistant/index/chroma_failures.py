"""What Chroma's failures mean, and what of its database is refused before it is opened."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assistant.errors import DeadlinePassed, IndexDamaged, StorageError
from assistant.index.chroma_native import OtherInterface

COLLECTION = "passages"

_LOCK_SECONDS = 2


def refuse_stored_function(folder: Path) -> None:
    """None. Raises ``IndexDamaged`` where the database names code that Chroma would build.

    It is read as a file, before Chroma opens it.
    """
    location = (folder / "chroma.sqlite3").resolve().as_uri()
    try:
        with closing(sqlite3.connect(f"{location}?mode=ro", uri=True, timeout=_LOCK_SECONDS)) as db:
            rows = db.execute("SELECT name, config_json_str, schema_str FROM collections")
            found = rows.fetchall()
        named = any(names_function(json.loads(text)) for row in found for text in row[1:] if text)
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise _damaged(folder, error) from error
        message = f"Another process holds the database in {folder}. End it, then ask again."
        raise StorageError(message) from error
    except (sqlite3.Error, ValueError, RecursionError) as error:
        raise _damaged(folder, error) from error
    if [row[0] for row in found] != [COLLECTION]:
        raise _damaged(folder, "it does not hold the passages and nothing else")
    if named:
        raise _damaged(folder, "it names code to be run, which this program never wrote")


def names_function(value: object) -> bool:
    """Whether an embedding function of a known name is anywhere in a stored configuration."""
    if isinstance(value, dict):
        function = value.get("embedding_function")
        if function is not None and not (
            isinstance(function, dict) and function.get("type") in {"legacy", "unknown"}
        ):
            return True
        return any(map(names_function, value.values()))
    return isinstance(value, list) and any(map(names_function, value))


@contextmanager
def failures_in(folder: Path) -> Iterator[None]:
    """Nothing; any failure of the Chroma in ``folder`` inside becomes an error of ours.

    The native part panics with an exception that is no ``Exception``.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, OtherInterface):
        raise
    except DeadlinePassed as error:
        message = (
            f"{error} Another process may hold its database in {folder}: end that process, "
            "then ask again."
        )
        raise StorageError(message) from error
    except BaseException as error:
        if "readonly database" in str(error):
            message = (
                f"Chroma has to write in {folder}, even to read. Make the index writable, or "
                "copy it to a place that is and choose that with --index."
            )
            raise StorageError(message) from error
        raise _damaged(folder, error) from error


def _damaged(folder: Path, cause: object) -> IndexDamaged:
    return IndexDamaged(
        f"The vectors of {folder.parent.name} cannot be used ({cause}). Run: python ingest.py"
    )
