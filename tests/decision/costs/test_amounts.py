"""Amounts with units: what is read, and what the messages say of what is not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given as holds
from hypothesis import settings
from hypothesis import strategies as st
from sheets import MODEL, spans

from assistant.decision.costs.amounts import given, plain, with_unit, written
from assistant.errors import InputError

HALF = Fraction(1, 2)


@pytest.mark.parametrize(("name", "text", "amount"), [
    ("people", "3", 3),
    ("people", "2.5 people", 2 + HALF),
    ("duration", "12 months", 12),
    ("duration", "1.5 years", 18),
    ("duration", "52 weeks", 12),
    ("week", "40 hours a week", 40),
    ("week", "38.5 h/week", 38 + HALF),
    ("days", "5 days per week", 5),
    ("rate", "45 an hour", 45),
    ("rate", "45 EUR per hour", 45),
    ("rate", "€45/h", 45),
    ("rate", "45", 45),
    ("rate", "45 EUR", 45),
    ("days", "5", 5),
    ("daily", "400 a day", 400),
    ("monthly", "60000 a year", 5000),
    ("monthly", "60k per annum", 5000),
    ("monthly", "5200 monthly", 5200),
    ("redone", "10 %", Fraction(1, 10)),
    ("redone", "2.5 percent", Fraction(1, 40)),
    ("redone", "10 per cent", Fraction(1, 10)),
    ("learning", "4 weeks", 4),
    ("recruiting", "20 hours each", 20),
    ("entity", "25000", 25000),
    ("entity", "$ 25k", 25000),
])
def test_an_amount_is_read_with_its_unit(name, text, amount):
    """Spelled in any of the usual ways, it is the same amount, exactly."""
    assert given(text, name, MODEL, name)[0].amount.likely == amount


def test_a_range_is_read():
    """With and without what is likely; the middle is taken where nothing is."""
    span = given("40 to 55 an hour", "rate", MODEL, "rate")[0].amount
    assert (span.low, span.likely, span.high) == (40, Fraction(95, 2), 55)
    span = given("40-55, likely 42, an hour", "rate", MODEL, "rate")[0].amount
    assert (span.low, span.likely, span.high) == (40, 42, 55)


def test_about_is_noted_and_makes_no_range():
    """"About 45" is reckoned with as 45: nobody said how far it may be off."""
    read = given("about 45 an hour", "rate", MODEL, "rate")[0]
    assert read.about
    assert read.amount.single


@pytest.mark.parametrize(("text", "says"), [
    ("-45 an hour", "is negative"),
    ("−45 an hour", "is negative"),
    ("€-45 an hour", "is negative"),
    ("nan an hour", "not a number"),
    (".nan", "not a number"),
    ("inf", "not a number"),
    ("-inf", "not a number"),
    ("99999999999999999 an hour", "not believable"),
    ("1e300 an hour", "not believable"),
    ("200000 an hour", "not believable"),
    ("45 a fortnight", "is no unit of it"),
    ("45 hours", "is no unit of it"),
    ("45,5 an hour", "has a comma"),
    ("1,200 an hour", "has a comma"),
    ("55 to 40 an hour", "not in this order"),
    ("40 to 55, likely 60, an hour", "not in this order"),
    ("€40 to $55 an hour", "two currencies"),
    ("a lot", "is no amount"),
    ("", "is empty"),
    ("45 an **hour**", "is no amount"),
    ("4" * 5000, "is no"),
])
def test_a_bad_amount_is_refused_with_a_message_that_names_the_field(text, says):
    """The message begins with the field and says what is wrong."""
    with pytest.raises(InputError) as caught:
        given(text, "rate", MODEL, "rate.outstaffing")
    assert str(caught.value).startswith("rate.outstaffing: ")
    assert says in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(("name", "text"), [
    ("monthly", "5200"), ("monthly", "5200 EUR"), ("duration", "12"), ("overhead", "30"),
])
def test_a_bare_number_of_several_units_is_of_none(name, text):
    """A month or a year, 30 % or 30 times: what a file leaves out is not guessed."""
    with pytest.raises(InputError, match="of what"):
        given(text, name, MODEL, name)


@pytest.mark.parametrize(("name", "text", "told"), [
    ("rate", "45", "45 an hour"),
    ("rate", "45 EUR", "45 EUR an hour"),
    ("rate", "€40 to €55, likely 45", "€40 to €55, likely 45 an hour"),
    ("rate", "45 a day", "45 a day"),
    ("monthly", "60000 a year", "60000 a year"),
    ("monthly", " 5200 ", "5200 a month"),
    ("duration", "12", "12 months"),
    ("overhead", "30", "30 %"),
    ("overhead", "0", "0 %"),
    ("overhead", "0.3", "0.3"),
    ("people", "3", "3"),
    ("entity", "25k", "25k"),
    ("rate", "a lot", "a lot"),
    ("rate", "4" * 5000, "4" * 5000),
])
def test_a_bare_number_takes_the_unit_it_was_asked_for_in(name, text, told):
    """Where a page asks for months, 12 is 12 months; what has a unit or is no number stays."""
    assert with_unit(text, MODEL.inputs[name]) == told


@settings(max_examples=60, deadline=None)
@holds(st.sampled_from(sorted(MODEL.inputs)), st.data())
def test_what_is_written_is_read_again(name, data):
    """An amount written out and read is the same amount, in every input's unit."""
    span = data.draw(spans(name))
    assert given(written(span, MODEL.inputs[name].unit), name, MODEL, name)[0].amount == span


def test_the_locale_does_not_matter():
    """Under a locale whose decimal mark is a comma, amounts are read and written as under any."""
    import locale

    before = locale.setlocale(locale.LC_ALL)
    for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"):
        try:
            locale.setlocale(locale.LC_ALL, name)
        except locale.Error:
            continue
        break
    try:
        assert given("45.5 an hour", "rate", MODEL, "rate")[0].amount.likely == Fraction(91, 2)
        assert plain(Fraction(123456789, 100)) == "1,234,567.89"
    finally:
        locale.setlocale(locale.LC_ALL, before)
