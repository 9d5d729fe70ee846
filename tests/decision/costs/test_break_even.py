"""Where one way becomes cheaper than another, and what the inputs' ranges do to that."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from sheets import COMPLETE, MODEL, sheets, single

from assistant.decision.costs.break_even import all_break_evens, break_evens, known_sums
from assistant.decision.costs.chance import spreads
from assistant.decision.costs.reckon import reckon
from assistant.decision.costs.tornado import tornado
from assistant.decision.costs.worksheet import worksheet

FEW = settings(max_examples=25, deadline=None)


# --- break-even -----------------------------------------------------------------------------------


@FEW
@given(sheets(complete=True))
def test_a_break_even_point_put_back_in_makes_both_cost_the_same(sheet):
    """Exactly the same; and below it, the way is cheaper that is said to be."""
    for field, given_ in list(sheet.given.items()):
        sheet = single(sheet, field, given_.amount.likely)
    for point in list(all_break_evens(sheet, MODEL))[:3]:
        one, other = (c.total.likely for c in reckon(single(sheet, point.name, point.at), MODEL).costs)
        assert one == other
        less = single(sheet, point.name, point.at * Fraction(9, 10))
        costs = {c.way: c.total.likely for c in reckon(less, MODEL).costs}
        assert costs[point.below] < costs[point.above]


@FEW
@given(sheets())
def test_a_point_that_leaves_out_what_is_open_holds_for_the_rest(sheet):
    """Over the factors not left out, both cost the same there."""
    for point in all_break_evens(sheet, MODEL):
        (one,), (other,) = known_sums(point, sheet, MODEL, (point.at,)).values()
        assert one == other


def test_outstaffing_is_cheaper_until_internal_management_passes_nine_hours():
    """At 80 an hour for 52 weeks, 9 hours cost 37,440: what the lower rate had saved.

    3 × 52 × 40 × (45 − 39) = 37,440.
    """
    texts = {"people": "3", "duration": "1 year", "week": "40 hours a week", "manager": "80 an hour",
             "rate.outstaffing": "39 an hour", "rate.outsourcing": "45 an hour",
             "managing.outsourcing": "0 hours a week"}
    sheet = worksheet(texts, MODEL, ways=["outstaffing", "outsourcing"])
    found = break_evens("outstaffing", "outsourcing", sheet, MODEL)
    point = next(p for p in found if p.name == "managing.outstaffing")
    assert (point.at, point.now, point.below, point.above) == (9, None, "outstaffing", "outsourcing")


def test_without_a_price_there_is_no_break_even():
    """Where one of the two has no price yet, nothing is compared."""
    sheet = worksheet({"rate.outstaffing": "45 an hour", "people": "3"}, MODEL)
    assert list(all_break_evens(sheet, MODEL)) == []


# --- what matters, and the picture ----------------------------------------------------------------


def test_a_bar_is_what_the_ends_of_the_input_come_to():
    """Each bar's ends are the totals with the input at its ends; the widest comes first."""
    sheet = worksheet({**COMPLETE, "managing": "2 to 10 hours a week"}, MODEL, ways=["outstaffing"])
    bars = tornado("outstaffing", sheet, MODEL)
    assert [b.width for b in bars] == sorted((b.width for b in bars), reverse=True)
    assert {b.name: b.kind for b in bars}["managing"] == "range"
    for bar in bars:
        amount = sheet.given[bar.name].amount
        ends = ((amount.low, amount.high) if bar.kind == "range"
                else (amount.likely * Fraction(9, 10), amount.likely * Fraction(11, 10)))
        found = [reckon(single(sheet, bar.name, end), MODEL).costs[0].total.likely for end in ends]
        assert [bar.low, bar.high] == found


def test_the_draws_are_the_same_each_time_and_within_the_exact_ends():
    """The picture of chance is fixed by its seed, and never beyond what is reckoned exactly."""
    sheet = worksheet({**COMPLETE, "rate": "40 to 55 an hour"}, MODEL)
    found = spreads(sheet, MODEL, 200)
    assert found == spreads(sheet, MODEL, 200)
    for spread, exact in zip(found, reckon(sheet, MODEL).costs, strict=True):
        assert float(exact.total.low) <= spread.costs[0] <= spread.costs[-1] <= float(exact.total.high)
        assert spread.quantile(0) <= spread.quantile(0.5) <= spread.quantile(1)
    assert sum(s.cheapest for s in found) == pytest.approx(1)


def test_without_a_range_nothing_is_drawn():
    """Single amounts leave nothing to chance."""
    assert spreads(worksheet(COMPLETE, MODEL), MODEL) == ()
