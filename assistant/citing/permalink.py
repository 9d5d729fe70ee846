"""A link that replays an answer: all turns, and what it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs, urlencode

FINGERPRINT_CHARS = 16


def permalink(base_url: str, turns: Sequence[str], corpus: str, rulebook: str) -> str:
    """``BASE/?t=TURN&t=…&corpus=…&rulebook=…``, relative where ``base_url`` is empty."""
    query = urlencode(
        [
            *(("t", turn) for turn in turns),
            ("corpus", corpus[:FINGERPRINT_CHARS]),
            ("rulebook", rulebook[:FINGERPRINT_CHARS]),
        ]
    )
    return f"{base_url.rstrip('/')}/?{query}"


def turns_of(query: str) -> tuple[str, ...]:
    """The turns in a permalink's query string."""
    return tuple(parse_qs(query.lstrip("?")).get("t", ()))
