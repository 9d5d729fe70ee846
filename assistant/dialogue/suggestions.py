"""Messages that the user may want to send next, and that can be answered."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.citing.types import Citation
from assistant.decision.schema import Rulebook
from assistant.decision.types import Recommendation
from assistant.dialogue.evidence import Found

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


def after_advice(recommendation: Recommendation, rulebook: Rulebook) -> tuple[str, ...]:
    """Questions about the recommendation; about its first model where it is undecided."""
    model = rulebook.models[recommendation.leading[0]].label.lower()
    risks = f"What are the risks of {model}?"
    if not recommendation.facts:
        return (f"What is {model}?", risks)
    return ("How sure are you?", "Who says so?", risks)
