"""Numbers with units out of free text, as inputs of the cost worksheet, each with its words.

A number is heard where its unit and the words around it say what it is; what is not clear is not
guessed at. The words are data (``cost_words.yaml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.decision.costs.amounts import given
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.types import Given
from assistant.decision.costs.wording import field_label
from assistant.dialogue.clicked import CLICK, FORGOTTEN
from assistant.dialogue.cost_words import Named, Unit, cost_words
from assistant.errors import InputError

MAX_CHARS = 4000
TAIL_CHARS = 60
CLAUSE_CHARS = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """An input heard. ``words`` is ``message[start:end]``; ``given`` is None where it is taken back.

    ``field`` is ``people``, ``rate`` (for each way) or ``rate.outstaffing``; ``bare`` is a price
    whose unit was not said.
    """

    field: str
    given: Given | None
    words: str
    start: int
    end: int
    currency: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """All that one message says in numbers. ``unclear`` says what could not be taken, and why."""

    heard: tuple[Figure, ...] = ()
    unclear: tuple[str, ...] = ()


_CURRENCY = r"(?:[€$£¥]|\b(?:EUR|USD|GBP|CHF|JPY|INR|PLN|CAD|AUD|SEK|NOK|DKK)\b|\b(?:euros?|dollars?|pounds)\b)"
_LABELS = {"euro": "EUR", "euros": "EUR", "dollar": "$", "dollars": "$", "pounds": "£"}
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?"
_COMMA = re.compile(r"(?<![\d,.])\d{1,15},\d{1,2}(?=\s?(?:an?\b|per\b|/|%|hours?\b|[€$£]))")
_COMMA_SAID = "“{}” has a comma; the decimal mark is a point, for example 45.5."


@cache
def _phrase() -> re.Pattern[str]:
    spelled = "|".join(sorted(map(re.escape, cost_words().numbers), key=len, reverse=True))
    number = rf"(?:{_DIGITS}|\b(?:{spelled})\b)"
    return re.compile(
        rf"(?:\b(?P<about>about|around|roughly|approximately|some|circa|~)\s?)?"
        rf"(?:between\s)?(?P<before>{_CURRENCY})?\s?(?<![\w.,])(?P<low>{number})(?P<lowk>\s?k\b)?(?!,?\d)"
        rf"(?:\s?(?:to|-|–|and|or)\s?{_CURRENCY}?\s?(?P<high>{number})(?P<highk>\s?k\b)?(?![\d.,]\d))?"
        rf"\s?(?P<after>{_CURRENCY})?",
        re.IGNORECASE,
    )


@lru_cache(maxsize=512)
def figures(text: str, model: CostModel) -> Figures:
    """The numbers of the message, in the order of its words."""
    read = text[:MAX_CHARS]
    heard: list[Figure] = []
    unclear = [_COMMA_SAID.format(m[0]) for m in _COMMA.finditer(read)]
    for said in CLICK.finditer(read):
        if said[1].partition(".")[0] in model.inputs:
            _take(_literal(said, model), heard, unclear)
            read = read[: said.start()] + ";" * len(said[0]) + read[said.end() :]
    position = 0
    while match := _phrase().search(read, position):
        number = _with_unit(match, read)
        position = match.end("low") if number is None else max(number.end, match.end("low"))
        if number and (field := _field(number, read, model, heard[-1:])):
            _take(_figure(number, field, read, model), heard, unclear)
    told = sorted(_agreed(heard, unclear), key=lambda f: f.start)
    return Figures(tuple(told), tuple(unclear))


def _take(found: Figure | str, heard: list[Figure], unclear: list[str]) -> None:
    if isinstance(found, str):
        unclear.append(found)
    else:
        heard.append(found)


def _agreed(heard: list[Figure], unclear: list[str]) -> Iterator[Figure]:
    """Each field once; where a message says two amounts for one, neither is taken."""
    for field in dict.fromkeys(f.field for f in heard):
        same = [f for f in heard if f.field == field]
        if len({f.given and f.given.amount for f in same}) == 1:
            yield same[0]
        else:
            said = " and ".join(f"“{f.words}”" for f in same)
            unclear.append(f"{said}: two amounts for one thing; say one.")


def _literal(match: re.Match[str], model: CostModel) -> Figure | str:
    field, text = match[1], match[2].strip()
    if text == FORGOTTEN:
        return Figure(field, None, match[0], *match.span())
    name, _, way = field.partition(".")
    if way and way not in model.inputs[name].each:
        return f"{model.inputs[name].label}: it is not reckoned for {way}."
    try:
        number, currency = given(text, name, model, field_label(field, model))
    except InputError as error:
        return str(error)
    return Figure(field, number, match[0], *match.span(), currency)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number, or a range, in a message, what follows it, and where that ends.

    ``named`` is the name before the number, where the message leaves the unit to it.
    """

    match: re.Match[str]
    unit: Unit
    end: int
    named: Named | None = None


