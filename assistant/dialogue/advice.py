"""What a recommendation is written from, and its form for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.decision.flips import Comparison
from assistant.decision.questions import questions
from assistant.decision.schema import Conflict, Rulebook
from assistant.decision.types import Evidence, Recommendation, Standing
from assistant.dialogue.marking import Marking
from assistant.dialogue.situation import Situation, Told
from assistant.dialogue.statement import Statement


@dataclass(frozen=True, slots=True)
class Advice:
    """All that an answer of the kind ``recommendation`` is written from.

    ``subject`` is the work in question, as the user named it, and ``before`` that of the messages
    before; ``moved_on`` says that the last message, number ``turn``, came to another. ``asked``
    are the models that it names. ``related`` is what the sources say about a request that states
    no facts yet, or about models that are asked for. ``unheard`` says that the last message was
    a statement, and that no fact was heard in it.
    """

    recommendation: Recommendation
    situation: Situation
    rulebook: Rulebook
    conflicts: tuple[Conflict, ...] = ()
    comparison: Comparison | None = None
    hybrid: tuple[str, ...] = ()
    hybrid_because: str = ""
    hybrid_evidence: tuple[Evidence, ...] = ()
    second: Recommendation | None = None
    subject: str = ""
    asked: tuple[str, ...] = ()
    before: str = ""
    moved_on: bool = False
    turn: int = 0
    related: tuple[Statement, ...] = ()
    unheard: bool = False


def advice_json(advice: Advice, marking: Marking) -> dict[str, Any]:
    """The contract's ``recommendation`` object, with the marks that the text gave."""
    r, s = advice.recommendation, advice.situation
    return {
        "model": r.model,
        "leading": list(r.leading),
        "margin": r.margin,
        "ranking": [_standing(standing, marking) for standing in r.ranking],
        "facts": dict(r.facts),
        "heard": heard_json(s),
        "open": [
            {
                "criterion": q.criterion,
                "question": q.question,
                "decisive": q.decisive,
                "if": dict(q.outcomes),
            }
            for q in questions(r)
        ],
        "flips": [
            {"criterion": f.criterion, "from": f.before, "to": f.after, "model": f.model}
            for f in r.flips
        ],
        "hybrid": list(advice.hybrid) or None,
        "possible": list(r.bounds.possible),
        "settled": r.bounds.settled,
        "second_facts": s.second_facts or None,
        "second_heard": [_heard(c, t) for c, t in s.second.items()] or None,
        "conflicts": [
            {"id": c.id, "title": c.title, "citations": [marking.known(x.evidence)
             for x in c.sides]}
            for c in advice.conflicts
        ],
    }


def _standing(standing: Standing, marking: Marking) -> dict[str, Any]:
    return {
        "model": standing.model,
        "points": standing.points,
        "ruled_out": standing.ruled_out,
        "reasons": [
            {
                "rule": reason.rule,
                "points": reason.points,
                "citation": next(
                    (n for e in reason.evidence if (n := marking.known(e)) is not None), None
                ),
                "ruled_out": reason.ruled_out,
                "because": reason.because,
                "house": not reason.evidence,
            }
            for reason in standing.reasons
        ],
    }


def heard_json(situation: Situation) -> list[dict[str, Any]]:
    """The facts that hold, with the words they were heard in, in the order of hearing."""
    told = [*situation.first.items(), *situation.supposed.items()]
    return [_heard(c, t) for c, t in sorted(told, key=lambda x: told_at(x[1]))]


def _heard(criterion: str, told: Told) -> dict[str, Any]:
    heard = told.heard
    return {
        "criterion": criterion,
        "value": heard.value,
        "words": heard.words,
        "turn": told.turn,
        "hypothetical": heard.hypothetical,
    }


def told_at(told: Told) -> tuple[int, int]:
    """The place in the conversation at which a fact was heard: message, character."""
    return told.turn, told.heard.start
