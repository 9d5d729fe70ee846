"""How a recommendation stands, in sentences."""

from __future__ import annotations

from assistant.decision.schema import Rulebook
from assistant.decision.types import Recommendation
from assistant.dialogue.pieces import listed, points


def distance(r: Recommendation, rulebook: Rulebook) -> str:
    """How far the winner is ahead, in a sentence."""
    rest = [s for s in r.ranking[1:] if not s.ruled_out]
    has = points(r.ranking[0].points)
    if not rest:
        return f"It has {has}; every other model is ruled out."
    return f"It has {has}, {r.margin} ahead of {rulebook.models[rest[0].model].label.lower()}."


def outlook(r: Recommendation, rulebook: Rulebook) -> str:
    """What holds whatever the open questions turn out to be; empty where none is open."""
    if not r.open:
        return ""
    if r.bounds.settled:
        return "No answer to the questions still open can change that."
    decisive = [rulebook.criteria[q.criterion].label.lower() for q in r.open if q.decisive]
    end = _end(r, rulebook)
    if len(r.open) == 1:
        return f"The one question still open can change that: {end}."
    if len(decisive) == len(r.open):
        return (
            f"Each of the {len(r.open)} questions still open can matter; between them {end}."
        )
    return (
        f"That holds under every answer to {len(r.open) - len(decisive)} of the {len(r.open)} "
        f"questions still open; with {listed(decisive)} {end}."
    )


def _end(r: Recommendation, rulebook: Rulebook) -> str:
    """What it can come out as; where there is a winner, what else."""
    others = [m for m in r.bounds.possible if m != r.model]
    said = listed([rulebook.models[m].label.lower() for m in others], "or")
    if r.model is None:
        return f"it can come out as {said}"
    return f"it could become {said}" if said else "it could end without a clear winner"
