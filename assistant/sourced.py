"""A question to its answer from the sources, or to a refusal."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.dialogue.answering import (
    MAX_CITATIONS,
    answer_blocks,
    opening_of,
    refusal_blocks,
    slips_read,
)
from assistant.dialogue.draft import Draft
from assistant.dialogue.evidence import on_subject, repeats, said_of, select
from assistant.dialogue.grounding import Grounding, grounded
from assistant.dialogue.halves import unanswered_part
from assistant.dialogue.idioms import in_plain_words
from assistant.dialogue.question import Question, analyse
from assistant.dialogue.statement import Statement
from assistant.dialogue.suggestions import after_answer
from assistant.index.evidence import Evidence
from assistant.index.types import Scored
from assistant.sources import Sources
from assistant.spelling import mended

MOST_RELATED = 2
APART = "The sources do not set these side by side. Of each they say:"


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
    opening, leading = opening_of(question, statements), 1
    each = _of_each(sources, question)
    table = sources.table(question, (*found, *(f for _, of_one in each for f in of_one)), evidence)
    if table and question.all_dimensions:
        statements = on_subject(question, statements)[:1]
    elif table:
        in_table = {row.passage.name for row in table}
        leading = int(statements[0].passage.name not in in_table)
        beside = tuple(s for s in statements if s.passage.name not in in_table)
        statements = beside[: MAX_CITATIONS - len(table)]
    elif each and not any(set(question.models) <= set(said_of(s)) for s in statements):
        told = _one_by_one(each)
        others = (s for s in on_subject(question, statements) if not any(repeats(s, t) for t in told))
        statements, leading = (*told, *others), len(told) or 1
        opening = APART if told else opening
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


def _of_each(
    sources: Sources, question: Question
) -> tuple[tuple[Question, tuple[Scored, ...]], ...]:
    """For a bare comparison of several models, what is found on what each of them is."""
    if not (question.all_dimensions and len(question.models) > 1):
        return ()
    asked = [analyse(f"What is {model.replace('-', ' ')}?") for model in question.models]
    return tuple((each, sources.found(each.text)) for each in asked)


def _one_by_one(each: Sequence[tuple[Question, Sequence[Scored]]]) -> tuple[Statement, ...]:
    """What the sources say that each model is; nothing of one that they do not speak of."""
    told = (
        next((s for s in select(asked, found) if set(asked.models) & set(said_of(s))), None)
        for asked, found in each
    )
    return tuple(s for s in told if s is not None)


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
