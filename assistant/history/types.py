"""The values of kept conversations."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class History:
    """Where conversations are kept: for ``days`` after their last message, ``most`` a reader."""

    path: Path
    days: int = 90
    most: int = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation: its turns, what its last answer was made from, when it was last changed.

    ``corpus`` and ``rulebook`` are fingerprints; ``changed`` is in seconds since 1970.
    """

    id: str
    title: str
    turns: tuple[str, ...]
    corpus: str
    rulebook: str
    changed: int


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given after ``turns``. ``body`` is all of it, as text."""

    turns: tuple[str, ...]
    corpus: str
    rulebook: str
    body: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the answer to the message ``place``, from 0, was helpful, and why not."""

    place: int
    helpful: bool
    reason: str
