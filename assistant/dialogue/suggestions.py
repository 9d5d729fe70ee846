"""Messages that the user may want to send next, and that can be answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.citing.types import Citation
from assistant.decision.schema import Rulebook
from assistant.decision.types import Recommendation
from assistant.dialogue.statement import Found

MOST = 3


def after_answer(found: Iterable[Found], cited: Iterable[Citation]) -> tuple[str, ...]:
    """Questions that the passages found are headed by, but for those just answered."""
    answered = {c.section for c in cited}
    headings = (
        f.passage.headings[-1]
        for f in found
        if f.passage.headings
        and f.passage.headings[-1].endswith("?")
        and " › ".join(f.passage.headings) not in answered
    )
    return tuple(dict.fromkeys(headings))[:MOST]


def after_advice(
    recommendation: Recommendation, rulebook: Rulebook, asked: Sequence[str] = ()
) -> tuple[str, ...]:
    """Questions about the recommendation, and about the risks of its first model.

    Of a model that was asked for its risks instead; what it is as well where nothing is known yet.
    """
    what, risks = rulebook.models[(*asked, *recommendation.leading)[0]].asks
    if not recommendation.facts:
        return (what, risks)
    return ("How sure are you?", "Who says so?", risks)
