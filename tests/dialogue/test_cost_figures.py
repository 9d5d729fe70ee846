"""Numbers with units out of free text."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.decision.costs.reading import load_cost_model
from assistant.dialogue.figures import figures, ways_named
from assistant.dialogue.held import held

MODEL = load_cost_model()


def heard(text: str) -> dict[str, tuple[object, object]]:
    """Field -> lowest and highest amount."""
    return {f.field: (f.given.amount.low, f.given.amount.high) if f.given else None
            for f in figures(text, MODEL).heard}


@pytest.mark.parametrize(("text", "expected"), [
    ("three testers for a year at 45 an hour", {"people": 3, "duration": 12, "rate": 45}),
    ("2 QA engineers for 18 months", {"people": 2, "duration": 18}),
    ("outstaffing at $45 an hour", {"rate.outstaffing": 45}),
    ("is outstaffing cheaper than hiring at 45 an hour?", {"rate.outstaffing": 45}),
    ("freelancers at 30/h versus hiring at 60,000 a year",
     {"rate.freelancers": 30, "monthly.hire": 5000}),
    ("a salary of 5k a month each", {"monthly.hire": 5000}),
    ("managed services for 12,000 a month", {"fee.managed-services": 12_000}),
    ("outsourcing: the fixed price is 120k EUR", {"fixed.outsourcing": 120_000}),
    ("45 an hour, 4 hours a week of management at 80 an hour",
     {"rate": 45, "managing": 4, "manager": 80}),
    ("400 a day, five days a week", {"daily": 400, "days": 5}),
    ("a 38.5-hour week", {"week": Fraction(77, 2)}),
    ("we work 40 hours a week", {"week": 40}),
    ("about 6 hours a week of management for outstaffing", {"managing.outstaffing": 6}),
    ("management takes 4 hours a week for outstaffing and 2 hours a week for hiring",
     {"managing.outstaffing": 4, "managing.hire": 2}),
    ("our managers cost 80 an hour", {"manager": 80}),
    ("rework 10 %, for freelancers rework of 30 percent",
     {"redone": Fraction(1, 10), "redone.freelancers": Fraction(3, 10)}),
    ("the vendor's margin is 20%", {"margin": Fraction(1, 5)}),
    ("overhead comes to 30 %", {"overhead": Fraction(3, 10)}),
    ("onboarding takes six weeks", {"learning": 6}),
    ("it takes us 30 hours to interview one person", {"recruiting": 30}),
    ("setting up the entity costs 25,000 EUR", {"entity": 25_000}),
    ("we expect three months of delay", {"late": 3}),
    ("each delay costs 20,000 a month", {"lateness": 20_000}),
    ("attrition is 15 %", {"leaving": Fraction(3, 20)}),
    ("1.5 years, half a dozen", {"duration": 18}),
    ("for half a year", {"duration": 6}),
    ("what if the rate was $60?", {"rate": 60}),
    ("the vendor's rate is 60 EUR", {"rate": 60}),
    ("their rate is €60", {"rate": 60}),
    ("our day rate is 500", {"daily": 500}),
    ("the hourly rate is 60", {"rate": 60}),
    ("week=40 hours a week; rate.freelancers=30 an hour", {"week": 40, "rate.freelancers": 30}),
])
def test_a_number_is_heard_as_what_its_unit_and_words_say(text, expected):
    """Each amount is in the unit of its input."""
    assert heard(text) == {field: (amount, amount) for field, amount in expected.items()}


@pytest.mark.parametrize("text", [
    "40 to 55 an hour", "40-55 an hour", "between 40 and 55 an hour", "€40 to €55 per hour",
    "from 40 to 55 euros an hour",
])
def test_a_range_is_heard(text):
    """However it is spelled, both ends are heard."""
    assert heard(text) == {"rate": (40, 55)}


@pytest.mark.parametrize("text", [
    "r = 0.14 and the market was $450B in 2023", "twice a year", "our Q3 goals", "24/7 support",
    "the success rate is 60", "an exchange rate of 2", "our tax rate is 30", "attrition rate was 12",
    "failure rates fell to 5", "10 % of the time", "an engineer", "interview 30 candidates", "version 2.0", "", "45",
    "how many hours a week?", "a lot of people", "ISO 27001 and SOC 2",
])
def test_what_is_not_clear_is_not_guessed_at(text):
    """A number whose meaning its words do not say is no input."""
    assert heard(text) == {}


@pytest.mark.parametrize(("text", "says"), [
    ("45,5 an hour", "“45,5” has a comma"),
    ("at -45 an hour", "is negative"),
    ("$-5 an hour", "is negative"),
    ("900000 hours a week", "not believable"),
    ("3 testers and 2 developers", "two amounts for one thing"),
    ("people=lots", "People: “lots” is no amount"),
    ("rate.robots=45 an hour", "Hourly rate: it is not reckoned"),
])
def test_what_cannot_be_taken_is_said(text, says):
    """It is not heard, and the reason is given."""
    found = figures(text, MODEL)
    assert found.heard == ()
    assert says in " ".join(found.unclear)


def test_a_range_after_a_name_is_heard_with_both_ends():
    """Its words have both, too."""
    (figure,) = figures("the rate rose to 60-70", MODEL).heard
    assert (figure.given.amount.low, figure.given.amount.high) == (60, 70)
    assert figure.words == "60-70"


def test_a_number_without_unit_does_not_move_to_another_unit():
    """After pay by the year "the rate was 60" is unclear; after a day rate it is one by the day."""
    yearly, bare = (figures(text, MODEL) for text in ("hiring at 90,000 a year", "the rate was 60"))
    now = held([(1, yearly), (2, bare)], MODEL)
    assert [(f.field, f.given.amount.likely) for _, f in now.figures] == [("monthly.hire", 7500)]
    assert "“60” has no unit" in now.unclear[0]
    daily = figures("outstaffing at 400 a day", MODEL)
    now = held([(1, daily), (2, bare)], MODEL)
    assert [(f.field, f.given.amount.likely) for _, f in now.figures] == [("daily.outstaffing", 60)]
    assert not now.unclear


def test_a_currency_is_a_label():
    """Signs and words alike; nothing is converted."""
    labels = [figures(f"45 {c} an hour", MODEL).heard[0].currency for c in ("€", "euros", "USD", "$")]
    assert labels == ["€", "EUR", "USD", "$"]


def test_what_is_said_later_wins():
    """A later amount replaces an earlier one, another unit of price too; ``=?`` takes it back."""
    said = ["45 an hour, 3 testers", "make it 400 a day", "people=?"]
    turns = ((i, figures(text, MODEL)) for i, text in enumerate(said, 1))
    now = {f.field: turn for turn, f in held(turns, MODEL).figures}
    assert now == {"daily": 2}


def test_ways_are_named_in_many_words():
    """In-house staff is hiring; staff augmentation is outstaffing."""
    assert ways_named("cheaper than hiring?") == ("hire",)
    assert set(ways_named("staff augmentation or our own employees")) == {"hire", "outstaffing"}


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="0123456789 ,.-%$€kaehournwmtyxd=;'", max_size=200))
def test_the_words_are_those_of_the_message(text):
    """Whatever is heard stands in the message where it says, and nothing breaks."""
    for figure in figures(text, MODEL).heard:
        assert text[figure.start : figure.end] == figure.words


@pytest.mark.parametrize("text", [
    "1 " * 2000, "1," * 2000, "9" * 4000, "45 an hour " * 360, "a " * 2000, "$" * 4000,
    "between 1 and " * 280, "x=" * 2000, "people=" * 570, "1 a b " * 660, "and " * 1000 + "5 hours",
])
def test_hostile_text_is_heard_in_bounded_time(text):
    """Repetition does not blow up."""
    figures(text, MODEL)
