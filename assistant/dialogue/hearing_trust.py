"""How much each sign of a fact counts: fitted tables, and how much belief is enough."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from assistant.errors import RulebookError

FILE = "hearing_belief.json"
BY_WORDS = (
    "words", "sentence", "ours", "rival", "clause", "most ours", "least ours", "asks", "covered",
    "decides",
)
BY_MEANING = ("meaning", "ours by meaning")
SIGNS = BY_WORDS + BY_MEANING
"""What a fact is judged by, in this order; all in log-odds or of about that size.

"rival" is the likeliest other value of the criterion, for what no pattern heard; which of two
readings by patterns holds, ``hearing_readings`` tells. "covered" is the share of the sentence that
a pattern heard the fact in; "decides" holds of all in a message that asks what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """How much each sign counts, and where a criterion begins; log-odds."""

    signs: tuple[float, ...]
    begin: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Trust:
    """The tables for facts that a pattern heard or did not hear, by words alone or with meaning.

    ``least`` and ``least_meant`` are the belief that is enough, in log-odds; what its words make
    less likely than ``worth_asking`` or likelier than ``sure`` is not asked for its meaning.
    """

    heard: Table
    unheard: Table
    heard_meant: Table
    unheard_meant: Table
    least: float
    least_meant: float
    worth_asking: float
    sure: float


@lru_cache(maxsize=1)
def load_trust() -> Trust:
    """The packaged tables, read once. Raises RulebookError naming the file."""
    text = resources.files("assistant.dialogue").joinpath(FILE).read_text(encoding="utf-8")
    try:
        return read_trust(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{FILE} is damaged: {error!r}. Write it anew with tests/evaluation/fit_hearing.py."
        raise RulebookError(message) from error


def read_trust(told: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Trust:
    """The tables of a file. Raises KeyError or TypeError where it lacks something or has more."""
    unknown = {sign for name, row in told.items() if name != "enough" for sign in row["signs"]}
    if unknown := unknown - set(SIGNS):
        raise KeyError(*sorted(unknown))
    tables = {
        name: Table(tuple(row["signs"].get(s, 0.0) for s in SIGNS), row["begin"])
        for name, row in told.items()
        if name != "enough"
    }
    return Trust(**tables, **told["enough"])  # type: ignore[arg-type]
