"""What the answer to one criterion can do to the models, whatever else is the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.decision.schema import Rule, Rulebook
from assistant.decision.types import Facts


@dataclass(frozen=True, slots=True)
class Influence:
    """Points that a criterion's values bring each model, by what else its rules ask for.

    ``groups`` holds, for each set of other conditions, a row of points per value; rows run over
    the models. ``excludes`` are the models, by position, that a value may rule out.
    """

    groups: tuple[tuple[tuple[int, ...], ...], ...]
    excludes: frozenset[int]

    def swing(self, one: int, other: int | None) -> int:
        """No change of value moves one model against the other by more points than this."""
        total = 0
        for group in self.groups:
            leads = [row[one] - (0 if other is None else row[other]) for row in group]
            total += max(leads) - min(leads)
        return total


def influence(criterion: str, facts: Facts, rulebook: Rulebook) -> Influence:
    """What the open criterion can do under the facts."""
    models = tuple(rulebook.models)
    groups: dict[frozenset[tuple[str, tuple[str, ...]]], list[Rule]] = {}
    excludes = set[int]()
    for rule in rulebook.rules:
        if criterion in rule.when and _alive(rule, facts):
            others = {(c, values) for c, values in rule.when.items() if c != criterion}
            groups.setdefault(frozenset(others), []).append(rule)
            excludes |= {i for i, model in enumerate(models) if rule.rules_out(model)}
    rows = (
        tuple(
            tuple(sum(r.points(m) for r in rules if value in r.when[criterion]) for m in models)
            for value in rulebook.criteria[criterion].values
        )
        for rules in groups.values()
    )
    return Influence(tuple(rows), frozenset(excludes))


def _alive(rule: Rule, facts: Mapping[str, str]) -> bool:
    return all(facts[c] in values for c, values in rule.when.items() if c in facts)
