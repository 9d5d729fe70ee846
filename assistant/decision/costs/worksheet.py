"""Worksheets: from a YAML file, or from names and texts, each error naming the field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import yaml

from assistant.decision.costs.amounts import CURRENCY, checked, given, written
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.types import EACH, Given, Span, Worksheet
from assistant.errors import InputError

RANGE = frozenset({"low", "likely", "high", "unit"})
MAX_FILE_CHARS = 200_000


def read_worksheet(text: str, name: str, model: CostModel) -> Worksheet:
    """The worksheet that the YAML text spells out; ``name`` is what errors call the file."""
    if len(text) > MAX_FILE_CHARS:
        raise InputError(f"{name}: has more than {MAX_FILE_CHARS:,} characters; is it a worksheet?")
    try:  # every scalar stays text: 45.5 is no binary number, and 12:30 no sum of minutes
        root = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (knows only text, lists, maps)
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"{name}: is not YAML; mend it: {error}") from error
    if not isinstance(root, dict) or not isinstance(root.get("inputs") or {}, dict):
        raise InputError(f"{name}: needs a key 'inputs' with names and amounts below it.")
    if unknown := [str(key) for key in root if key not in {"currency", "ways", "inputs"}]:
        msg = f"{name}: unknown key '{unknown[0]}'; there are currency, ways and inputs."
        raise InputError(msg)
    ways = root.get("ways") or []
    if not isinstance(ways, list):
        raise InputError(f"{name}: ways: write a list, for example [hire, outstaffing].")
    texts: dict[str, str | Mapping[str, str]] = {}
    for field, value in (root.get("inputs") or {}).items():
        texts.update(_flat(str(field), value))
    return worksheet(texts, model, ways=[str(w) for w in ways], currency=str(root.get("currency") or ""))


def worksheet(
    texts: Mapping[str, str | Mapping[str, str]],
    model: CostModel,
    *,
    ways: Iterable[str] = (),
    currency: str = "",
    called: Callable[[str], str] = str,
) -> Worksheet:
    """The worksheet of fields such as ``rate.outstaffing`` and their texts, in any order.

    A text is an amount with its unit, a mapping has ``low``, ``high``, ``unit`` and perhaps
    ``likely``. Without ``ways`` all are compared. ``called`` is how errors name a field.
    """
    label, named_by = _label(currency), "currency"
    found: dict[str, Given] = {}
    for field in sorted(texts):
        name = _input_of(field, model)
        number, named = _given(texts[field], name, model, called(field))
        if named and label and named != label:
            msg = f"{called(field)}: is in {named}, but {named_by} is in {label}; nothing is converted."
            raise InputError(msg)
        if named and not label:
            label, named_by = named, called(field)
        found[field.removesuffix(f".{EACH}")] = number
    sheet = Worksheet(MappingProxyType(found), _chosen(ways, model), label)
    return _sound(sheet, model, called)


def as_texts(sheet: Worksheet, model: CostModel) -> dict[str, str]:
    """The fields and their amounts as texts, which ``worksheet`` reads to the same amounts."""
    return {
        field: written(number.amount, model.inputs[field.partition(".")[0]].unit)
        for field, number in sorted(sheet.given.items())
    }


def as_yaml(sheet: Worksheet, model: CostModel) -> str:
    """The worksheet as YAML, which ``read_worksheet`` reads to the same amounts."""
    content: dict[str, object] = {"currency": sheet.currency} if sheet.currency else {}
    content["ways"] = list(sheet.ways)
    content["inputs"] = as_texts(sheet, model)
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def key_of(name: str, way: str, given_fields: Iterable[str]) -> str:
    """The field that holds the input for the way: its own, or the one for each, or its own."""
    own = f"{name}.{way}"
    return name if own not in given_fields and name in given_fields else own


def _flat(field: str, value: object) -> dict[str, str | Mapping[str, str]]:
    if isinstance(value, str):
        return {field: value}
    if not isinstance(value, dict) or not value:
        msg = f"{field}: write an amount with its unit, a range, or an amount for each way."
        raise InputError(msg)
    if RANGE & value.keys():
        if not all(isinstance(part, str) for part in value.values()):
            raise InputError(f"{field}: low, likely, high and unit are each one amount.")
        return {field: {str(k): str(v) for k, v in value.items()}}
    if "." in field:
        raise InputError(f"{field}: write an amount with its unit, or low, high and unit.")
    flat: dict[str, str | Mapping[str, str]] = {}
    for way, inner in value.items():
        flat.update(_flat(f"{field}.{way}", inner))
    return flat


def _given(
    value: str | Mapping[str, str], name: str, model: CostModel, field: str
) -> tuple[Given, str]:
    if isinstance(value, str):
        return given(value, name, model, field)
    if unknown := sorted(value.keys() - RANGE):
        raise InputError(f"{field}: unknown key '{unknown[0]}'; there are low, likely, high and unit.")
    if missing := sorted({"low", "high"} - value.keys()):
        raise InputError(f"{field}: {missing[0]} is missing; a range has low and high.")
    unit = value.get("unit", "")
    ends = {
        end: given(f"{value[end]} {unit}".strip(), name, model, f"{field}.{end}")
        for end in ("low", "likely", "high") if end in value
    }
    if wide := next((end for end, (number, _) in ends.items() if not number.amount.single), None):
        raise InputError(f"{field}.{wide}: is a range itself; write one amount.")
    low, high = ends["low"][0].amount.low, ends["high"][0].amount.low
    likely = ends["likely"][0].amount.low if "likely" in ends else (low + high) / 2
    span = checked(Span(low, likely, high), model.inputs[name], field)
    words = f"{value['low']} to {value['high']} {unit}".strip()
    return Given(span, words), next((c for _, c in ends.values() if c), "")


def _input_of(field: str, model: CostModel) -> str:
    name, dot, way = field.partition(".")
    about = model.inputs.get(name)
    if about is None:
        raise InputError(f"{field}: there is no such input; there are {', '.join(model.inputs)}.")
    if dot and not about.each:
        raise InputError(f"{field}: {name} is one number for all ways; write it without a way.")
    if dot and way not in (*about.each, EACH):
        raise InputError(f"{field}: {name} is for {', '.join(about.each)}, or for {EACH}.")
    return name


def _label(currency: str) -> str:
    if currency and not CURRENCY.fullmatch(currency):
        msg = f"currency: “{currency[:20]}” is no label of one; write €, $, £, ¥ or three capitals."
        raise InputError(msg)
    return currency


def _chosen(ways: Iterable[str], model: CostModel) -> tuple[str, ...]:
    wanted = list(ways)
    if unknown := [way for way in wanted if way not in model.ways]:
        raise InputError(f"ways: there is no way “{unknown[0]}”; there are {', '.join(model.ways)}.")
    return tuple(way for way in model.ways if not wanted or way in wanted)


def _sound(sheet: Worksheet, model: CostModel, called: Callable[[str], str]) -> Worksheet:
    """The worksheet; ``InputError`` where a way has two prices of equal standing."""
    for way in sheet.ways:
        for fields in ([f"{p}.{way}" for p in model.prices_of(way)], model.prices_of(way)):
            priced = [field for field in fields if field in sheet.given]
            if len(priced) > 1:
                first, second = map(called, priced[:2])
                msg = f"{second}: there is a price by {first} already; keep one of them."
                raise InputError(msg)
            if priced:
                break
    return sheet


def price_of(way: str, sheet: Worksheet, model: CostModel) -> str:
    """The unit of charging in which the way's price is given, the first where none is."""
    prices = model.prices_of(way)
    own = next((p for p in prices if f"{p}.{way}" in sheet.given), None)
    return own or next((p for p in prices if p in sheet.given), prices[0])
