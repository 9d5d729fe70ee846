"""The search for a completion, or a pair of them, in which several leads are large enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations

from assistant.decision.leads import Lead, Space


@dataclass(frozen=True, slots=True)
class Demand:
    """A lead that has to be at least ``least``.

    ``changed`` demands it of the second of a pair of completions (see :func:`satisfiable`).
    """

    lead: Lead
    least: int
    changed: bool = False

    @property
    def reachable(self) -> bool:
        """Whether any completion meets it."""
        return self.lead.best >= self.least


def satisfiable(space: Space, demands: Sequence[Demand], varied: str | None = None) -> bool:
    """Whether one completion meets all demands.

    With ``varied``, a pair of completions is sought that differ in that criterion's value alone.
    A branch is dropped as soon as one demand, taken alone, can no longer be met: what each choice
    costs of each lead is known exactly, so that what is left of it (the slack) is exact too.
    """
    slack = [demand.lead.best - demand.least for demand in demands]
    if min(slack) < 0:
        return False
    return _extend(_Search(space, demands, varied), len(space.buckets) - 1, slack, {}, {})


@dataclass(frozen=True, slots=True)
class _Search:
    space: Space
    demands: Sequence[Demand]
    varied: str | None


def _extend(
    search: _Search,
    depth: int,
    slack: Sequence[int],
    first: dict[str, str],
    second: dict[str, str],
) -> bool:
    """Whether the choices so far can be completed, from the bucket at ``depth`` down to 0."""
    if depth < 0:
        return True
    bucket = search.space.buckets[depth]
    keys = tuple(first[c] for c in bucket.tied), tuple(second[c] for c in bucket.tied)
    rows = [(demand.lead.losses[depth][keys[demand.changed]], demand.changed)
            for demand in search.demands]
    steps = []
    for pair in _pairs(len(bucket.values), apart=bucket.criterion == search.varied):
        left = [spare + row[pair[changed]] for spare, (row, changed) in zip(slack, rows)]  # noqa: B905
        if min(left) >= 0:
            steps.append((-sum(left), pair, left))
    for _, (i, j), left in sorted(steps):  # what gives up least is the most promising
        first[bucket.criterion], second[bucket.criterion] = bucket.values[i], bucket.values[j]
        if _extend(search, depth - 1, left, first, second):
            return True
    return False


@cache
def _pairs(size: int, *, apart: bool) -> tuple[tuple[int, int], ...]:
    """The choices of values, by number, for the first and the second completion."""
    if apart:
        return tuple(permutations(range(size), 2))
    return tuple((i, i) for i in range(size))
