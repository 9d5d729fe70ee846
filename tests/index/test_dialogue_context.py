"""What the dialogue adds to the search."""

from __future__ import annotations

from assistant.index.retrieve import retrieve


def names(place, generation, question: str, *before: str, leans: bool = True) -> list[str]:
    found = retrieve(generation, place.encoder, question, 10, before, leans=leans)
    return [f.passage.name for f in found]


def test_what_was_said_before_decides_a_question_that_says_nothing(ingested, generation):
    """A bare follow-up stays with the document that the dialogue is about."""
    assert names(ingested, generation, "And when?", "zebra documentation people month")[0].startswith(
        "people#"
    )


def test_the_subject_before_last_fades(ingested, generation):
    """A question that stands alone is answered for itself, whatever was said before."""
    alone = names(ingested, generation, "How long does the handover take?")[0]
    after = names(ingested, generation, "How long does the handover take?", "zebra documentation",
                  leans=False)[0]
    assert alone == after


def test_only_the_last_turns_count(ingested, generation):
    """What was said long ago changes nothing."""
    recent = ["night", "tests", "vendor", "month"]
    assert names(ingested, generation, "And why?", *recent) == names(
        ingested, generation, "And why?", *recent, "zebra documentation"
    )
