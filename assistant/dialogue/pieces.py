"""Small parts that answers are put together from."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.dialogue.types import Block, Span


def heading(text: str) -> Block:
    """A heading of the assistant's own."""
    return Block("heading", ((Span(text),),))


def paragraph(*spans: Span) -> Block:
    """A paragraph of the spans."""
    return Block("paragraph", (spans,))


def item(*spans: Span) -> Block:
    """An item of a list."""
    return Block("item", (spans,))


def points(number: int) -> str:
    """``1 point``, ``−2 points``."""
    return f"{true_minus(number)} point" if abs(number) == 1 else f"{true_minus(number)} points"


def true_minus(number: int) -> str:
    """The number, with a true minus sign where it is negative."""
    return str(number).replace("-", "\N{MINUS SIGN}")


def listed(names: Sequence[str], last: str = "and") -> str:
    """``a, b and c``; ``last`` stands before the last name."""
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else "".join(names)
