"""Words: stems, BM25 as bm25s counts it, and the ceiling that makes scores comparable."""

from __future__ import annotations

from pathlib import Path

import bm25s
import numpy as np
import pytest
from bm25s.stopwords import STOPWORDS_EN
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import IndexDamaged
from assistant.index.lexical import BM25, STOP_WORDS, Lexical, build_lexical, stems, terms

TEXTS = [
    "The vendor is paid for a deliverable",
    "Vendors are paid monthly, and vendors invoice monthly",
    "Tests run every night",
    "",
    "Night shifts are paid",
]


@pytest.fixture
def lexical(tmp_path: Path) -> Lexical:
    """The word index of the five texts."""
    build_lexical(tmp_path, TEXTS)
    return Lexical(tmp_path, len(TEXTS))


def test_terms_are_stems_without_stop_words_and_single_letters() -> None:
    """Words that differ in their ending alone are the same term, and common ones are none."""
    assert terms("The vendors' invoicing, with a team's 3 R&D testers") == [
        "vendor",
        "invoic",
        "team",
        "3",
        "tester",
    ]


def test_the_stop_words_hold_those_of_bm25s_and_the_words_that_ask() -> None:
    """The library's list is there, repeated to save an import, and so are question words."""
    assert set(STOPWORDS_EN) < STOP_WORDS
    assert terms("What should you do when we ask who they are?") == ["ask"]


def test_scores_are_those_of_bm25s(tmp_path: Path, lexical: Lexical) -> None:
    """Reading the saved index by hand gives what the library computes from it."""
    library = bm25s.BM25.load(tmp_path / BM25)
    for question in ("paid vendors", "night", "monthly invoice night zebra"):
        known = [t for t in terms(question) if lexical.known(t)]
        expected = library.get_scores(known)
        actual = lexical.search(question).score(range(len(TEXTS)))
        np.testing.assert_allclose(actual, expected, rtol=1e-6)


def test_idf_is_lucenes(lexical: Lexical) -> None:
    """A term in 2 of 5 passages has ln(1 + 3.5 / 2.5)."""
    assert lexical.idf("vendors") == pytest.approx(np.log(1 + 3.5 / 2.5))


def test_the_ceiling_counts_each_term_once_and_an_unknown_one_as_the_rarest(
    lexical: Lexical,
) -> None:
    """The ceiling of 'vendor vendors zebra' is idf(vendor) plus the largest idf."""
    rarest = np.log(1 + 4.5 / 1.5)
    ceiling = lexical.search("vendor vendors zebra").ceiling
    assert ceiling == pytest.approx(lexical.idf("vendor") + rarest)
    assert lexical.idf("zebra") == pytest.approx(rarest)


def test_known_words_are_those_whose_stem_occurs(lexical: Lexical) -> None:
    """Another ending is known, a word of nobody's is not, a stop word is no obstacle."""
    assert lexical.known("deliverables")
    assert not lexical.known("zebra")
    assert lexical.known("the")
    assert lexical.idf("the") == 0


def test_the_best_passages_come_first_and_ties_by_position(tmp_path: Path) -> None:
    """Equal texts have equal scores and keep their order; others are left out."""
    build_lexical(tmp_path, ["red", "blue sky", "blue sky", "blue"])
    top = Lexical(tmp_path, 4).search("blue").top(3)
    assert [position for position, _ in top] == [3, 1, 2]
    assert Lexical(tmp_path, 4).search("blue").top(2) == top[:2]


def test_a_question_without_words_finds_nothing(lexical: Lexical) -> None:
    """Stop words and punctuation alone have ceiling 0 and no passage."""
    scores = lexical.search("is it the … ?")
    assert scores.ceiling == 0
    assert scores.top(5) == []


def test_passages_without_words_can_be_indexed(tmp_path: Path) -> None:
    """A corpus of punctuation alone is searched without an error."""
    build_lexical(tmp_path, ["…", "the"])
    assert Lexical(tmp_path, 2).search("vendor").top(5) == []


@pytest.mark.parametrize(
    "name", ["data.csc.index.npy", "indices.csc.index.npy", "indptr.csc.index.npy"]
)
def test_a_cut_word_index_is_refused(tmp_path: Path, lexical: Lexical, name: str) -> None:
    """Half a file is damage, said as such."""
    assert lexical.known("vendor")
    path = tmp_path / BM25 / name
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(IndexDamaged):
        Lexical(tmp_path, len(TEXTS))


WORDS = st.lists(
    st.sampled_from(["pay", "vendor", "night", "test", "the", "team", "zebra"]), max_size=8
)


@settings(deadline=None, max_examples=25)
@given(texts=st.lists(WORDS, min_size=1, max_size=12), question=WORDS)
def test_scores_lie_between_zero_and_the_ceiling(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]], question: list[str]
) -> None:
    """For any texts and question: 0 <= score < ceiling, and the top is the sorted scores."""
    folder = tmp_path_factory.mktemp("words")
    build_lexical(folder, map(" ".join, texts))
    scores = Lexical(folder, len(texts)).search(" ".join(question))
    all_scores = scores.score(range(len(texts)))
    assert (all_scores >= 0).all()
    assert (all_scores < max(scores.ceiling, 1e-9)).all()
    ranked = sorted((-float(s), p) for p, s in enumerate(all_scores) if s > 0)
    assert scores.top(5) == [(p, -s) for s, p in ranked[:5]]


@settings(deadline=2000)
@given(st.text(max_size=300))
def test_any_text_has_terms(text: str) -> None:
    """Whatever characters a text is made of, its terms are short and not empty."""
    assert all(0 < len(term) <= 64 for term in terms(text))


def test_accents_and_the_plural_of_abbreviations_make_no_difference():
    """A résumé is a resume, and CVs are more than one CV; other words keep their letters."""
    assert terms("Résumés, CVs and SLAs") == terms("Resumes, CV and SLA")
    assert terms("IDs") != terms("ideas")


@settings(max_examples=50, deadline=None)
@given(
    texts=st.lists(st.lists(st.sampled_from(["vendor", "team", "night", "scope"])), min_size=1),
    asked=st.lists(st.sampled_from(["vendor", "team", "night", "zebra"]), unique=True),
)
def test_who_has_a_term_is_known_without_reading(texts, asked, tmp_path_factory):
    """A text has one of the terms if its own stems do, and nowhere else."""
    folder = tmp_path_factory.mktemp("words")
    build_lexical(folder, [" ".join(words) for words in texts])
    positions = range(len(texts))
    having = Lexical(folder, len(texts)).having(asked, positions)
    assert having.tolist() == [not stems(" ".join(texts[p])).isdisjoint(asked) for p in positions]
