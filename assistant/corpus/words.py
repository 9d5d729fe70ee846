"""Sets of words as they are best kept: one string to read, one set to look up in."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """The words of the text."""
    return frozenset(text.split())