def _with_unit(match: re.Match[str], text: str) -> _Number | None:
    """The number with the first unit that follows it; None where none does."""
    money = any(match[part] for part in ("before", "after", "lowk", "highk"))
    rest = text[match.end() : match.end() + TAIL_CHARS].lower()
    glue = "" if match["after"] or not text[match.end() - 1].isspace() else " "
    by_name = _by_name(match, text)
    for unit in cost_words().units:
        if by_name and unit.needs_currency:  # a currency alone says less than a name
            break
        tail = re.match(unit.tail, glue + rest)
        if tail and (money or not unit.needs_currency):
            return _Number(match, unit, match.end() + max(0, tail.end() - len(glue)))
    return by_name


def _by_name(match: re.Match[str], text: str) -> _Number | None:
    """The number whose input is named before it, as in "if the rate was 60"."""
    before = text[max(0, match.start() - TAIL_CHARS) : match.start()].lower()
    currency = match["before"] or match["after"]
    for named in cost_words().named:
        if (named.money or not currency) and re.search(named.before, before):
            return _Number(match, Unit(tail="", inputs={named.input: ""}), match.end(), named)
    return None


def _clause(text: str, start: int, end: int) -> tuple[str, int]:
    """The clause around a number, in lower case, and where it begins; so much of it as is near."""
    near = max(0, start - CLAUSE_CHARS)
    window = text[near : end + CLAUSE_CHARS]
    breaks = [(near + m.start(), near + m.end())
              for m in re.finditer(cost_words().ends, window, re.IGNORECASE)]
    first = max((b for _, b in breaks if b <= start), default=near)
    last = min((a for a, _ in breaks if a >= end), default=near + len(window))
    return text[first:last].lower(), first


def _field(number: _Number, text: str, model: CostModel, last: list[Figure]) -> str | None:
    """The field that the number is, by the words of its clause; None where they do not say.

    "4 hours of management for outstaffing and 2 hours for hiring": a clause that has a way but not
    the thing goes on with the thing of the figure before.
    """
    match, unit, end = number.match, number.unit, number.end
    if match["low"].lower() in _ONE and not (
        "duration" in unit.inputs and _measures(match, text, end)
    ):
        return None
    clause, first = _clause(text, match.start(), end)
    before = clause[: match.start("low") - first].rstrip()
    if "people" in unit.inputs and re.search(_RECRUITING, before):
        return None
    name = next((n for n, cue in unit.inputs.items() if re.search(cue, clause)), None)
    if name is None:
        return None
    before_it = last[0].field.partition(".")[0] if last else ""
    if not unit.inputs[name] and before_it in unit.inputs and _named(clause, model.ways):
        name = before_it
    about = model.inputs[name]
    if not about.each:
        return name
    way = _way(clause, match.start("low") - first, about.each, name)
    if name == "monthly" and way in ("managed-services", "outsourcing"):
        name = "fee"
    return f"{name}.{way}" if way else name


