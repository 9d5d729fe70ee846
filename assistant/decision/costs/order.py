"""Whether the inputs still missing can change the order of two ways at all.

The difference of two ways is taken as one formula, so that what both share cancels out, and its
exact extremes are found over every value that the worksheet accepts for an open input.
"""

from __future__ import annotations

from collections.abc import Container

from assistant.decision.costs.formulas import Formulas
from assistant.decision.costs.polynomial import Box, Polynomial, extremes, less, variables
from assistant.decision.costs.types import Pair


def compared(one: Formulas, other: Formulas, box: Box, given: Container[str]) -> Pair:
    """The two ways compared. An input by which both costs are multiplied cannot change the order.

    ``matter`` is sound: an open input that is not in it cannot turn the order, whatever the others.
    """
    difference = less(one.total, other.total)
    least, most = extremes(difference, box)
    first, second = one.way, other.way
    cheaper = first if most <= 0 and least < 0 else second if least >= 0 and most > 0 else None
    unsettled = least < 0 < most
    return Pair(
        one=first,
        other=second,
        cheaper=cheaper,
        least=least,
        most=most,
        matter=tuple(
            name
            for name in sorted(variables(difference))
            if unsettled and name not in given and not _common(name, difference, box)
        ),
    )


def _common(name: str, difference: Polynomial, box: Box) -> bool:
    """Whether the difference is a multiple of the input, which is never 0."""
    return box[name][0] > 0 and all(name in product for product in difference)
