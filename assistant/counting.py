"""How many of something, in words."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """``1 passage``, ``2 passages``; ``many`` where an ``s`` does not make it."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
