"""The reckoning: lines, totals, order, break-even points, and what matters."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import COMPLETE, MODEL, WAYS, sheets, single, spans

from assistant.decision.costs.formulas import formulas
from assistant.decision.costs.polynomial import value, variables
from assistant.decision.costs.reckon import box, reckon
from assistant.decision.costs.types import Given, Span, Worksheet
from assistant.decision.costs.worksheet import worksheet

FEW = settings(max_examples=25, deadline=None)
ENDS = ("low", "likely", "high")


def cost(texts, way="outstaffing", **more):
    """What one way costs by these texts."""
    (found,) = reckon(worksheet({**texts, **more}, MODEL, ways=[way]), MODEL).costs
    return found


def line(texts, factor, way="outstaffing"):
    return next(x for x in cost(texts, way).lines if x.factor == factor)


# --- lines and totals -----------------------------------------------------------------------------


@pytest.mark.parametrize(("factor", "way", "amount"), [
    ("price", "outstaffing", 280_800),      # 3 × 12 × 52/12 × 40 × 45
    ("employer", "hire", 84_240),           # 280 800 × 30 %
    ("charge", "freelancers", 28_080),      # 280 800 × 10 %
    ("management", "outsourcing", 16_640),  # 52 weeks × 4 × 80
    ("recruiting", "hire", 4_800),          # 3 × 20 × 80
    ("onboarding", "outstaffing", 23_760),  # 3 × 40 × 45 a week × 4 weeks × 1.1
    ("rework", "outstaffing", 15_444),      # 280 800 × 1.1 × 5 %
    ("replacement", "freelancers", 900),    # 3 × 10 % × 3 000
    ("payroll", "hire", 2_400),             # 12 × 200
    ("security", "freelancers", 500),       # 1 % × 50 000
    ("delay", "outsourcing", 1_000),        # 1 month × 1 000
    ("transfer", "managed-services", 1_500),
])
def test_each_line_is_what_a_pocket_calculator_says(factor, way, amount):
    """Every factor comes to what its inputs come to by hand."""
    assert line(COMPLETE, factor, way).amount.likely == amount


@pytest.mark.parametrize(("texts", "amount"), [
    ({"daily": "400 a day", "days": "5 days a week"}, 3 * 52 * 5 * 400),
    ({"monthly": "5200 a month"}, 3 * 12 * 5200),
    ({"monthly": "62400 a year"}, 3 * 12 * 5200),
])
def test_a_price_may_be_by_another_unit(texts, amount):
    """Days and months are charged as they are, without an hourly rate."""
    work = {"people": "3", "duration": "1 year"}
    assert line({**work, **texts}, "price").amount.likely == amount


def test_a_vendor_may_charge_for_the_whole():
    """A fixed price is itself, a fee is a month's; neither depends on the number of people."""
    assert line({"fixed": "90000"}, "price", "outsourcing").amount.likely == 90_000
    assert line({"fee": "6000 a month", "duration": "1 year"}, "price", "managed-services"
                ).amount.likely == 72_000


@FEW
@given(sheets(complete=True))
def test_totals_are_the_sum_of_their_lines(sheet):
    """At the low, the likely and the high end, to the last digit."""
    for found in reckon(sheet, MODEL).costs:
        for end in ENDS:
            lines = sum((getattr(x.amount, end) for x in found.lines), Fraction(0))
            assert getattr(found.total, end) == lines == getattr(found.so_far, end)


@FEW
@given(sheets(complete=True, ways=1), st.data())
def test_a_wider_range_never_gives_a_narrower_result(sheet, data):
    """Total, cost a month and cost a delivered month take in what they took in before."""
    field = data.draw(st.sampled_from(sorted(sheet.given)))
    old = sheet.given[field].amount
    new = data.draw(spans(field.partition(".")[0]))
    wide = Span(min(old.low, new.low), old.likely, max(old.high, new.high))
    wider = replace(sheet, given={**sheet.given, field: Given(wide, "")})
    (before,), (after,) = reckon(sheet, MODEL).costs, reckon(wider, MODEL).costs
    for name in ("total", "per_month", "per_delivered_month"):
        was, now = getattr(before, name), getattr(after, name)
        assert now.low <= was.low <= was.likely <= was.high <= now.high


