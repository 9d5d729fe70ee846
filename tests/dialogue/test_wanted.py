"""What a question wants of its answer, and whether the evidence has it."""

from __future__ import annotations

import pytest
from pieces import AllKnown, found, passage

from assistant.dialogue.question import analyse
from assistant.dialogue.signs import Signs, signs
from assistant.dialogue.wanted import names_in, wanted


def seen(question: str, *said: str) -> Signs:
    made = found(passage(*said), 0.8)
    return signs(analyse(question), [made], {made.passage.name: " ".join(said)}, AllKnown())


@pytest.mark.parametrize(("text", "name"), [
    ("which payroll software do providers use", True),
    ("What is the startup called?", True),
    ("Which auditor certified the vendor's teams?", True),
    ("Who founded the agency?", True),
    ("How many agencies are there?", False),
    ("Who owns the roadmap?", False),
    ("Which model suits a vendor?", False),
])
def test_a_question_for_a_name_is_known_by_its_noun(text, name):
    """A tool, a firm or a founder is asked by name; a number or an option is not."""
    assert wanted(text).name is name


@pytest.mark.parametrize(("text", "price"), [
    ("What does a vendor charge for a tester?", True),
    ("How is a seat billed?", True),
    ("What does it take per month and per head?", True),
    ("What does the client pay for?", False),
    ("Who is in charge of the team?", False),
])
def test_a_question_for_a_sum_is_told_from_one_about_paying(text, price):
    """A fee wants a sum; what one pays for is a thing."""
    assert wanted(text).price is price


def test_a_name_is_new_and_no_abbreviation_or_first_word():
    """The question's own names, a term in capitals and a sentence's first word tell nothing."""
    assert names_in("The vendor uses Gustometer.", "which tool does the vendor use?")
    assert not names_in("The vendor uses Gustometer.", "is gustometer the tool?")
    assert not names_in("Vendors hold an SLA.", "which tool do vendors hold?")


def test_a_sum_that_is_asked_for_is_missed():
    """A sentence about the charge without a sum is no answer to it."""
    asked = "What does the vendor charge?"
    assert seen(asked, "The vendor does charge a little.").unpriced == 1.0
    assert seen(asked, "The vendor does charge $ 40.").unpriced == 0.0


def test_a_figure_of_the_questions_own_is_no_answer():
    """Of so many, how many: the number given is not the one wanted."""
    asked = "How many of the 160,000 agencies are British?"
    assert seen(asked, "There are 160,000 British agencies.").uncounted == 1.0
    assert seen(asked, "Of British agencies 300 are there.").uncounted < 1.0


def test_what_happened_is_not_told_by_what_is():
    """A question about the past wants a sentence about it."""
    asked = "Why did the vendor leave the market?"
    assert seen(asked, "The vendor leaves the market to others.").unheard == 1.0
    assert seen(asked, "The vendor was sold in 2019.").unheard == 0.0


def test_a_rank_that_nobody_gives_weighs():
    """Which is strictest is not told by which is strict enough, but by the strictest or strict."""
    asked = "Which vendor is the strictest?"
    assert seen(asked, "A vendor checks people.").unranked > 0
    assert seen(asked, "A vendor is strict.").unranked == 0


def test_a_question_in_the_negative_gains_little_from_likeness():
    """What says the opposite is alike, too."""
    assert seen("When should a vendor not be used?", "A vendor is used.").similarity == 0.5
    assert seen("When should a vendor be used?", "A vendor is used.").similarity == 0.8


def test_hostile_questions_take_no_longer():
    """However often a pattern begins, reading ends."""
    assert not wanted("which " * 20_000).name
    assert not wanted("what does " * 20_000 + "per ").event
    assert not wanted("which of the " + "1" * 4000).name
    assert not wanted("which of the " + "1," * 2000).name


@pytest.mark.parametrize(("text", "ranks"), [
    ("Who leads the Bucharest team?", ()),
    ("Is a modest budget enough?", ()),
    ("What is the biggest risk?", ("biggest",)),
])
def test_what_only_ends_like_a_superlative_ranks_nothing(text, ranks):
    """Names and words of another kind that end in -est are left alone."""
    assert wanted(text).ranks == ranks


@pytest.mark.parametrize(("text", "missing"), [
    ("What is the biggest risk?", 0), ("What is the hottest topic?", 2),
])
def test_a_superlative_is_met_by_its_positive(text, missing):
    """Big stands for biggest; what has no such word ranks nothing."""
    assert seen(text, "A big risk is the topic of leaving people.").unranked == missing
