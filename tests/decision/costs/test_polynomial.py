"""Sums of products and their exact extremes."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.decision.costs.formula import formula
from assistant.decision.costs.polynomial import (
    added,
    extremes,
    less,
    multiplied,
    slope,
    substituted,
    value,
    variable,
)

NAMES = "abcd"
FEW = settings(max_examples=40, deadline=None)
numbers = st.fractions(-5, 5, max_denominator=4)
products = st.sets(st.sampled_from(NAMES)).map(lambda names: tuple(sorted(names)))
polynomials = st.dictionaries(products, numbers.filter(bool), max_size=6)
ends = st.lists(st.fractions(0, 5, max_denominator=4), min_size=2, max_size=2).map(sorted)
boxes = st.fixed_dictionaries({name: ends.map(tuple) for name in NAMES})


def corners(box):
    return (dict(zip(box, point, strict=True)) for point in product(*box.values()))


@FEW
@given(polynomials, boxes)
def test_the_extremes_are_those_of_the_corners(polynomial, box):
    """The lowest and highest value are exactly those found by trying every corner."""
    values = [value(polynomial, at) for at in corners(box)]
    assert extremes(polynomial, box) == (min(values), max(values))


@FEW
@given(polynomials, boxes, st.lists(st.fractions(0, 1), min_size=4, max_size=4))
def test_no_point_of_the_box_is_beyond_them(polynomial, box, shares):
    """Whatever point of the box is taken, its value lies between the extremes."""
    at = {n: box[n][0] + s * (box[n][1] - box[n][0]) for n, s in zip(NAMES, shares, strict=True)}
    low, high = extremes(polynomial, box)
    assert low <= value(polynomial, at) <= high


def test_what_both_share_cancels_out():
    """Of two costs with one unknown rate, the difference does not depend on it."""
    rate, hours = variable("rate"), variable("hours")
    one = added((multiplied(rate, hours), variable("fee")))
    box = {"rate": (Fraction(40), Fraction(55)), "hours": (Fraction(1), Fraction(9)),
           "fee": (Fraction(2), Fraction(3))}
    assert extremes(less(one, multiplied(rate, hours)), box) == (2, 3)


@FEW
@given(polynomials, st.sampled_from(NAMES), boxes)
def test_a_polynomial_is_what_its_slope_and_the_rest_say(polynomial, name, box):
    """The value is the value at 0 and the slope times the input."""
    at = {n: high for n, (_, high) in box.items()}
    rest = value(substituted(polynomial, {name: Fraction(0)}), at)
    assert value(polynomial, at) == rest + at[name] * value(slope(polynomial, name), at)


def test_an_input_cannot_occur_twice_in_a_product():
    """A square is refused: its extremes need not lie at corners."""
    with pytest.raises(ValueError, match="'a' occurs twice"):
        multiplied(variable("a"), variable("a"))


def test_a_formula_reads_sums_products_and_fractions():
    """``a * 12/52 + b`` is what it says, exactly."""
    read = formula("a * 12/52 + b", {"a": variable("a"), "b": variable("b")})
    assert value(read, {"a": Fraction(52), "b": Fraction(1)}) == 13


@pytest.mark.parametrize(
    "text", ["", "a -", "a - b", "f(a)", "a ** 2", "a / b", "a / 0", "1.5 * a", "__import__('os')",
             "a if b else a", "nowhere", "[a]", "True * a", "(" * 500 + "a" + ")" * 500]
)
def test_what_is_no_formula_is_refused(text):
    """Nothing but sums, products, names and whole numbers is read, and nothing is executed."""
    with pytest.raises(ValueError):
        formula(text, {"a": variable("a"), "b": variable("b")})