@FEW
@given(sheets(complete=True, ways=1), st.data())
def test_every_amount_within_the_ranges_costs_within_the_result(sheet, data):
    """Whatever the inputs turn out to be, total and cost a month lie in the range that was said."""
    (found,) = reckon(sheet, MODEL).costs
    inside = sheet
    for field, given_ in sheet.given.items():
        share = data.draw(st.fractions(0, 1, max_denominator=4))
        amount = given_.amount.low + share * (given_.amount.high - given_.amount.low)
        inside = single(inside, field, amount)
    (exact,) = reckon(inside, MODEL).costs
    for name in ("total", "per_month", "per_delivered_month"):
        span, point = getattr(found, name), getattr(exact, name)
        assert span.low <= point.likely <= span.high


@FEW
@given(sheets(), st.randoms())
def test_the_order_of_inputs_does_not_matter(sheet, chance):
    """The same inputs in another order give the same reckoning."""
    fields = list(sheet.given)
    chance.shuffle(fields)
    other = replace(sheet, given={field: sheet.given[field] for field in fields})
    assert reckon(other, MODEL) == reckon(sheet, MODEL)


def test_a_factor_without_input_stays_open_and_so_does_the_total():
    """Nothing is made up for a missing input: its line has no amount, and is named."""
    less = {k: v for k, v in COMPLETE.items() if k != "redone"}
    found = cost(less)
    assert found.total is None
    assert found.per_month is None
    assert found.open == ("redone.outstaffing",)
    assert found.so_far.likely == cost(COMPLETE).total.likely - 15_444


def test_a_nought_takes_with_it_what_it_is_multiplied_by():
    """With no delay expected, what a month of it would cost need not be known."""
    assert line({"late": "0 months"}, "delay").amount.high == 0


def test_one_missing_input_leaves_what_it_comes_to_for_each_unit():
    """Three for a year at 45 cost 7,020 for every hour of their week."""
    found = line({"people": "3", "duration": "1 year", "rate": "45 an hour"}, "price")
    assert found.amount is None
    assert found.each.likely == 7_020


def test_an_amount_for_one_way_goes_before_the_one_for_each():
    """The way's own rework counts for it, the common one for the others."""
    own = {**COMPLETE, "redone.freelancers": "30 %"}
    assert line(own, "rework", "freelancers").amount.likely == 92_664
    assert line(own, "rework", "outstaffing").amount.likely == 15_444


# --- order and open inputs ------------------------------------------------------------------------


@st.composite
def completions(draw, sheet, names):
    """An amount for each name: within its range, or anything that is accepted."""
    whole = box(sheet, MODEL, set(names))
    return {
        n: low + draw(st.sampled_from([Fraction(0), Fraction(1, 1000), Fraction(1)])) * (high - low)
        for n, (low, high) in sorted(whole.items())
    }


@FEW
@given(sheets(), st.data())
def test_what_is_settled_stays_so_whatever_the_open_inputs_are(sheet, data):
    """No completion makes the way dearer that is said to be cheaper, or leaves the bounds said."""
    reckoning = reckon(sheet, MODEL)
    (pair,) = reckoning.pairs
    one, other = (formulas(way, sheet, MODEL).total for way in (pair.one, pair.other))
    at = data.draw(completions(sheet, variables(one) | variables(other)))
    apart = value(one, at) - value(other, at)
    assert pair.least <= apart <= pair.most
    if pair.cheaper is not None:
        assert (apart <= 0) if pair.cheaper == pair.one else (apart >= 0)


@st.composite
def far_apart(draw):
    """A worksheet with an input or two open whose two ways charge rates far from each other."""
    sheet = draw(sheets(complete=True))
    open_ones = draw(st.sets(st.sampled_from(sorted(sheet.given)), min_size=1, max_size=2))
    given = {name: was for name, was in sheet.given.items() if name not in open_ones}
    for way, rates in zip(sheet.ways, ((1, 20), (400, 900)), strict=True):
        amount = Fraction(draw(st.integers(*rates)))
        given[f"rate.{way}"] = Given(Span(amount, amount, amount), "drawn")
    return replace(sheet, given=given)


