"""Amounts with units: reading them, and writing them.

A point is the decimal mark, whatever the locale, and a comma is refused: ``45,5`` and ``1,200`` are
read differently in different countries, and no guess is made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from assistant.decision.costs.schema import CostModel, InputField
from assistant.decision.costs.types import Given, Span
from assistant.errors import InputError

MAX_CHARS = 120
CURRENCY = re.compile(r"[€$£¥]|[A-Z]{3}(?![A-Za-z])")
_N = r"(?:[€$£¥]|[A-Z]{3}\b)?\s?(\d{1,15}(?:\.\d{1,6})?)\s?([kK]\b)?"
_AMOUNT = re.compile(
    rf"(?P<about>(?:about|around|roughly|approximately|some|circa|ca\.?|~)\s?)?{_N}"
    rf"(?:\s?(?:to|-|–|\.\.)\s?{_N})?(?:,?\s(?:most )?likely {_N},?)?(?P<unit>[A-Za-z%/ €$£¥.]*)"
)
_WORDS = re.compile(r"[a-z%]+")
_SAME = {
    "per": "a", "an": "a", "h": "hour", "hr": "hour", "mo": "month", "mth": "month", "yr": "year",
    "wk": "week", "annum": "year", "percent": "%", "people": "person", "hourly": "a hour",
    "daily": "a day", "weekly": "a week", "monthly": "a month", "yearly": "a year",
    "annually": "a year", "d": "day",
}
_EXAMPLES: Mapping[str, str] = {
    "share": "10 %", "money": "1000", "people": "3", "days a week": "5 days a week",
    "money a month": "5000 a month",
}
_DROPPED = frozenset({"each", "of", "the", "work"})


def given(text: str, name: str, model: CostModel, field: str) -> tuple[Given, str]:
    """The amount in the text, and the currency named in it or an empty string.

    ``name`` is the input's, ``field`` what errors call the place. ``InputError`` names the field.
    """
    about = model.inputs[name]
    words = " ".join(text.split())
    match = _AMOUNT.fullmatch(words) if len(words) <= MAX_CHARS else None
    if match is None:
        raise InputError(f"{field}: {_why_not(words, about)}")
    first, last, likely = (_number(match[i], match[i + 1]) for i in (2, 4, 6))
    currency, by = _unit(match["unit"], words, about, model, field)
    if first is None:
        raise InputError(f"{field}: {_why_not(words, about)}")
    low, high = first * by, (first if last is None else last) * by
    middle = (low + high) / 2 if likely is None else likely * by
    return Given(checked(Span(low, middle, high), about, field), words, bool(match["about"])), currency


def checked(span: Span, about: InputField, field: str) -> Span:
    """The range itself; ``InputError`` where it is in disorder or beyond what makes sense."""
    if not span.low <= span.likely <= span.high:
        msg = (
            f"{field}: low {plain(span.low)}, likely {plain(span.likely)} and high "
            f"{plain(span.high)} are not in this order; swap them."
        )
        raise InputError(msg)
    if span.low < about.least or span.high > about.most:
        wrong = span.low if span.low < about.least else span.high
        by, unit = _shown_in(about.unit)
        msg = (
            f"{field}: {plain(wrong * by)} is not believable; give {plain(about.least * by)} to "
            f"{plain(about.most * by)}{unit}."
        )
        raise InputError(msg)
    return span


def written(span: Span, unit: str) -> str:
    """The range with its unit, as ``given`` reads it again to the same amounts."""
    by, tail = _shown_in(unit)
    low, likely, high = (_exact(x * by) for x in (span.low, span.likely, span.high))
    if span.single:
        return f"{low}{tail}"
    middle = "" if span.likely * 2 == span.low + span.high else f", likely {likely}"
    return f"{low} to {high}{middle}{tail}"


def with_unit(text: str, about: InputField) -> str:
    """The text, ending in the unit that the input is asked for in where it is a bare number.

    A share below 1 is left alone: whether 0.3 means 30 % or 0.3 % is not to be guessed.
    """
    words = " ".join(text.split())
    match = _AMOUNT.fullmatch(words) if len(words) <= MAX_CHARS else None
    if match is None or normal(CURRENCY.sub(" ", match["unit"])):
        return words
    ends = [end for i in (2, 4) if (end := _number(match[i], match[i + 1])) is not None]
    if about.unit == "share" and any(0 < end < 1 for end in ends):
        return words
    return f"{words}{_shown_in(about.unit)[1]}"


def _shown_in(unit: str) -> tuple[int, str]:
    """What an amount is multiplied by to be shown, and what stands behind it."""
    tails = {"share": " %", "money": "", "people": ""}
    return (100 if unit == "share" else 1), tails.get(unit, f" {unit.removeprefix('money ')}")


def plain(number: Fraction, places: int = 2) -> str:
    """The number with thousands apart, to so many places, none where they are noughts."""
    rounded = rounded_to(number, places)
    text = f"{rounded:,.{places}f}".replace("-", "−")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded_to(number: Fraction, places: int) -> Decimal:
    """The nearest decimal number with so many places, halves to the even digit."""
    scaled = round(number * 10**places)  # exact: a fraction rounds halves to even
    return Decimal(scaled).scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def _exact(number: Fraction) -> str:
    """The number in as many places as it needs, at most six."""
    text = f"{rounded_to(number, 6):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(digits: str | None, thousand: str | None) -> Fraction | None:
    return None if digits is None else Fraction(digits) * (1000 if thousand else 1)


def _unit(
    text: str, words: str, about: InputField, model: CostModel, field: str
) -> tuple[str, Fraction]:
    """The currency in the text or before its number, and what the unit multiplies by."""
    money = about.unit.startswith("money")
    currencies = list(dict.fromkeys(CURRENCY.findall(words))) if money else []
    if len(currencies) > 1:
        msg = f"{field}: two currencies, {' and '.join(currencies)}; nothing is converted, name one."
        raise InputError(msg)
    rest = CURRENCY.sub(" ", text) if money else text
    units = model.units[about.unit]
    spelled = normal(rest)
    if spelled not in units:
        msg = f"{field}: “{words}” of what? Write it with its unit, for example {example_of(about)}."
        if spelled:
            msg = (
                f"{field}: “{text.strip()}” is no unit of it; write for example "
                f"{example_of(about)}."
            )
        raise InputError(msg)
    return (currencies[0] if currencies else ""), units[spelled]


def normal(text: str) -> str:
    """A unit as the model spells it: singular, ``a`` for ``per`` and for a slash."""
    found = _WORDS.findall(text.lower().replace("/", " a ").replace("per cent", "%"))
    words: list[str] = []
    for word in found:
        one = word[:-1] if word.endswith("s") and len(word) > 2 else word  # noqa: PLR2004
        same = _SAME.get(word, _SAME.get(one, one))
        words += [w for w in same.split() if w not in _DROPPED]
    joined = " ".join(words)
    for tail in (" a person", " person"):
        joined = joined.removesuffix(tail) if joined != tail.strip() else joined
    return joined


def example_of(about: InputField) -> str:
    """How an amount of the input is written."""
    return f"“{_EXAMPLES.get(about.unit, '10 ' + about.unit.removeprefix('money '))}”"


def _why_not(words: str, about: InputField) -> str:
    shown = f"“{words[:MAX_CHARS]}”"
    sample = example_of(about)
    if not words:
        return f"is empty; write for example {sample}, or leave it out."
    if re.search(r"\d,\d", words):
        return (
            f"{shown} has a comma; the decimal mark is a point, and thousands are written "
            "without a mark, for example 45.5 or 1200."
        )
    if re.match(r"\W*[-−]\s?[€$£¥]?\d", words):
        return f"{shown} is negative; a cost or a quantity is 0 or more."
    if re.match(r"[+-]?\.?(nan|inf)", words.lower()):
        return f"{shown} is not a number that can be reckoned with; write for example {sample}."
    if re.match(r"\D{0,12}\d{16}", words) or re.match(r"[\d.]+e\+?\d", words.lower()):
        return f"{shown} is not believable; write it out, in at most 15 digits."
    return f"{shown} is no amount; write for example {sample}, or a range, “40 to 55 …”."
