"""A recommendation in Markdown with its full reckoning."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.decision.questions import questions
from assistant.decision.schema import Rulebook
from assistant.decision.sources import conflicts_touching, documents, survives_without
from assistant.decision.table import markdown_table, signed
from assistant.decision.types import Evidence, Recommendation, Standing


def reckoning(recommendation: Recommendation, rulebook: Rulebook) -> str:
    """Everything that led to the recommendation, and what would change it, in Markdown.

    Made for the rulebook that the recommendation was made with; it is not cut to any length.
    """
    return "\n\n".join(_parts(recommendation, rulebook)) + "\n"


def verdict(recommendation: Recommendation, rulebook: Rulebook) -> str:
    """The outcome in a sentence or two, with what holds whatever is still open."""
    label = {name: model.label for name, model in rulebook.models.items()}
    names = [label[model] for model in recommendation.leading]
    if recommendation.model is not None:
        lead = f"**{names[0]}**, {_points(recommendation.margin)} ahead of the next model."
    elif names:
        lead = f"The facts do not decide it; in front: **{'**, **'.join(names)}**."
    else:
        lead = "The facts rule out every model."
    return f"{lead} {holding(recommendation, rulebook)}"


def holding(recommendation: Recommendation, rulebook: Rulebook) -> str:
    """What holds under every answer to the open questions, in a sentence."""
    label = {name: model.label for name, model in rulebook.models.items()}
    bounds, still_open = recommendation.bounds, len(recommendation.open)
    if not still_open:
        return "Nothing is open."
    if bounds.settled is not None:
        return f"It stays {label[bounds.settled]} under every answer to what is open."
    can = ", ".join(label[model] for model in bounds.possible) or "none"
    decisive = [rulebook.criteria[q.criterion].label for q in recommendation.open if q.decisive]
    idle = still_open - len(decisive)
    only = f"; {idle} of {still_open} open questions can change nothing" if idle else ""
    if len(bounds.possible) == 1:
        return f"Only {can} can still win. What it hangs on: {', '.join(decisive)}{only}."
    return f"Still possible: {can}. What can change it: {', '.join(decisive) or 'nothing'}{only}."


def _parts(recommendation: Recommendation, rulebook: Rulebook) -> Iterator[str]:
    yield f"## {verdict(recommendation, rulebook)}"
    if recommendation.facts:
        yield "### Facts"
        yield markdown_table(
            ("criterion", "value", "meaning"),
            (
                (rulebook.criteria[c].label, value, rulebook.criteria[c].values[value])
                for c, value in recommendation.facts.items()
            ),
        )
    yield "### Ranking"
    yield markdown_table(
        ("model", "points"),
        ((rulebook.models[s.model].label, _standing(s)) for s in recommendation.ranking),
    )
    for standing in recommendation.ranking:
        if standing.reasons:
            yield f"#### {rulebook.models[standing.model].label}: {_standing(standing)}"
            yield _reasons(standing)
    yield from _changes(recommendation, rulebook)
    yield from _sources(recommendation, rulebook)


def _reasons(standing: Standing) -> str:
    return markdown_table(
        ("points", "because", "rule", "evidence"),
        (
            (
                "ruled out" if r.ruled_out else signed(r.points),
                r.because,
                f"`{r.rule}`",
                _quotes(r.evidence) or "house judgement",
            )
            for r in standing.reasons
        ),
    )


def _changes(recommendation: Recommendation, rulebook: Rulebook) -> Iterator[str]:
    if asked := questions(recommendation):
        yield "### What to ask next"
        yield markdown_table(
            ("question", "then"),
            (
                (
                    q.question,
                    "; ".join(f"{v} → {_name(m, rulebook)}" for v, m in q.outcomes.items()),
                )
                for q in asked
            ),
        )
    if recommendation.flips:
        yield "### What would change it"
        yield markdown_table(
            ("if", "then", "because the source says"),
            (
                (
                    f"{rulebook.criteria[f.criterion].label} were {f.after}, not {f.before}",
                    _name(f.model, rulebook),
                    _quotes(f.evidence),
                )
                for f in recommendation.flips
            ),
        )


def _sources(recommendation: Recommendation, rulebook: Rulebook) -> Iterator[str]:
    if recommendation.facts:
        found = [
            survives_without(recommendation.facts, rulebook, name) for name in documents(rulebook)
        ]
        yield "### Without one of the sources"
        yield markdown_table(
            ("left out", "then"),
            ((s.document, "the same" if s.survives else _name(s.after, rulebook)) for s in found),
        )
    if touching := conflicts_touching(recommendation, rulebook):
        yield "### Where the sources disagree on this"
        yield markdown_table(
            ("question", "one side", "other side"),
            (
                (c.title, *(f"{s.says}: {_quotes((s.evidence,))}" for s in c.sides))
                for c in touching
            ),
        )


def _standing(standing: Standing) -> str:
    return "ruled out" if standing.ruled_out else signed(standing.points)


def _name(model: str | None, rulebook: Rulebook) -> str:
    return "not decided" if model is None else rulebook.models[model].label


def _points(points: int) -> str:
    return "1 point" if points == 1 else f"{points} points"


def _quotes(evidence: tuple[Evidence, ...]) -> str:
    return " · ".join(f"“{e.quote}” (`{e.passage}`)" for e in evidence)
