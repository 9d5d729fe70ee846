"""What to ask next: the open criteria, those first whose answer moves the leading models most."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from assistant.decision.bounds import Outlook
from assistant.decision.schema import Rulebook
from assistant.decision.types import Facts, OpenQuestion, Recommendation
from assistant.decision.verdict import MOST_LEADERS, Count, count, winner, wins

MOST_ASKED = 3


def questions(recommendation: Recommendation) -> tuple[OpenQuestion, ...]:
    """The questions to ask now: at most three, none that cannot change the winner."""
    return tuple(q for q in recommendation.open if q.decisive)[:MOST_ASKED]


def settling(recommendation: Recommendation) -> tuple[OpenQuestion, ...]:
    """Those of :func:`questions` that can settle something by themselves.

    A question left out leads to the model in front whatever its answer, and matters only together
    with another.
    """
    r = recommendation
    return tuple(q for q in questions(r) if r.model is None or {*q.outcomes.values()} != {r.model})


def open_questions(facts: Facts, rulebook: Rulebook, outlook: Outlook) -> tuple[OpenQuestion, ...]:
    """Every open criterion, the most decisive first.

    Those come first whose answer can change the winner at all, of these those of which some answer
    changes it by itself, and of these the ones with the greatest swing (see :func:`swing`).
    """
    rivals = contenders(facts, rulebook, outlook)
    now = wins(facts, rulebook)
    found = []
    for criterion, about in rulebook.criteria.items():
        if criterion not in facts:
            counts = {v: count({**facts, criterion: v}, rulebook) for v in about.values}
            outcomes = {value: winner(counted, rulebook) for value, counted in counts.items()}
            decisive = criterion in outlook.decisive
            question = OpenQuestion(criterion, about.question, decisive, outcomes)
            alone = any(outcome != now for outcome in outcomes.values())
            weight = swing(tuple(counts.values()), rivals, rulebook)
            found.append((not decisive, not alone, -weight, question))
    return tuple(question for *_, question in sorted(found, key=lambda entry: entry[:3]))


def contenders(facts: Facts, rulebook: Rulebook, outlook: Outlook) -> tuple[str, ...]:
    """The three models in front (or fewer) among those that can still win.

    Among equals, those that can still get the most points. Where fewer than two can win, the
    models that are not surely ruled out take their place.
    """
    points = count(facts, rulebook).points
    left = [m for m in rulebook.models if m in outlook.bounds.possible]
    if len(left) < 2:  # noqa: PLR2004 (a comparison needs two)
        left = [m for m in rulebook.models if outlook.reach[m] is not None]
    return tuple(sorted(left, key=lambda m: (-points[m], -(outlook.reach[m] or 0)))[:MOST_LEADERS])


def swing(counts: Sequence[Count], rivals: Sequence[str], rulebook: Rulebook) -> Fraction:
    """How many points the answers to a question move its rivals against each other.

    For each pair of rivals, how far their lead over one another differs between two answers, on
    average over all pairs of different answers; summed over the pairs of rivals. Being ruled out
    counts as falling behind by twice the greatest strength: the most that one rule moves a pair.
    """
    fall = 2 * max((s.at_most or 0) for s in rulebook.strengths.values())

    def standing(counted: Count, model: str) -> int:
        return counted.points[model] - (fall if model in counted.out else 0)

    total = 0
    for one, other in combinations(rivals, 2):
        leads = [standing(c, one) - standing(c, other) for c in counts]
        total += sum(abs(a - b) for a, b in combinations(leads, 2))
    return Fraction(total, len(counts) * (len(counts) - 1) // 2)
