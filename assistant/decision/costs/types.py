"""The values of a reckoning: what was given, and what it comes to. Amounts are exact fractions.

Binary floating point would make lines and totals differ in the last digit, and ``Decimal`` rounds
every division (a month has 52/12 weeks). A fraction rounds nowhere; only what is shown is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from assistant.decision.types import Evidence

EACH = "each"
"""In place of a way: one number for every way that has the input."""


@dataclass(frozen=True, slots=True)
class Span:
    """A range of amounts, ``low <= likely <= high``; all three are one for a single amount."""

    low: Fraction
    likely: Fraction
    high: Fraction

    @property
    def single(self) -> bool:
        """Whether it is one amount and no range."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Given:
    """An input as it was given: its amount in the input's unit, and the words it was given in.

    ``about`` marks a number that was said to be approximate; it is reckoned with as it stands.
    """

    amount: Span
    words: str
    about: bool = False


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The inputs of one reckoning.

    ``given`` maps ``people``, ``rate`` (one rate for each way) or ``rate.outstaffing``. ``ways``
    are those compared, in the model's order; ``currency`` is a label, empty where none was named.
    """

    given: Mapping[str, Given] = field(default_factory=dict)
    ways: tuple[str, ...] = ()
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One factor of one way. ``amount`` is None where inputs in ``open`` are missing.

    ``each`` is what it comes to for every unit of the only input missing, where there is only one
    and the whole line is a multiple of it. ``evidence`` is empty for what no source names.
    """

    way: str
    factor: str
    amount: Span | None
    open: tuple[str, ...]
    each: Span | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one way costs. ``so_far`` is the sum of the lines that have an amount.

    ``total``, ``per_month`` (of the planned duration) and ``per_delivered_month`` (of one person's
    delivered work) are None while an input that they need is open.
    """

    way: str
    lines: tuple[Line, ...]
    so_far: Span
    total: Span | None
    per_month: Span | None
    per_delivered_month: Span | None
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ways compared, over all that the inputs given and still open allow.

    ``cheaper`` is the way that never costs more, None where it can turn out either way. ``matter``
    are the open inputs that can turn it. ``least`` and ``most`` are how much more ``one`` costs.
    """

    one: str
    other: str
    cheaper: str | None
    least: Fraction
    most: Fraction
    matter: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where two ways cost the same: ``below`` is cheaper for less of ``name``, ``above`` for more.

    ``now`` is the likely amount given, None for an open input. Reckoned with likely amounts over
    the factors that are known for both; those in ``left_out`` are open and count as nothing.
    """

    name: str
    at: Fraction
    now: Fraction | None
    below: str
    above: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """How far one input moves what a way costs so far: at its low end, and at its high end.

    ``kind`` tells whether the ends are those of the range given, or the convention's around one
    amount.
    """

    name: str
    low: Fraction
    high: Fraction
    kind: Literal["range", "convention"]

    @property
    def width(self) -> Fraction:
        """How far apart the ends are."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Reckoning:
    """All that follows from a worksheet.

    ``order`` has the ways by likely cost, where all of them are complete, else it is empty.
    ``cheapest`` is the way that is never dearer than another, whatever the open inputs are.
    """

    worksheet: Worksheet
    costs: tuple[Cost, ...]
    pairs: tuple[Pair, ...]
    order: tuple[str, ...]
    cheapest: str | None
    open: tuple[str, ...]
    matter: tuple[str, ...]
