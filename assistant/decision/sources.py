"""What rests on which source: leaving one out, and where sources disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.decision.schema import Conflict, Rule, Rulebook
from assistant.decision.types import Facts, Recommendation
from assistant.decision.verdict import wins


@dataclass(frozen=True, slots=True)
class Survival:
    """What wins with and without a document; None where the facts do not decide."""

    document: str
    before: str | None
    after: str | None

    @property
    def survives(self) -> bool:
        """Whether the outcome is the same without the document."""
        return self.before == self.after


def survives_without(facts: Facts, rulebook: Rulebook, document: str) -> Survival:
    """Whether the winner stays when the document carries no weight, and what wins instead."""
    reduced = leaving_out(rulebook, frozenset({document}))
    return Survival(document, wins(facts, rulebook), wins(facts, reduced))


def documents(rulebook: Rulebook) -> tuple[str, ...]:
    """The documents that any rule rests on, by name."""
    return tuple(sorted({q.document for rule in rulebook.rules for q in rule.evidence}))


@lru_cache(maxsize=32)
def leaving_out(rulebook: Rulebook, without: frozenset[str]) -> Rulebook:
    """The rulebook without these documents' quotes, nor the rules that only they bear out."""
    if without.isdisjoint(documents(rulebook)):
        return rulebook
    kept = (_without(rule, without) for rule in rulebook.rules)
    fields = {name: getattr(rulebook, name) for name in Rulebook.model_fields}
    fields["rules"] = tuple(rule for rule in kept if rule.house or rule.evidence)
    # A copy would take along what the original has cached; validation has been done before.
    return Rulebook.model_construct(**fields)


def _without(rule: Rule, without: frozenset[str]) -> Rule:
    kept = tuple(quoted for quoted in rule.evidence if quoted.document not in without)
    return rule.model_copy(update={"evidence": kept})


def conflicts_touching(recommendation: Recommendation, rulebook: Rulebook) -> tuple[Conflict, ...]:
    """Disagreements of the sources that bear on this answer, those with most rules in it first.

    A conflict touches an answer where a rule that takes a side has fired, over a stated fact that
    the conflict is about, and it is about a model in front: the winner, a leader or the runner-up.
    """
    front = {standing.model for standing in recommendation.ranking[:2]}
    front |= set(recommendation.leading)
    used = {reason.rule for standing in recommendation.ranking for reason in standing.reasons}
    touching = [
        conflict
        for conflict in rulebook.conflicts
        if front.intersection(conflict.models)
        and used.intersection(conflict.rules)
        and not recommendation.facts.keys().isdisjoint(conflict.criteria)
    ]
    return tuple(sorted(touching, key=lambda c: -len(used.intersection(c.rules))))


def carried_by(recommendation: Recommendation) -> Mapping[str, int]:
    """How many points of the first in the ranking each document bears out, the most first.

    Points that several documents bear out count for each of them; house rules for none.
    """
    weight: dict[str, int] = {}
    for reason in recommendation.ranking[0].reasons:
        for document in sorted({e.passage.partition("#")[0] for e in reason.evidence}):
            weight[document] = weight.get(document, 0) + reason.points
    return dict(sorted(weight.items(), key=lambda item: -item[1]))
