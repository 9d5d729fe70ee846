"""Two pieces of work, each with a model of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.decision.recommend import recommend
from assistant.decision.schema import Rulebook
from assistant.decision.types import Evidence, Facts, Recommendation


@dataclass(frozen=True, slots=True)
class Hybrid:
    """A recommendation for each part, in the order of the parts.

    ``models`` are the winners where they are decided for all parts and not all the same; it is
    empty otherwise, and then there is nothing to combine. ``because`` and ``evidence`` say why
    combining is sound.
    """

    parts: tuple[Recommendation, ...]
    models: tuple[str, ...]
    because: str
    evidence: tuple[Evidence, ...]


def recommend_parts(
    parts: Sequence[Facts], rulebook: Rulebook, *, without: frozenset[str] = frozenset()
) -> Hybrid:
    """Each part recommended by itself, and whether that makes a combination of models."""
    recommended = tuple(recommend(facts, rulebook, without=without) for facts in parts)
    models = tuple(r.model for r in recommended if r.model is not None)
    combined = len(models) == len(recommended) and len(set(models)) > 1
    return Hybrid(
        parts=recommended,
        models=models if combined else (),
        because=rulebook.combining.because,
        evidence=tuple(q.evidence for q in rulebook.combining.evidence),
    )
