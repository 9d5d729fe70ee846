"""An exported recommendation, reckoned again from its facts with the rulebook of today. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.citing.links import AnswerLink
from assistant.decision.hybrid import recommend_parts
from assistant.decision.recommend import recommend
from assistant.decision.schema import Rulebook
from assistant.errors import InputError


@dataclass(frozen=True, slots=True)
class Reconsidered:
    """What the recommendation was, and what the same facts lead to now, in words."""

    state: Literal["exact", "rule-changed", "recommendation-changed"]
    before: str
    after: str


def reconsidered(said: AnswerLink, book: Rulebook) -> Reconsidered | None:
    """The comparison; None for an answer that was no recommendation."""
    if said.facts is None:
        return None
    before = _worded(said.model, said.ranking or {}, book)
    try:
        now = recommend(said.facts, book)
        if said.second:
            recommend_parts((said.facts, said.second), book)
    except InputError as error:
        return Reconsidered("rule-changed", before, f"cannot be reckoned any more: {error}")
    points = {s.model: "out" if s.ruled_out else str(s.points) for s in now.ranking}
    after = _worded(now.model, points, book)
    if now.model != said.model:
        return Reconsidered("recommendation-changed", before, after)
    if said.ranking and dict(said.ranking) != points:
        return Reconsidered("rule-changed", before, after)
    return Reconsidered("exact", before, after)


def _worded(model: str | None, points: Mapping[str, str], book: Rulebook) -> str:
    def label(name: str) -> str:
        return book.models[name].label if name in book.models else name[:60]

    lead = label(model) if model else "no clear winner"
    ranked = ", ".join(f"{label(m)} {p[:20]}" for m, p in list(points.items())[:12])
    return f"{lead} ({ranked})" if ranked else lead
