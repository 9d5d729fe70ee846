"""What moved between two answers to the same messages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.citing.types import Citation
from assistant.dialogue.types import Answer


@dataclass(frozen=True, slots=True)
class MovedPoints:
    """A model's points in either answer; None where it is ruled out or not ranked."""

    model: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What differs. A pair is (before, after), None where both answers have the same.

    ``sources`` and ``rules`` tell which of the two the answers were not made from alike.
    ``facts`` are those heard otherwise: criterion, value before and after, None for not at all.
    ``gone`` are quotes of the former answer that the later one does not have, ``new`` the reverse.
    ``words`` tells whether the text differs at all.
    """

    sources: bool
    rules: bool
    words: bool
    kind: tuple[str, str] | None
    model: tuple[str | None, str | None] | None
    points: tuple[MovedPoints, ...]
    facts: tuple[tuple[str, str | None, str | None], ...]
    gone: tuple[Citation, ...]
    new: tuple[Citation, ...]


def moved(before: Answer, after: Answer) -> Moved:
    """What differs between two answers to the same messages."""
    was, now = before.recommendation or {}, after.recommendation or {}
    verdicts = (was.get("model"), now.get("model"))
    both = before.recommendation is not None and after.recommendation is not None
    said = {(c.document, c.quote) for c in before.citations}
    says = {(c.document, c.quote) for c in after.citations}
    return Moved(
        sources=before.corpus != after.corpus,
        rules=before.rulebook != after.rulebook,
        words=before.markdown != after.markdown,
        kind=None if before.kind == after.kind else (before.kind, after.kind),
        model=verdicts if both and verdicts[0] != verdicts[1] else None,
        points=_points(was, now) if both else (),
        facts=_facts(before, after),
        gone=tuple(c for c in before.citations if (c.document, c.quote) not in says),
        new=tuple(c for c in after.citations if (c.document, c.quote) not in said),
    )


def _points(was: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[MovedPoints, ...]:
    before, after = (_ranked(side) for side in (was, now))
    models = dict.fromkeys((*after, *before))
    pairs = (MovedPoints(m, before.get(m), after.get(m)) for m in models)
    return tuple(pair for pair in pairs if pair.before != pair.after)


def _ranked(side: Mapping[str, Any]) -> dict[str, int | None]:
    return {
        standing["model"]: None if standing["ruled_out"] else standing["points"]
        for standing in side["ranking"]
    }


def _facts(before: Answer, after: Answer) -> tuple[tuple[str, str | None, str | None], ...]:
    heard, hears = (
        {fact["criterion"]: fact["value"] for fact in answer.heard} for answer in (before, after)
    )
    names = dict.fromkeys((*heard, *hears))
    pairs = ((name, heard.get(name), hears.get(name)) for name in names)
    return tuple(pair for pair in pairs if pair[1] != pair[2])
