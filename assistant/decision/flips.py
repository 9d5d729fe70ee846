"""What would change the answer: single changed facts, and two situations side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.decision.schema import Rulebook
from assistant.decision.types import Evidence, Facts, Flip, Recommendation
from assistant.decision.verdict import fired, wins

MOST_EVIDENCE = 3


def flips(facts: Facts, rulebook: Rulebook) -> tuple[Flip, ...]:
    """Each change of one stated fact that changes the outcome, in the rulebook's order.

    ``evidence`` is what makes the fact matter: quotes of the rules that start or stop firing,
    those first that speak for the new winner, then those that move one against the other most.
    """
    before = wins(facts, rulebook)
    found = []
    for criterion in rulebook.criteria:
        if criterion not in facts:
            continue
        for value in rulebook.criteria[criterion].values:
            changed = {**facts, criterion: value}
            after = wins(changed, rulebook)
            if after != before:
                evidence = _evidence(facts, changed, (before, after), rulebook)
                found.append(Flip(criterion, facts[criterion], value, after, evidence))
    return tuple(found)


def _evidence(
    facts: Facts, changed: Facts, models: tuple[str | None, str | None], rulebook: Rulebook
) -> tuple[Evidence, ...]:
    """One quote of each rule that the change switches on or off.

    First those switched on that give the new winner points or rule out the old one, the weightiest
    first: they say why the outcome is what it then is.
    """
    before, after = set(_ids(facts, rulebook)), set(_ids(changed, rulebook))
    old, new = models
    named = [model for model in models if model is not None]
    weights = []
    for rule_id in before ^ after:
        rule = rulebook.by_id[rule_id]
        excludes = any(rule.rules_out(model) for model in named)
        moves = sum(abs(rule.points(model)) for model in named)
        if rule.evidence and (excludes or moves):
            for_new = rule_id in after and (
                (new is not None and rule.points(new) > 0)
                or (old is not None and rule.rules_out(old))
            )
            weights.append((not for_new, not excludes, -moves, rule_id))
    quotes = (rulebook.by_id[rule_id].evidence[0].evidence for *_, rule_id in sorted(weights))
    return tuple(dict.fromkeys(quotes))[:MOST_EVIDENCE]


def _ids(facts: Facts, rulebook: Rulebook) -> tuple[str, ...]:
    return tuple(rule.id for rule in fired(facts, rulebook))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two recommendations side by side: what was changed, and what moved.

    ``changed`` maps criteria to their values before and after, None for open. ``moved`` maps
    models to their points before and after; models that stand where they stood are left out.
    ``excluded`` are the models ruled out only after, ``readmitted`` those only before; ``started``
    and ``stopped`` are the rules that fire only after, and only before.
    """

    before: Recommendation
    after: Recommendation
    changed: Mapping[str, tuple[str | None, str | None]]
    moved: Mapping[str, tuple[int, int]]
    excluded: tuple[str, ...]
    readmitted: tuple[str, ...]
    started: tuple[str, ...]
    stopped: tuple[str, ...]


def compare(before: Recommendation, after: Recommendation) -> Comparison:
    """What the second recommendation has different from the first."""
    criteria = dict.fromkeys((*before.facts, *after.facts))
    points = {s.model: s.points for s in before.ranking}
    out = [{s.model for s in side.ranking if s.ruled_out} for side in (before, after)]
    rules = [{r.rule for s in side.ranking for r in s.reasons} for side in (before, after)]
    return Comparison(
        before=before,
        after=after,
        changed={
            c: (before.facts.get(c), after.facts.get(c))
            for c in criteria
            if before.facts.get(c) != after.facts.get(c)
        },
        moved={
            s.model: (points[s.model], s.points)
            for s in after.ranking
            if points[s.model] != s.points
        },
        excluded=tuple(sorted(out[1] - out[0])),
        readmitted=tuple(sorted(out[0] - out[1])),
        started=tuple(sorted(rules[1] - rules[0])),
        stopped=tuple(sorted(rules[0] - rules[1])),
    )