_ONE = ("a", "an", "half a")
_RECRUITING = r"\b(?:interview|recruit|vet|screen|find|replac)\w*$"


def _measures(match: re.Match[str], text: str, end: int) -> bool:
    """Whether "a year" is meant as an amount of time."""
    if text[end : end + 4].lower() == " of ":
        return True
    before = text[max(0, match.start() - 20) : match.start("low")].rstrip().lower()
    return re.search(cost_words().before_one, before) is not None


def _way(clause: str, at: int, ways: Iterable[str], name: str) -> str:
    """The way that the number is about: the nearest named, or empty for each of them."""
    data = cost_words()
    if re.search(data.each, clause):
        return ""
    wage = re.search(data.wage, clause)
    if wage and "hire" in ways and not _named(clause, [w for w in ways if w != "hire"]):
        return "hire"
    if name in ("rate", "daily") and not wage:
        ways = [way for way in ways if way != "hire"]
    near = sorted((min(abs(a - at), abs(b - at)), way) for way, a, b in _named(clause, ways))
    return near[0][1] if near else ""


def _named(clause: str, ways: Iterable[str]) -> list[tuple[str, int, int]]:
    patterns = cost_words().ways
    return [
        (way, *m.span()) for way in ways if way in patterns
        for m in re.finditer(patterns[way], clause)
    ]


def ways_named(text: str) -> tuple[str, ...]:
    """The ways of staffing that the text names, employees of one's own among them."""
    lowered = text[:MAX_CHARS].lower()
    return tuple(w for w, pattern in cost_words().ways.items() if re.search(pattern, lowered))


def _figure(found: _Number, field: str, text: str, model: CostModel) -> Figure | str:
    match, end = found.match, found.end
    low = _number(match["low"], match["lowk"] or (match["highk"] if match["high"] else None))
    high = _number(match["high"], match["highk"]) if match["high"] else None
    words = text[match.start() : end].strip()
    named = match["before"] or match["after"] or ""
    tail = found.named.unit if found.named else re.sub(_CURRENCY, " ", text[match.end() : end], flags=re.IGNORECASE)
    name = field.partition(".")[0]
    spelled = _spelled(name, tail, model)
    amount = f"{low} to {high} {spelled}" if high else f"{low} {spelled}"
    try:
        number, _ = given(amount.strip(), name, model, f"“{words}”")
    except InputError as error:
        return str(error)
    if re.search(r"(?:^|[^\w.])[-−]$", text[: match.start("low")]):
        return f"“{words}” is negative; a cost or a quantity is 0 or more."
    start = match.start() + len(text[match.start() : end]) - len(text[match.start() : end].lstrip())
    told = Given(number.amount, words, bool(match["about"]))
    label = _LABELS.get(named.lower(), named.upper())
    bare = found.unit.needs_currency or (found.named is not None and found.named.bare)
    return Figure(field, told, words, start, start + len(words), label, bare)


def _spelled(name: str, tail: str, model: CostModel) -> str:
    """The unit in the words of the worksheet."""
    unit = model.inputs[name].unit
    if unit in ("people", "money"):
        return ""
    if unit == "share":
        return "%"
    if unit == "days a week":
        return unit
    span = re.search(r"\b(?:hour|hr|day|week|wk|month|mo|quarter|year|yr|annum|annual)|\bh\b", tail.lower())
    if unit == "hours a week":
        return "hours a month" if re.search(r"\bmonth", tail.lower()) else unit
    found = {"hr": "hour", "h": "hour", "wk": "week", "mo": "month", "yr": "year",
             "annum": "year", "annual": "year"}
    one = found.get(span[0], span[0]) if span else ""
    return f"a {one}" if unit.startswith("money") else f"{one}s"


def _number(digits: str, thousand: str | None) -> str:
    """The number as the worksheet reads it: no mark between thousands."""
    spelled = cost_words().numbers.get(digits.lower())
    plain = str(spelled) if spelled is not None else digits.replace(",", "")
    return f"{plain}k" if thousand else plain