@FEW
@given(far_apart(), st.data())
def test_an_open_input_that_cannot_matter_never_turns_the_order(sheet, data):
    """Changing it alone, whatever the others are, leaves the cheaper way the cheaper one."""
    (pair,) = reckon(sheet, MODEL).pairs
    one, other = (formulas(way, sheet, MODEL).total for way in (pair.one, pair.other))
    names = variables(one) | variables(other)
    at = data.draw(completions(sheet, names))
    for name in sorted(n for n in names if n not in sheet.given and n not in pair.matter):
        signs = set()
        for end in box(sheet, MODEL, {name})[name]:
            apart = value(one, {**at, name: end}) - value(other, {**at, name: end})
            signs.add((apart > 0) - (apart < 0))
        assert not {1, -1} <= signs


def test_the_length_of_the_week_cannot_change_which_rate_is_lower():
    """With nothing but rates apart, 40 an hour stays cheaper than 45 in a week of any length."""
    texts = {k: v for k, v in COMPLETE.items() if k not in ("rate", "week", "managing", "learning")}
    texts |= {"rate.outstaffing": "40 an hour", "rate.freelancers": "45 an hour",
              "managing": "0 hours a week", "learning": "0 weeks"}
    reckoning = reckon(worksheet(texts, MODEL, ways=["outstaffing", "freelancers"]), MODEL)
    assert reckoning.open == ("week",)
    assert reckoning.cheapest == "outstaffing"
    assert reckoning.matter == ()


def test_an_open_input_of_the_dearer_way_cannot_change_the_order():
    """What freelancers' rework will be does not matter where they cost more without any."""
    texts = {k: v for k, v in COMPLETE.items() if k not in ("rate", "redone")}
    texts |= {"rate.outstaffing": "40 an hour", "rate.freelancers": "60 an hour",
              "redone.outstaffing": "0 %"}
    reckoning = reckon(worksheet(texts, MODEL, ways=["outstaffing", "freelancers"]), MODEL)
    assert reckoning.open == ("redone.freelancers",)
    assert reckoning.cheapest == "outstaffing"
    assert reckoning.matter == ()


def test_an_open_input_of_the_cheaper_way_can():
    """The other way round it matters."""
    texts = {k: v for k, v in COMPLETE.items() if k not in ("rate", "redone")}
    texts |= {"rate.outstaffing": "60 an hour", "rate.freelancers": "40 an hour",
              "redone.outstaffing": "0 %"}
    reckoning = reckon(worksheet(texts, MODEL, ways=["outstaffing", "freelancers"]), MODEL)
    assert reckoning.cheapest is None
    assert reckoning.matter == ("redone.freelancers",)


def test_one_range_that_both_share_does_not_blur_their_order():
    """A rate of 40 to 55 for each way is one unknown: freelancers with more rework cost more."""
    texts = {**COMPLETE, "rate": "40 to 55 an hour", "redone.freelancers": "30 %"}
    reckoning = reckon(worksheet(texts, MODEL, ways=["outstaffing", "freelancers"]), MODEL)
    one, other = (c.total for c in reckoning.costs)
    assert one.high > other.low
    assert reckoning.cheapest == "outstaffing"


def test_nothing_given_settles_nothing():
    """Without a number every way may be the cheapest, and inputs of every way are open."""
    reckoning = reckon(worksheet({}, MODEL), MODEL)
    assert reckoning.cheapest is None
    assert {name.partition(".")[2] for name in reckoning.open} == {"", *WAYS}


def test_every_way_is_reckoned():
    """Given every input, each of the six ways has a total."""
    assert [c.way for c in reckon(worksheet(COMPLETE, MODEL), MODEL).costs if c.total] == list(WAYS)
    assert isinstance(worksheet(COMPLETE, MODEL), Worksheet)
