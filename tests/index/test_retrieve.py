"""Which passages are found, and in what order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.index.retrieve import ALIKE_WEIGHT, LEXICAL_WEIGHT, covered, ranked, retrieve


def names(found) -> list[str]:
    return [f.passage.name for f in found]


def test_the_passage_in_the_words_of_the_question_comes_first(ingested, generation):
    """A question in a passage's own words finds that passage."""
    found = retrieve(generation, ingested.encoder, "How long does the handover take?", 3)
    assert names(found)[0] == "vendors#leaving-them.1"


def test_no_more_than_asked_for_are_found(ingested, generation):
    """The limit holds, and the best stay the best under a smaller one."""
    many = retrieve(generation, ingested.encoder, "paid vendors", 4)
    few = retrieve(generation, ingested.encoder, "paid vendors", 2)
    assert len(few) == 2
    assert few == many[:2]


def test_the_score_is_what_its_documentation_says(ingested, generation):
    """Dense and lexical parts add up, within their ranges, best first."""
    found = retrieve(generation, ingested.encoder, "Who is paid by the month?", 9)
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    for f in found:
        assert f.score == pytest.approx(f.dense + LEXICAL_WEIGHT * f.lexical, abs=1e-6)
        assert -1 <= f.dense <= 1
        assert 0 <= f.lexical <= 1
        assert len(f.sentences) == len(f.passage.sentences)


def test_equal_passages_are_ordered_by_name(workplace):
    """Of passages with the same words, the one whose name sorts first is first."""
    for name in ("zeta", "alpha", "mid"):
        workplace.write(name, "# Same\n\n## Here\n\nQuokkas are staffed in pairs.\n")
    workplace.ingest()
    found = retrieve(workplace.open(), workplace.encoder, "How are quokkas staffed?", 3)
    assert names(found) == [f"{name}#here.1" for name in ("alpha", "mid", "zeta")]


def test_a_question_without_words_still_finds_something(ingested, generation):
    """Signs alone are no error; nothing lexical speaks for anything."""
    found = retrieve(generation, ingested.encoder, "?!", 3)
    assert found
    assert {f.lexical for f in found} == {0.0}


def test_what_was_said_before_leans_the_search(ingested, generation):
    """A follow-up that names nothing finds what the dialogue is about."""
    before = ["How long does the handover between vendors take?"]
    alone = retrieve(generation, ingested.encoder, "And nightly?", 9)
    after = retrieve(generation, ingested.encoder, "And nightly?", 9, before)
    place = "vendors#leaving-them.1"
    assert names(after).index(place) < names(alone).index(place)


@pytest.mark.parametrize("text", ["paid", "Which rate suits a moving scope?", "zebra?"])
def test_the_same_question_finds_the_same(text, ingested, generation):
    """Scores and order do not change from call to call, nor after reopening."""
    first = retrieve(generation, ingested.encoder, text, 9)
    assert retrieve(generation, ingested.encoder, text, 9) == first
    assert retrieve(ingested.open(), ingested.encoder, text, 9) == first


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40,
          deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_can_be_searched_for(text, ingested, generation):
    """Nothing that is typed breaks the search or its order."""
    found = retrieve(generation, ingested.encoder, text, 3)
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)


def test_passages_are_read_when_it_comes_to_them(ingested):
    """Whoever takes only the best passage has read no other, and it is the best of all."""
    generation, read = ingested.open(), []
    passage = generation.passage

    def noting(position: int):
        read.append(position)
        return passage(position)

    generation.passage = noting
    first = next(ranked(generation, ingested.encoder, "Who is paid by the month?", 9, ["Vendors?"]))
    assert len(read) == 1
    assert first == retrieve(generation, ingested.encoder, "Who is paid by the month?", 9,
                             ["Vendors?"])[0]


def test_a_word_of_the_same_family_speaks_for_a_passage(workplace):
    """Of two passages alike but for one word, that which nearly says the question's is first."""
    workplace.write("alpha", "# Quokkas\n\n## Here\n\nThe quokka sleeps in a zebra.\n")
    workplace.write("beta", "# Quokkas\n\n## Here\n\nThe quokka sleeps in a price.\n")
    workplace.ingest()
    found = retrieve(workplace.open(), workplace.encoder, "What of the quokka's cost?", 2)
    by_name = {f.passage.document: f for f in found}
    added = {n: f.score - f.dense - LEXICAL_WEIGHT * f.lexical for n, f in by_name.items()}
    assert added["alpha"] == pytest.approx(0, abs=1e-6)
    idf = {term: workplace.open().idf(term) for term in ("quokka", "cost")}
    assert added["beta"] == pytest.approx(ALIKE_WEIGHT * idf["cost"] / sum(idf.values()), abs=1e-6)


def test_coverage_is_the_share_of_the_rarer_words():
    """A sentence that has the rare word covers more than one that has the common one."""
    idf = {"handov": 3.0, "vendor": 1.0}
    assert covered(idf, frozenset({"handov", "short"})) == 0.75
    assert covered(idf, frozenset({"vendor", "mani"})) == 0.25
    assert covered({}, frozenset({"vendor"})) == 0.0
