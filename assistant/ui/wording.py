"""Criteria, values and outcomes in the words of the rulebook."""

from __future__ import annotations

from assistant.decision.schema import Rulebook
from assistant.dialogue.clicked import FORGOTTEN


def value_label(criterion: str, book: Rulebook, value: str) -> str:
    """A value with its meaning."""
    if value == FORGOTTEN:
        return "not known"
    return f"{value} – {book.criteria[criterion].values[value]}"


def outcome_label(model: str | None, book: Rulebook) -> str:
    """The model that wins, or that none does."""
    return book.models[model].label if model else "no clear winner"
