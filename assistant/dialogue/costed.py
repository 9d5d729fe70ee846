"""The reckoning beside what the sources say, as long as an answer may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.citing.cite import Citations
from assistant.corpus.types import Passage
from assistant.decision.costs.reading import load_cost_model
from assistant.decision.types import Recommendation
from assistant.dialogue.cost_factors import factor_blocks
from assistant.dialogue.cost_question import CostQuestion
from assistant.dialogue.costing import Costing, Length
from assistant.dialogue.draft import Draft
from assistant.dialogue.pieces import heading
from assistant.dialogue.rendering import markdown, renumbered

MAX_MARKDOWN = 2500
LENGTHS = (
    Length(statements=2, heard=8, factors=5, points=3, warnings=5),
    Length(statements=2, heard=8, factors=1, points=2, warnings=3),
    Length(statements=1, heard=5, factors=0, points=2, warnings=2),
    Length(statements=1, heard=3, factors=0, points=0, warnings=1, brief=True),
)


def costed(
    answer: Callable[[int], Draft],
    question: CostQuestion,
    advised: Recommendation | None,
    citations: Callable[[], Citations],
    passage: Callable[[str], Passage | None],
) -> Draft:
    """The answer with the reckoning: above what the sources say where numbers are known, or below.

    ``answer`` gives what the sources say to the question alone, in so many statements. Where that
    is nothing, and no number is known either, it stays as it is, unless it is asked what "it" costs.
    ``advised`` is what the facts known so far lead to.
    """
    if question.factors and not question.heard:
        fresh = citations()
        if named := factor_blocks(load_cost_model(), fresh, passage):
            return Draft("answer", named, fresh.all())
    for length in LENGTHS:
        answered = answer(length.statements)
        told = answered.kind == "answer" and question.compares
        if not told and not question.heard and not question.bare:
            return answered
        numbered = (answered.cited if told else None) or citations()
        costing = Costing(question, load_cost_model(), numbered, passage, length)
        said = answered.blocks if told else costing.opening()
        reckoned = costing.blocks(advised)
        blocks = (*said, *reckoned)
        if question.heard:  # who gives numbers asks for numbers
            sources = (heading("What the sources say"), *said) if said else ()
            blocks = (*reckoned, *sources)
        if len(markdown(blocks)) <= MAX_MARKDOWN:
            break
    blocks, cited = renumbered(blocks, numbered.all())
    return replace(answered, kind="answer", blocks=blocks, citations=cited, cost=costing.json())
