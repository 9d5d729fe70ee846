"""Whether what was found answers, or only resembles the question."""

from __future__ import annotations

import re

import pytest
from pieces import FoundPassage, found, passage

from assistant.dialogue.content import Without
from assistant.dialogue.grounding import content_words, grounded
from assistant.dialogue.question import analyse

SYNONYMS = {"suppliers", "developers"}
TEXT = "Vendors keep four core engineers in every team. A handover takes two weeks."


class WordList:
    """Knows the words of ``TEXT``; every word weighs the same, and is its own stem."""

    def idf(self, word: str) -> float:
        return 1.0

    def known(self, word: str) -> bool:
        return self.stems(word) <= self.stems(TEXT)

    def stems(self, text: str) -> frozenset[str]:
        return frozenset(re.findall(r"\w+", text.lower()))

    def without(self, text: str, start: int, end: int) -> Without:
        """Each word means as much as any; ``SYNONYMS`` are what the evidence speaks of."""
        word = text[start:end].lower()
        return Without(turn=0.2, nearer=-0.2 if word in SYNONYMS else 0.05)


def judged(text: str, *, similarity: float = 0.8, made: FoundPassage | None = None):
    sentences = re.findall(r"[^.]+\.", TEXT)
    made = made or found(passage(*(s.strip() for s in sentences)), similarity, similarity)
    return grounded(
        analyse(text), [made], {made.passage.name: TEXT}, WordList()
    )


def test_a_question_in_the_words_of_the_evidence_is_answered():
    """Its words are there, and so is their meaning."""
    assert judged("Do vendors keep core engineers?").answers


def test_nothing_found_is_no_answer():
    """Without evidence there is nothing to say."""
    assert not grounded(analyse("Why?"), [], {}, WordList()).answers


def test_a_question_about_something_else_is_not_answered():
    """Where neither words nor meaning are there, the words that lack are named."""
    verdict = judged("Which cheese goes with pears?", similarity=0.1)
    assert not verdict.answers
    assert verdict.missing == ("cheese", "goes", "pears")


def test_a_name_that_no_source_has_settles_it():
    """However alike the rest, a name that is nowhere cannot be answered about."""
    verdict = judged("Do vendors like Toptal keep core engineers?", similarity=0.95)
    assert not verdict.answers
    assert verdict.missing == ("Toptal",)


def test_a_term_that_no_source_has_cannot_be_defined():
    """A definition needs its term."""
    verdict = judged("What is crowdtesting?", similarity=0.95)
    assert (verdict.answers, verdict.missing) == (False, ("crowdtesting",))


def test_a_figure_that_no_source_gives_cannot_be_told():
    """A question for a figure needs a sentence with a figure about what is asked."""
    assert judged("How many core engineers do vendors keep?").answers
    assert not judged("How many managers do vendors keep?").answers
    assert judged("How many weeks does a handover take?").answers


def test_words_that_are_foreign_to_the_evidence_speak_against_it():
    """The same likeness answers where the words have synonyms there, and not where they do not."""
    assert judged("Do suppliers keep core developers?", similarity=0.4).answers
    assert not judged("Do pensions keep core holidays?", similarity=0.4).answers


def test_a_question_for_a_date_needs_one():
    """A year that is asked for must be there."""
    assert not judged("In what year did vendors keep core engineers?", similarity=0.95).answers


def test_whether_something_is_so_needs_no_figure():
    """Words that ask for a figure elsewhere do not in a question for yes or no."""
    assert judged("Is the average handover two weeks?").answers


@pytest.mark.parametrize("similarity", [0.0, 0.3, 0.6, 0.9])
def test_more_likeness_never_turns_an_answer_into_a_refusal(similarity):
    """The judgement rises with the likeness of the evidence."""
    text = "Do suppliers keep core developers?"
    assert judged(text, similarity=similarity + 0.1).answers >= judged(
        text, similarity=similarity).answers


def test_words_that_only_ask_do_not_count():
    """What is looked for in the evidence are the words that carry content, with their place."""
    text = "What is the vendor's SLA in Poland?"
    words = content_words(text)
    assert [w.word for w in words] == ["vendor", "SLA", "Poland"]
    assert [w.name for w in words] == [False, True, True]
    assert all(text[w.start : w.end].startswith(w.word) for w in words)


def test_a_matter_that_nothing_read_speaks_of_weighs_against_an_answer():
    """A penalty is asked about; similar words about vendors are no answer to that."""
    near = judged("Do vendors keep core engineers?", similarity=0.6)
    other = judged("Do core vendors pay engineers a penalty?", similarity=0.6)
    assert near.answers
    assert not other.answers
    assert other.signs is None or other.signs.unspoken == 1.0


@pytest.mark.parametrize(("text", "answers"), [
    ("How many core engineers do vendors keep?", True),
    ("How many teams do vendors keep?", False),
])
def test_a_count_is_of_the_noun_that_stands_near_the_number(text, answers):
    """"Four core engineers in every team" says how many engineers, not how many teams."""
    assert judged(text).answers is answers


@pytest.mark.parametrize("text", ["Why do vendors keep a core price?", "Who pays the core vendors?"])
def test_a_reason_and_a_doer_are_no_figures(text):
    """A price in a why-question asks for no amount."""
    assert not analyse(text).units


def test_an_expected_yes_is_not_a_question_in_the_negative():
    """"Aren't …?" denies nothing; "… are not …?" does."""
    assert not analyse("Aren't vendors core?").negative
    assert analyse("Which vendors are not core?").negative


@pytest.mark.parametrize(("asked", "said", "answers"), [
    ("Which law protects core engineers?", "The law protects core engineers.", False),
    ("Which law protects core engineers?", "The law Protectio protects core engineers.", True),
    ("What is the name of the startup that keeps engineers?",
     "A startup keeps engineers.", False),
])
def test_a_name_that_is_asked_for_must_be_given(asked, said, answers):
    """A sentence that speaks of the thing without its name is no answer."""
    made = found(passage(said), 0.9)
    context = {made.passage.name: f"{TEXT} {said}"}
    assert grounded(analyse(asked), [made], context, WordList()).answers is answers


def test_a_number_in_a_name_counts_nothing():
    """A level is no number of engineers."""
    made = found(passage("Vendors certified for SOC 2 engineers keep core teams."), 0.9)
    context = {made.passage.name: TEXT}
    question = analyse("How many engineers do vendors keep?")
    assert not grounded(question, [made], context, WordList()).answers
