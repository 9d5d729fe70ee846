"""Who wins on given facts: the sum of points, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.decision.schema import Rule, Rulebook
from assistant.decision.types import Facts
from assistant.errors import InputError

MOST_LEADERS = 3


@dataclass(frozen=True, slots=True)
class Count:
    """The points of each model under some facts, and the models that are ruled out."""

    points: Mapping[str, int]
    out: frozenset[str]


def known(facts: Facts, rulebook: Rulebook) -> dict[str, str]:
    """The facts in the rulebook's order; ``InputError`` where it has no such criterion or value."""
    for criterion, value in facts.items():
        if criterion not in rulebook.criteria:
            raise InputError(
                f"unknown criterion {criterion!r}; there are {', '.join(rulebook.criteria)}"
            )
        values = rulebook.criteria[criterion].values
        if value not in values:
            raise InputError(f"{criterion} cannot be {value!r}; it is one of {', '.join(values)}")
    return {criterion: facts[criterion] for criterion in rulebook.criteria if criterion in facts}


def fired(facts: Facts, rulebook: Rulebook) -> tuple[Rule, ...]:
    """The rules whose conditions the facts meet, by id."""
    return tuple(sorted(_fired(facts, rulebook), key=lambda rule: rule.id))


def count(facts: Facts, rulebook: Rulebook) -> Count:
    """What the rules that fire add up to."""
    points = dict.fromkeys(rulebook.models, 0)
    out = set[str]()
    for rule in _fired(facts, rulebook):
        for model, effect in rule.effects.items():
            if isinstance(effect, int):
                points[model] += effect
            else:
                out.add(model)
    return Count(points, frozenset(out))


def _fired(facts: Facts, rulebook: Rulebook) -> Iterator[Rule]:
    asked = _by_first_condition(rulebook)
    return (rule for fact in facts.items() for rule in asked.get(fact, ()) if rule.fires(facts))


@lru_cache(maxsize=32)
def _by_first_condition(rulebook: Rulebook) -> Mapping[tuple[str, str], tuple[Rule, ...]]:
    """The rules by the facts that meet their first condition: few of many have to be looked at."""
    found: dict[tuple[str, str], tuple[Rule, ...]] = {}
    for rule in rulebook.rules:
        criterion, values = next(iter(rule.when.items()))
        for value in dict.fromkeys(values):
            found[criterion, value] = (*found.get((criterion, value), ()), rule)
    return found


def winner(counted: Count, rulebook: Rulebook) -> str | None:
    """The model that leads by enough and with enough, or None.

    A model decides where it is not ruled out, has at least ``decides.points``, and is at least
    ``decides.margin`` ahead of every other model that is not ruled out.
    """
    standing = sorted(
        (points for model, points in counted.points.items() if model not in counted.out),
        reverse=True,
    )
    if not standing or standing[0] < rulebook.decides.points:
        return None
    if len(standing) > 1 and standing[0] - standing[1] < rulebook.decides.margin:
        return None
    best = standing[0]
    return next(m for m, p in counted.points.items() if p == best and m not in counted.out)


def wins(facts: Facts, rulebook: Rulebook) -> str | None:
    """The model that the facts decide for, or None."""
    return winner(count(facts, rulebook), rulebook)


def leaders(counted: Count, reach: Mapping[str, int | None], rulebook: Rulebook) -> tuple[str, ...]:
    """Two or three models in front where none wins; fewer where the rest is ruled out.

    These are the models within the margin of the first, and at least one beside it. Among equals
    that comes first which can still get furthest (``reach``, the most points still attainable).
    """
    left = [model for model in counted.points if model not in counted.out]
    left.sort(key=lambda m: (-counted.points[m], -(reach[m] or 0)))
    close = [
        model
        for model in left
        if counted.points[left[0]] - counted.points[model] < rulebook.decides.margin
    ]
    return tuple(left[: min(max(len(close), 2), MOST_LEADERS)])
