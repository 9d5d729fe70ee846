"""What speaks for and against a model that is asked for, and what would have to change for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice, product

from assistant.decision.schema import Rulebook
from assistant.decision.types import Reason, Recommendation, Standing
from assistant.decision.verdict import wins
from assistant.dialogue.marking import Marking
from assistant.dialogue.pieces import heading, item, listed, paragraph, points
from assistant.dialogue.types import Block, Span

MOST_REASONS = 5
MOST_CHANGES = 4
MOST_PAIRS = 3


def leading_among(r: Recommendation, models: Sequence[str]) -> tuple[Standing, ...]:
    """The standings of those of the models that lead."""
    return tuple(s for s in r.ranking if s.model in models and s.model in r.leading)


def doubt_blocks(
    standing: Standing,
    rulebook: Rulebook,
    marking: Marking,
    reason_block: Callable[[Reason], Block],
) -> Iterator[Block]:
    """What speaks against a model that leads, by what is known."""
    yield heading(f"What speaks against {rulebook.models[standing.model].label.lower()}")
    weighing = sorted((r for r in standing.reasons if r.points < 0), key=lambda r: r.points)
    if not weighing:
        yield paragraph(Span("Nothing that you said speaks against it."))
    for reason in weighing[:MOST_REASONS]:
        yield _quoted(reason_block(reason), reason, marking)


def not_chosen(r: Recommendation, models: Sequence[str]) -> tuple[Standing, ...]:
    """The standings of those of the models that do not lead; the runner-up's where none is named."""
    asked = [s for s in r.ranking if s.model in models and s.model not in r.leading]
    if models:
        return tuple(asked)
    return tuple(s for s in r.ranking if s.model not in r.leading)[:1]


def standing_blocks(  # noqa: PLR0913 - what stands how, its title, and how it is written
    r: Recommendation,
    standing: Standing,
    rulebook: Rulebook,
    marking: Marking,
    reason_block: Callable[[Reason], Block],
    *,
    title: str,
) -> Iterator[Block]:
    """The model's points, and what they come from: first what weighs against it."""
    yield heading(title)
    yield paragraph(Span(_distance(r, standing, rulebook)))
    shown = sorted(standing.reasons, key=lambda reason: not reason.ruled_out and reason.points)
    if not shown:
        yield paragraph(Span("Nothing that you said speaks for it or against it."))
    for reason in shown[:MOST_REASONS]:
        yield _quoted(reason_block(reason), reason, marking)


def change_blocks(
    r: Recommendation, model: str, rulebook: Rulebook, marking: Marking
) -> Iterator[Block]:
    """Which single changes would make the model the answer, or else which pairs of them."""
    yield heading(f"What would have to change for {rulebook.models[model].label.lower()}")
    changes = [*_flips(r, model, rulebook, marking), *_answers(r, model)]
    yield from changes[:MOST_CHANGES]
    if not changes:
        together = list(islice(_pairs(r, model, rulebook), MOST_PAIRS))
        yield paragraph(Span("No single fact changed, and no single answer, leads to it."), Span(
            "These two together do:" if together else "Nor do any two of them together."))
        yield from together


def _distance(r: Recommendation, standing: Standing, rulebook: Rulebook) -> str:
    if standing.ruled_out:
        return "It is ruled out."
    first = r.ranking[0]
    behind = first.points - standing.points
    if not behind:
        equals = [s for s in r.ranking if s.points == first.points and not s.ruled_out and s != standing]
        level = listed([rulebook.models[s.model].label.lower() for s in equals])
        how = f"as many as {level}" if level else "the most of those that are not ruled out"
        return f"It has {points(standing.points)}, {how}."
    rival = rulebook.models[first.model].label.lower()
    return f"It has {points(standing.points)}, {behind} behind {rival}."


def _flips(
    r: Recommendation, model: str, rulebook: Rulebook, marking: Marking
) -> Iterator[Block]:
    for flip in r.flips:
        if flip.model == model:
            about = rulebook.criteria[flip.criterion]
            yield item(
                Span(f"If {about.label.lower()} were “{flip.after}” "
                     f"({about.values[flip.after]}), not “{flip.before}”."),
                *marking.marks(flip.evidence[:1]),
            )


def _pairs(r: Recommendation, model: str, rulebook: Rulebook) -> Iterator[Block]:
    """Pairs of facts, changed or new, that lead to the model, in the rulebook's order."""
    said = {name: about.label.lower() for name, about in rulebook.criteria.items()}
    for one, other in combinations(rulebook.criteria, 2):
        for first, second in product(rulebook.criteria[one].values, rulebook.criteria[other].values):
            facts = {**r.facts, one: first, other: second}
            if r.facts.get(one) != first and r.facts.get(other) != second and (
                wins(facts, rulebook) == model
            ):
                yield item(Span(f"{said[one]} “{first}” and {said[other]} “{second}”"))


def _quoted(block: Block, reason: Reason, marking: Marking) -> Block:
    """The reason with the words of its source before the marks."""
    known = next((e for e in reason.evidence if marking.known(e) is not None), None)
    if known is None or not known.quote:
        return block
    spans = block.cells[0]
    at = next((i for i, span in enumerate(spans) if span.style == "mark"), len(spans))
    return Block(block.kind, ((*spans[:at], marking.quoted(known), *spans[at:]),))


def _answers(r: Recommendation, model: str) -> Iterator[Block]:
    for q in r.open:
        values = [value for value, outcome in q.outcomes.items() if outcome == model]
        if values:
            said = " or ".join(f"“{value}”" for value in values)
            yield item(Span(q.question, "strong"), Span(f"If the answer were {said}."))
