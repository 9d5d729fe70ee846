"""What kind of answer a question expects."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.question import analyse


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("What is outstaffing?", "definition"),
        ("Define employer of record", "definition"),
        ("How do outstaffing and outsourcing differ?", "comparison"),
        ("Is outsourcing cheaper than outstaffing?", "comparison"),
        ("What are the risks of freelancers?", "list"),
        ("List the criteria", "list"),
        ("How many engineers are needed?", "figure"),
        ("How long does onboarding take?", "figure"),
        ("Does the vendor own the result?", "yes_no"),
        ("Why do projects fail?", "open"),
    ],
)
def test_the_form_is_read_off_the_words(text, form):
    """A definition, a comparison, a list, a figure, yes or no, or anything else."""
    assert analyse(text).form == form


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("What is outstaffing?", "outstaffing"),
        ("What is an employer of record?", "employer of record"),
        ("What does outstaffing mean?", "outstaffing"),
        ("Why do projects fail?", ""),
    ],
)
def test_the_term_to_be_defined_is_known(text, term):
    """A definition names its term without articles; other questions have none."""
    assert analyse(text).term == term


def test_what_is_counted_is_known():
    """“How many X” expects a figure of X."""
    assert analyse("How many core engineers do they keep?").counted == "engineers"


def test_an_abbreviation_that_is_to_be_spelt_out_is_known():
    """“What does X stand for” asks for X in full."""
    assert analyse("What does SLA stand for?").short == "sla"
    assert analyse("What is an SLA?").short == ""


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("What percentage of projects fail?", "About 50% of them fail.", "Most of them fail."),
        ("How long does it take?", "It takes two weeks.", "It costs 5 dollars."),
        ("How many are there?", "There are four of them.", "There are some of them."),
    ],
)
def test_a_figure_of_the_right_kind_is_told_from_others(question, has, lacks):
    """A sentence answers a question for a figure if it has a figure of that kind."""
    asked = analyse(question)
    assert asked.figure_in(has)
    assert not asked.figure_in(lacks)


def test_the_models_are_known():
    """A comparison knows which models it sets side by side."""
    assert analyse("Freelancers versus outsourcing?").models == ("freelancers", "outsourcing")


@given(st.text(max_size=300))
def test_any_text_can_be_analysed(text):
    """There is no text that has no form; the question keeps its words."""
    assert analyse(text).text == text


@pytest.mark.parametrize(
    "unit", ["what is a ", "how many a ", "so and ", "how much does ", "a&-", "what the the "]
)
def test_hostile_questions_take_bounded_time(unit):
    """A question of any length is analysed in a moment."""
    begun = time.perf_counter()
    analyse(unit * (500_000 // len(unit)))
    assert time.perf_counter() - begun < 2


def test_a_ranking_goes_through_all_options_and_needs_no_figure():
    """The order is the answer, even by how long something takes."""
    ranked = analyse("Rank the options by how soon they deliver.")
    assert ranked.across
    assert ranked.form != "figure"


def test_a_second_question_is_no_part_of_the_term():
    """What it is, and then how it differs."""
    assert analyse("What is nearshoring and how does it differ?").term == "nearshoring"
