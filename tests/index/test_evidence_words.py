"""What the index tells the dialogue of words."""

from __future__ import annotations

from assistant.index.evidence import Evidence
from assistant.index.retrieve import retrieve


def evidence(place, generation, question: str) -> Evidence:
    return Evidence(generation, place.encoder, retrieve(generation, place.encoder, question, 3))


def test_a_word_is_known_in_any_of_its_forms(ingested, generation):
    """Stems decide: a plural is known where the singular is, a stranger is not."""
    words = evidence(ingested, generation, "handover")
    assert words.known("handovers")
    assert not words.known("blockchain")


def test_rare_words_weigh_more(ingested, generation):
    """A word of one passage weighs more than one of several, an unknown one at least as much."""
    words = evidence(ingested, generation, "paid")
    assert 0 < words.idf("paid") < words.idf("zebra") <= words.idf("blockchain")


def test_stop_words_have_no_stems(ingested, generation):
    """Only words that carry content are compared."""
    assert evidence(ingested, generation, "paid").stems("The people of a vendor") == frozenset(
        {"peopl", "vendor"}
    )


def test_each_passage_stands_with_its_title_and_headings(ingested, generation):
    """What stands for a passage also says where it stands."""
    words = evidence(ingested, generation, "How long does the handover take?")
    assert "Leaving them" in words.context["vendors#leaving-them.1"]
