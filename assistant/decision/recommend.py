"""From facts to a recommendation with its reckoning. Pure: the same facts give the same answer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from types import MappingProxyType

from assistant.decision.bounds import outlook
from assistant.decision.flips import flips
from assistant.decision.questions import open_questions
from assistant.decision.schema import Rule, Rulebook
from assistant.decision.sources import leaving_out
from assistant.decision.types import Facts, Reason, Recommendation, Standing
from assistant.decision.verdict import Count, count, fired, known, leaders, winner

KEPT = 1024
"""So many recommendations are kept: an answer, the panel beside it and the next answer ask alike."""


def recommend(
    facts: Facts, rulebook: Rulebook, *, without: frozenset[str] = frozenset()
) -> Recommendation:
    """The model that the facts decide for, with each rule's part in it; total over all facts.

    ``without`` names documents that are to carry no weight: their quotes are dropped, and a rule
    that is left with none does not fire. A rule that another source bears out keeps its full
    points, since points measure how much a condition matters and not how many say so. House
    rules rest on no source and stay. Facts that the rulebook does not know are an ``InputError``.
    """
    return _recommended(tuple(known(facts, rulebook).items()), rulebook, without)


@lru_cache(KEPT)
def _recommended(
    told: tuple[tuple[str, str], ...], rulebook: Rulebook, without: frozenset[str]
) -> Recommendation:
    rulebook, facts = leaving_out(rulebook, without), MappingProxyType(dict(told))
    counted = count(facts, rulebook)
    ahead = outlook(facts, rulebook)
    best = winner(counted, rulebook)
    return Recommendation(
        model=best,
        leading=leaders(counted, ahead.reach, rulebook) if best is None else (best,),
        margin=margin(counted),
        ranking=ranking(counted, fired(facts, rulebook)),
        facts=facts,
        open=open_questions(facts, rulebook, ahead),
        flips=flips(facts, rulebook),
        bounds=ahead.bounds,
    )


def margin(counted: Count) -> int:
    """Points between the first and the second of the models that are not ruled out.

    Where only one is left, it is measured against having no points; where none is, it is 0.
    """
    standing = sorted((p for m, p in counted.points.items() if m not in counted.out), reverse=True)
    return standing[0] - (standing[1] if len(standing) > 1 else 0) if standing else 0


def ranking(counted: Count, rules: Iterable[Rule]) -> tuple[Standing, ...]:
    """Every model, best first and those ruled out last; the rulebook's order among equals."""
    rules = tuple(rules)
    standings = [
        Standing(model, points, model in counted.out, reasons(model, rules))
        for model, points in counted.points.items()
    ]
    return tuple(sorted(standings, key=lambda s: (s.ruled_out, -s.points)))


def reasons(model: str, rules: Iterable[Rule]) -> tuple[Reason, ...]:
    """What each rule did to the model: exclusions first, then the weightiest first."""
    found = [
        Reason(
            rule=rule.id,
            points=rule.points(model),
            ruled_out=rule.rules_out(model),
            because=rule.because,
            criteria=tuple(rule.when),
            evidence=tuple(quoted.evidence for quoted in rule.evidence),
        )
        for rule in rules
        if model in rule.effects
    ]
    return tuple(sorted(found, key=lambda r: (not r.ruled_out, -abs(r.points), r.rule)))
