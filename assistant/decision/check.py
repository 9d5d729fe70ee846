"""Whether a rulebook makes sense, and whether its quotes still stand in the corpus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from assistant.decision.bounds import bounds
from assistant.decision.leads import elimination
from assistant.decision.schema import Rule, Rulebook
from assistant.decision.types import Evidence

MOST_TIED_TOGETHER = 4_096
"""Combinations of values that one step of the exact reasoning may have to hold."""

Kind = Literal[
    "lost-quote", "dead-rule", "contradiction", "silent-value", "hopeless-model", "tangled"
]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: ``where`` names the rule, criterion or model, ``what`` is a sentence."""

    kind: Kind
    where: str
    what: str


def check(rulebook: Rulebook, passages: Mapping[str, str]) -> tuple[Problem, ...]:
    """Everything that is wrong, none for a sound rulebook. ``passages`` maps names to texts."""
    tangled = tuple(_tangled(rulebook))
    return (
        *_lost_quotes(rulebook, passages),
        *_dead_rules(rulebook),
        *_contradictions(rulebook),
        *_silent_values(rulebook),
        *tangled,
        *(() if tangled else _hopeless_models(rulebook)),
    )


def quotes(rulebook: Rulebook) -> Iterator[tuple[str, Evidence]]:
    """All that the rulebook quotes, each with the name of the place that does."""
    for rule in rulebook.rules:
        yield from ((f"rule {rule.id}", quoted.evidence) for quoted in rule.evidence)
    for conflict in rulebook.conflicts:
        yield from ((f"conflict {conflict.id}", side.evidence) for side in conflict.sides)
    for entry in rulebook.considered:
        yield from ((f"considered: {entry.item}", quoted.evidence) for quoted in entry.evidence)
    yield from (("combining", quoted.evidence) for quoted in rulebook.combining.evidence)


def _lost_quotes(rulebook: Rulebook, passages: Mapping[str, str]) -> Iterator[Problem]:
    for where, evidence in quotes(rulebook):
        text = passages.get(evidence.passage)
        if text is None:
            yield Problem("lost-quote", where, f"there is no passage {evidence.passage}")
        elif evidence.quote not in text:
            what = f"{evidence.passage} does not hold the words {evidence.quote!r}"
            yield Problem("lost-quote", where, what)


def _dead_rules(rulebook: Rulebook) -> Iterator[Problem]:
    """Rules that cannot change anything: what they speak of is ruled out whenever they fire."""
    for rule in rulebook.rules:
        moot = {
            model
            for other in rulebook.rules
            if other.id != rule.id and _implies(rule, other)
            for model in other.effects
            if other.rules_out(model)
        }
        if moot >= rule.effects.keys():
            what = f"whenever it fires, {', '.join(rule.effects)} is ruled out by another rule"
            yield Problem("dead-rule", f"rule {rule.id}", what)
        for criterion, values in rule.when.items():
            if set(values) >= rulebook.criteria[criterion].values.keys():
                what = f"every value of {criterion} meets its condition, so it tells nothing apart"
                yield Problem("dead-rule", f"rule {rule.id}", what)


def _implies(rule: Rule, other: Rule) -> bool:
    """Whether the other rule fires whenever this one does."""
    return all(
        criterion in rule.when and set(rule.when[criterion]) <= set(values)
        for criterion, values in other.when.items()
    )


def _contradictions(rulebook: Rulebook) -> Iterator[Problem]:
    declared = [set(conflict.rules) for conflict in rulebook.conflicts]
    for one, other in combinations(rulebook.rules, 2):
        if not _same_condition(one, other) or any({one.id, other.id} <= c for c in declared):
            continue
        for model in sorted(one.effects.keys() & other.effects.keys()):
            if _direction(one, model) * _direction(other, model) < 0:
                what = f"{model}: opposite effects of the same condition; declare the conflict"
                yield Problem("contradiction", f"rules {one.id} and {other.id}", what)


def _same_condition(one: Rule, other: Rule) -> bool:
    """Whether both ask about the same criteria, and some values meet both."""
    return one.when.keys() == other.when.keys() and all(
        not set(values).isdisjoint(other.when[criterion]) for criterion, values in one.when.items()
    )


def _direction(rule: Rule, model: str) -> int:
    return -1 if rule.rules_out(model) else rule.points(model)


def _silent_values(rulebook: Rulebook) -> Iterator[Problem]:
    spoken = {(c, v) for rule in rulebook.rules for c, vs in rule.when.items() for v in vs}
    for name, criterion in rulebook.criteria.items():
        for value in criterion.values:
            if ((name, value) in spoken) == (value in criterion.neutral):
                what = (
                    "is declared neutral and has a rule; drop one"
                    if value in criterion.neutral
                    else "has no rule; add one, or declare it neutral and say why"
                )
                yield Problem("silent-value", f"{name}={value}", what)


def _hopeless_models(rulebook: Rulebook) -> Iterator[Problem]:
    possible = bounds({}, rulebook).possible
    for model in rulebook.models:
        if model not in possible:
            yield Problem("hopeless-model", model, "cannot win, whatever the facts are")


def _tangled(rulebook: Rulebook) -> Iterator[Problem]:
    sizes = {name: len(criterion.values) for name, criterion in rulebook.criteria.items()}
    for name, tied in elimination(sizes, [rule.when for rule in rulebook.rules]).items():
        combined = sizes[name]
        for other in tied:
            combined *= sizes[other]
        if combined > MOST_TIED_TOGETHER:
            what = f"rules tie it to {', '.join(tied)}: {combined} combinations are too many"
            yield Problem("tangled", name, what)
