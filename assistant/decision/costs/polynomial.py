"""Sums of products of inputs, and their exact lowest and highest values over ranges.

No input occurs twice in one product, so a polynomial is linear in each input by itself; its
extremes over a box of ranges lie at corners of the box. Numbers are fractions: sums are exact,
lines add up to their total to the last digit, and a break-even point put back in gives zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

Polynomial = Mapping[tuple[str, ...], Fraction]
"""Product of inputs (sorted names) -> its coefficient, never 0."""

Box = Mapping[str, tuple[Fraction, Fraction]]
"""Input -> its lowest and highest value; neither is negative."""


def constant(value: Fraction) -> Polynomial:
    """The value itself, whatever the inputs."""
    return {(): value} if value else {}


def variable(name: str) -> Polynomial:
    """One input."""
    return {(name,): Fraction(1)}


def added(parts: Iterable[Polynomial]) -> Polynomial:
    """The sum of the parts."""
    total: dict[tuple[str, ...], Fraction] = {}
    for part in parts:
        for product, factor in part.items():
            total[product] = total.get(product, Fraction(0)) + factor
    return {product: factor for product, factor in total.items() if factor}


def multiplied(one: Polynomial, other: Polynomial) -> Polynomial:
    """The product; ``ValueError`` where an input would occur twice in it."""
    terms: list[Polynomial] = []
    for left, a in one.items():
        for right, b in other.items():
            if twice := set(left) & set(right):
                msg = f"'{min(twice)}' occurs twice in one product"
                raise ValueError(msg)
            terms.append({tuple(sorted((*left, *right))): a * b})
    return added(terms)


def scaled(polynomial: Polynomial, by: Fraction) -> Polynomial:
    """Every term times a number."""
    return {product: factor * by for product, factor in polynomial.items()} if by else {}


def less(one: Polynomial, other: Polynomial) -> Polynomial:
    """The difference."""
    return added((one, scaled(other, Fraction(-1))))


def variables(polynomial: Polynomial) -> frozenset[str]:
    """The inputs that occur in it."""
    return frozenset(name for product in polynomial for name in product)


def substituted(polynomial: Polynomial, values: Mapping[str, Fraction]) -> Polynomial:
    """The polynomial in the inputs that are not among the values."""
    terms: list[Polynomial] = []
    for product, factor in polynomial.items():
        known = factor
        for name in product:
            known *= values.get(name, Fraction(1))
        terms.append({tuple(name for name in product if name not in values): known})
    return added(terms)


def slope(polynomial: Polynomial, name: str) -> Polynomial:
    """What the input is multiplied with."""
    return {
        tuple(other for other in product if other != name): factor
        for product, factor in polynomial.items()
        if name in product
    }


def value(polynomial: Polynomial, at: Mapping[str, Fraction]) -> Fraction:
    """The value at a point that names every input."""
    total = Fraction(0)
    for product, factor in polynomial.items():
        term = factor
        for name in product:
            term *= at[name]
        total += term
    return total


def extremes(polynomial: Polynomial, box: Box) -> tuple[Fraction, Fraction]:
    """The lowest and the highest value over the box: both are reached, neither is an estimate."""
    return -_top(scaled(polynomial, Fraction(-1)), box), _top(polynomial, box)


def _top(polynomial: Polynomial, box: Box) -> Fraction:
    found = _highest(polynomial, box, None)
    if found is None:  # only what is to beat something may fail to
        msg = "a highest value to beat was asked for"
        raise AssertionError(msg)
    return found


def _enclosed(polynomial: Polynomial, box: Box) -> tuple[Fraction, Fraction]:
    """Bounds that hold but need not be reached: each term by itself."""
    low = high = Fraction(0)
    for product, factor in polynomial.items():
        least = most = factor
        for name in product:
            least, most = least * box[name][0], most * box[name][1]
        low, high = low + min(least, most), high + max(least, most)
    return low, high


def _highest(polynomial: Polynomial, box: Box, beaten: Fraction | None) -> Fraction | None:
    """The highest value, or None where it does not exceed ``beaten``."""
    left = _settled(polynomial, box)
    names = variables(left)
    if beaten is not None and _enclosed(left, box)[1] <= beaten:
        return None
    if not names:
        return left.get((), Fraction(0))
    name = max(sorted(names), key=lambda n: sum(n in product for product in left))
    best = beaten
    for end in (1, 0):
        found = _highest(substituted(left, {name: box[name][end]}), box, best)
        best = found if found is not None else best
    return best if best != beaten else None


def _settled(polynomial: Polynomial, box: Box) -> Polynomial:
    """The polynomial with each input put at its better end where that does not depend on others."""
    while True:
        fixed: dict[str, Fraction] = {}
        for name in sorted(variables(polynomial)):
            low, high = box[name]
            falls, rises = _enclosed(slope(polynomial, name), box)
            if low == high or falls >= 0:
                fixed[name] = high
            elif rises <= 0:
                fixed[name] = low
        if not fixed:
            return polynomial
        polynomial = substituted(polynomial, fixed)
