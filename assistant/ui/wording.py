"""Criteria, values and outcomes in the words of the rulebook."""

from __future__ import annotations

from assistant.decision.schema import Rulebook

UNKNOWN = "?"
"""The value that forgets a fact; see ``Conversation``."""


def value_label(criterion: str, book: Rulebook, value: str) -> str:
    """A value with its meaning."""
    if value == UNKNOWN:
        return "not known"
    return f"{value} – {book.criteria[criterion].values[value]}"


def outcome_label(model: str | None, book: Rulebook) -> str:
    """The model that wins, or that none does."""
    return book.models[model].label if model else "no clear winner"


def points_label(points: int) -> str:
    """Points with a true minus sign."""
    return str(points).replace("-", "−")


