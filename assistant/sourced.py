"""A question to its answer from the sources, or to a refusal."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.dialogue.answering import answer_blocks, opening_of, refusal_blocks, slips_read
from assistant.dialogue.draft import Draft
from assistant.dialogue.evidence import Statement, on_subject, select
from assistant.dialogue.grounding import Grounding, grounded
from assistant.dialogue.halves import unanswered_part
from assistant.dialogue.idioms import in_plain_words
from assistant.dialogue.question import Question, analyse
from assistant.dialogue.suggestions import after_answer
from assistant.index.evidence import Evidence
from assistant.index.types import Scored
from assistant.sources import Sources
from assistant.spelling import mended

MOST_RELATED = 2


def answer_from(
    sources: Sources,
    text: str,
    before: Sequence[str] = (),
    *,
    leans: bool = True,
    most: int | None = None,
) -> Draft:
    """What the sources say, in up to ``most`` statements, or that they do not say.

    ``before`` is what the question may lean on, most recent first; ``leans`` that it does.
    """
    read = mended(text, sources.generation.known)
    question = analyse(in_plain_words(read.text))
    found = sources.found(question.text, before, leans=leans)
    statements = select(question, found)
    citations = sources.citations()
    evidence, verdict = _judged(sources, question, found)
    sure = verdict.signs.probability if verdict.signs else 0.0
    if not (verdict.answers and statements):
        missing = tuple(word for word in verdict.missing if word in text)
        blocks = (*slips_read(read.slips), *refusal_blocks(missing, found, citations))
        suggested = after_answer(found, ())
        return Draft("no_evidence", blocks, citations.all(), suggestions=suggested, sure=1 - sure)
    table = sources.table(question, found)
    opening, leading = opening_of(question, statements), 1
    if table:
        statements = on_subject(question, statements)[:1]
    elif question.all_dimensions:
        statements = _one_by_one(sources, question, statements)
        leading = len(question.models)
        opening = "The sources do not set these side by side. Of each they say:"
    answered = answer_blocks(
        statements[:most],
        citations,
        table,
        leading=leading,
        opening=opening,
        unanswered="" if question.all_dimensions else unanswered_part(
            read.text, found, evidence.context, evidence
        ),
    )
    blocks = (*slips_read(read.slips), *answered)
    suggested = after_answer(found, citations.all())
    return Draft("answer", blocks, citations.all(), suggestions=suggested, cited=citations,
                 sure=sure)


def _one_by_one(
    sources: Sources, question: Question, statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """What the sources say that each model is, then such statements as speak of no other."""
    told: list[Statement] = []
    for model in question.models:
        asked = analyse(f"What is {model.replace('-', ' ')}?")
        told += select(asked, sources.found(asked.text))[:1]
    return (*told, *(s for s in on_subject(question, statements) if s not in told))


def related(sources: Sources, text: str) -> tuple[Statement, ...]:
    """What the sources say about a request that states no facts; nothing if they do not."""
    question = analyse(in_plain_words(mended(text, sources.generation.known).text))
    found = sources.found(question.text)
    _, verdict = _judged(sources, question, found)
    return select(question, found)[:MOST_RELATED] if verdict.answers else ()


def _judged(
    sources: Sources, question: Question, found: Sequence[Scored]
) -> tuple[Evidence, Grounding]:
    """The evidence that was found, and whether it answers the question."""
    evidence = sources.evidence(found)
    return evidence, grounded(question, found, evidence.context, evidence)
