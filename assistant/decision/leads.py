"""How far one model can get ahead of another, over all completions of the open criteria.

Points add up, so criteria are summed out one at a time (bucket elimination): the work grows with
how closely rules tie open criteria together, not with the number of completions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from assistant.decision.schema import Rule, Rulebook
from assistant.decision.types import Facts

RIVAL_OUT = 10**6
"""Added to a lead where the rival is ruled out: more than points can make up."""
SELF_OUT = 10**9
"""Taken from a lead where the model itself is ruled out, whatever happens to the rival."""

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a criterion, given the criteria it is tied to.

    ``own`` and ``against`` run over the models; they hold what the rules that then fire add to the
    lead of each model, and to the lead over it. A last 0 in ``against`` stands for no rival.
    ``inherits`` names results summed out before that this option takes up: bucket and key.
    """

    own: tuple[int, ...]
    against: tuple[int, ...]
    inherits: tuple[tuple[int, Values], ...]


@dataclass(frozen=True, slots=True)
class Bucket:
    """One open criterion; ``tied`` are criteria that are summed out after it.

    ``options`` maps values of the tied criteria to an option for each of ``values``.
    """

    criterion: str
    values: Values
    tied: Values
    options: Mapping[Values, tuple[Option, ...]]


@dataclass(frozen=True, slots=True)
class Space:
    """All completions of some facts: buckets in the order they are summed out.

    ``certain`` is what holds in every completion; ``roots`` are buckets that nothing takes up.
    """

    buckets: tuple[Bucket, ...]
    certain: Option
    roots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """The best that can be reached, and by bucket what each option gives up of it (0 or less)."""

    best: int
    losses: tuple[Mapping[Values, tuple[int, ...]], ...]


def completions(facts: Facts, rulebook: Rulebook) -> Space:
    """The ways in which the criteria that the facts leave open can be answered."""
    domains = {c: tuple(d.values) for c, d in rulebook.criteria.items() if c not in facts}
    live = [
        (rule, {c: values for c, values in rule.when.items() if c in domains})
        for rule in rulebook.rules
        if all(facts[c] in values for c, values in rule.when.items() if c in facts)
    ]
    tied = elimination(domains, [when for _, when in live])
    place = {criterion: i for i, criterion in enumerate(tied)}
    own: list[list[tuple[Rule, Mapping[str, Values]]]] = [[] for _ in tied]
    for rule, when in live:
        if when:
            own[min(place[c] for c in when)].append((rule, when))
    takes: list[list[int]] = [[] for _ in tied]
    for i, others in enumerate(tied.values()):
        if others:
            takes[min(place[c] for c in others)].append(i)
    models, scopes = tuple(rulebook.models), tuple(tied.values())
    buckets = []
    for i, (criterion, others) in enumerate(tied.items()):
        options = {}
        for context in product(*(domains[c] for c in others)):
            row = []
            for value in domains[criterion]:
                chosen = {**dict(zip(others, context, strict=True)), criterion: value}
                rules = [r for r, when in own[i] if all(chosen[c] in when[c] for c in when)]
                keys = tuple((j, tuple(chosen[c] for c in scopes[j])) for j in takes[i])
                row.append(_option(rules, models, keys))
            options[context] = tuple(row)
        buckets.append(Bucket(criterion, domains[criterion], others, options))
    certain = _option([rule for rule, when in live if not when], models, ())
    return Space(tuple(buckets), certain, tuple(i for i, s in enumerate(scopes) if not s))


def elimination(
    domains: Iterable[str], conditions: Iterable[Iterable[str]]
) -> dict[str, tuple[str, ...]]:
    """The criteria in an order that ties few together, each with those it is then tied to.

    The next is always the one that is tied to the fewest (the min-degree heuristic).
    """
    near: dict[str, set[str]] = {criterion: set() for criterion in domains}
    for condition in conditions:
        for criterion in condition:
            near[criterion] |= set(condition) - {criterion}
    place = {criterion: i for i, criterion in enumerate(near)}
    order: dict[str, tuple[str, ...]] = {}
    while near:
        criterion = min(near, key=lambda c: (len(near[c]), place[c]))
        tied = near.pop(criterion)
        for other in tied:
            near[other] |= tied - {other}
            near[other].discard(criterion)
        order[criterion] = tuple(sorted(tied, key=place.__getitem__))
    return order


def _option(
    rules: Sequence[Rule], models: Sequence[str], inherits: tuple[tuple[int, Values], ...]
) -> Option:
    points = dict.fromkeys(models, 0)
    out = set[str]()
    for rule in rules:
        for model, effect in rule.effects.items():
            if isinstance(effect, int):
                points[model] += effect
            else:
                out.add(model)
    return Option(
        own=tuple(p - SELF_OUT if m in out else p for m, p in points.items()),
        against=(*(RIVAL_OUT - p if m in out else -p for m, p in points.items()), 0),
        inherits=inherits,
    )


def lead(space: Space, model: int, rival: int | None, *, sign: int = 1) -> Lead:
    """How far the model can get ahead of the rival (of no points at all where that is None).

    Models are given by position. With ``sign=-1`` everything is negated, and ``best`` is minus
    the smallest lead.
    """
    over = -1 if rival is None else rival
    results: list[dict[Values, int]] = []
    losses = []
    for bucket in space.buckets:
        result, lost = {}, {}
        for context, options in bucket.options.items():
            reached = []
            for option in options:
                total = sign * (option.own[model] + option.against[over])
                for i, key in option.inherits:
                    total += results[i][key]
                reached.append(total)
            best = result[context] = max(reached)
            lost[context] = tuple([total - best for total in reached])
        results.append(result)
        losses.append(lost)
    best = sign * (space.certain.own[model] + space.certain.against[over])
    return Lead(best + sum(results[i][()] for i in space.roots), tuple(losses))
