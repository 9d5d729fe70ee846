"""The values of a decision: facts in, recommendation out. All frozen, all plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Facts = Mapping[str, str]
"""Criterion -> value, for the criteria that are known. An absent criterion is open."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of the corpus and the exact words in it that a rule rests on."""

    passage: str
    quote: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule contributed to one model.

    ``points`` may be negative. ``ruled_out`` is true where the rule excludes the model.
    ``evidence`` is empty for a house rule (the project's own judgement, shown as such).
    """

    rule: str
    points: int
    ruled_out: bool
    because: str
    criteria: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One model's place in the ranking. ``points`` is the sum over ``reasons``."""

    model: str
    points: int
    ruled_out: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A criterion not yet known; ``outcomes`` maps each value to the model that would win.

    ``decisive`` is true where the answer can change the winner. An outcome is None where the
    facts would still not decide.
    """

    criterion: str
    question: str
    decisive: bool
    outcomes: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Flip:
    """A single changed fact that would change the winner; ``model`` is the new winner."""

    criterion: str
    before: str
    after: str
    model: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What holds whatever the open criteria turn out to be, exactly, over all completions.

    ``possible`` are the models that win in at least one completion. ``settled`` is the model
    that wins in all of them, or None.
    """

    possible: tuple[str, ...]
    settled: str | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The reckoning.

    ``model`` is None where the facts do not decide; ``leading`` then names the two or three models
    in front (one model otherwise, fewer where the rest is ruled out). ``margin`` is the distance
    in points from the first to the second. ``ranking`` has every model, best first; models that
    are ruled out come last. ``open`` has the most decisive question first.
    """

    model: str | None
    leading: tuple[str, ...]
    margin: int
    ranking: tuple[Standing, ...]
    facts: Facts
    open: tuple[OpenQuestion, ...]
    flips: tuple[Flip, ...]
    bounds: Bounds
