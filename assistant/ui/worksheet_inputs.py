"""The worksheet's inputs on the page: kept in the address bar, and begun from the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from assistant.assistant import Assistant
from assistant.decision.costs.amounts import example_of, with_unit
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.types import EACH, Worksheet
from assistant.decision.costs.wording import field_label, way_label
from assistant.decision.costs.worksheet import as_texts, worksheet
from assistant.errors import InputError
from assistant.ui import conversation

FIELDS, WAYS, CURRENCY = "worksheet", "worksheet-ways", "worksheet-currency"
ALL = "all"
MAX_TEXT = 80


def draw_inputs(assistant: Assistant, model: CostModel) -> Mapping[str, str]:
    """The texts of the fields, by field; the inputs are drawn."""
    _adopt(assistant, model)
    texts: dict[str, str] = st.session_state[FIELDS]
    ways = st.pills(
        "Ways to compare", list(model.ways), selection_mode="multi", key=f"{WAYS}-choice",
        default=st.session_state[WAYS], format_func=lambda way: way_label(way, model), wrap=True,
    )
    chosen = tuple(way for way in model.ways if way in ways)
    if chosen != st.session_state[WAYS]:
        st.session_state[WAYS] = chosen
    st.text_input(
        "Currency", st.session_state[CURRENCY], key=f"{CURRENCY}-text", max_chars=3,
        placeholder="a label, such as EUR or €", on_change=_keep_currency,
    )
    group = st.segmented_control(
        "Numbers for", [ALL, *chosen], default=ALL, key="worksheet-group", required=True,
        format_func=lambda name: "All ways" if name == ALL else way_label(name, model),
    )
    for field in _fields(group or ALL, chosen, model):
        _draw_field(field, texts, model)
    _write_link(texts)
    if conversation.turns() or texts:
        _draw_hand_over(texts, assistant, model)
    return texts


def sheet_of_page(
    texts: Mapping[str, str], model: CostModel
) -> tuple[Worksheet, tuple[tuple[str, str], ...]]:
    """The worksheet of all the fields that can be read; label and fault of each other one."""
    good: dict[str, str] = {}
    wrong: list[tuple[str, str]] = []
    ways, currency = st.session_state[WAYS], st.session_state[CURRENCY]
    called = partial(_called, model=model)
    try:
        worksheet({}, model, currency=currency)
    except InputError as error:
        wrong.append(("Currency", _fault(error, "currency")))
        currency = ""
    for field, text in sorted(texts.items()):
        tried = {**good, field: text}
        try:
            worksheet(tried, model, ways=ways, currency=currency, called=called)
        except InputError as error:
            wrong.append((called(field), _fault(error, called(field))))
        else:
            good[field] = text
    return worksheet(good, model, ways=ways, currency=currency), tuple(wrong)


def _called(field: str, model: CostModel) -> str:
    """The field's label, where it is one that the page has."""
    name, _, way = field.partition(".")
    known = name in model.inputs and (not way or way in model.ways)
    return field_label(field, model) if known else field


def _fault(error: InputError, label: str) -> str:
    """The message as a sentence, without the label where it begins with that."""
    rest = str(error).removeprefix(f"{label}: ")
    return rest[:1].upper() + rest[1:]


def _fields(group: str, ways: tuple[str, ...], model: CostModel) -> list[str]:
    """The fields of one group: what all ways share, and one number for each; or one way's own."""
    if group != ALL:
        return [f"{name}.{group}" for name, about in model.inputs.items() if group in about.each]
    return [
        name for name, about in model.inputs.items()
        if not about.each or (len(about.each) > 1 and set(about.each) & set(ways))
    ]


def _draw_field(field: str, texts: Mapping[str, str], model: CostModel) -> None:
    name, _, way = field.partition(".")
    about = model.inputs[name]
    inherited = texts.get(name, "") if way else ""
    label = about.label if way or not about.each else f"{about.label}, for each way"
    st.text_input(
        label, texts.get(field, ""), key=f"worksheet-{field}", max_chars=MAX_TEXT,
        placeholder=f"{inherited}, as for each way" if inherited
        else f"open – for example {example_of(about).strip('“”')}",
        help=about.asks, on_change=_keep, args=(field, model),
    )


def _keep(field: str, model: CostModel) -> None:
    """None; the field holds what was typed, with its unit, as its box then shows."""
    key = f"worksheet-{field}"
    text = with_unit(str(st.session_state[key]), model.inputs[field.partition(".")[0]])
    st.session_state[key] = text
    kept = {name: value for name, value in st.session_state[FIELDS].items() if name != field}
    st.session_state[FIELDS] = {**kept, field: text} if text else kept


def _keep_currency() -> None:
    st.session_state[CURRENCY] = str(st.session_state[f"{CURRENCY}-text"]).strip()


def _adopt(assistant: Assistant, model: CostModel) -> None:
    """None; the fields are those of the address if it was opened, else go on from the chat's."""
    linked = _linked(model)
    if linked and linked != st.session_state.get("worksheet-linked"):
        _begin(linked[0], linked[1] or tuple(model.ways), linked[2], model)
        st.session_state["worksheet-from"] = conversation.turns()
        st.session_state["worksheet-linked"] = linked
    if FIELDS not in st.session_state:
        _begin({}, tuple(model.ways)[:2], "", model)
    turns = conversation.turns()
    if turns and turns != st.session_state.get("worksheet-from"):
        sheet = assistant.cost_question(turns).worksheet
        said = as_texts(sheet, model)
        _begin({**st.session_state[FIELDS], **said}, sheet.ways, sheet.currency, model)
        st.session_state["worksheet-from"] = turns


def _own(field: str, model: CostModel) -> str:
    """The field by the way it is for, where there is only one."""
    each = model.inputs[field.partition(".")[0]].each
    return f"{field}.{each[0]}" if len(each) == 1 and "." not in field else field


def _begin(texts: Mapping[str, str], ways: tuple[str, ...], currency: str, model: CostModel) -> None:
    st.session_state[FIELDS] = {_own(field, model): text for field, text in texts.items()}
    st.session_state[WAYS], st.session_state[CURRENCY] = ways, currency
    for key in [k for k in st.session_state if str(k).startswith(("worksheet-", WAYS, CURRENCY))]:
        if key not in (WAYS, CURRENCY, "worksheet-from", "worksheet-linked"):
            del st.session_state[key]  # else the widget would keep what it showed before


Linked = tuple[dict[str, str], tuple[str, ...], str]


def _linked(model: CostModel) -> Linked | None:
    """What the address holds: fields, ways and currency; None where it holds no worksheet."""
    params = st.query_params
    known = {
        field: params[field][:MAX_TEXT] for field in params
        if (name := field.partition(".")[0]) in model.inputs
        and (field.partition(".")[2] in ("", EACH, *model.inputs[name].each))
    }
    asked = params.get("ways", "").split(",")
    ways = tuple(way for way in model.ways if way in asked)
    if not known and not ways:
        return None
    return known, ways, params.get("currency", "")[:3]


def _write_link(texts: Mapping[str, str]) -> None:
    """None; the address bar holds the fields, so that a link shows the same worksheet."""
    ways, currency = st.session_state[WAYS], st.session_state[CURRENCY]
    wanted = {**dict(sorted(texts.items())), "ways": ",".join(ways)} if texts else {}
    if texts and currency:
        wanted["currency"] = currency
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
    st.session_state["worksheet-linked"] = (dict(texts), tuple(ways), currency)


def _draw_hand_over(texts: Mapping[str, str], assistant: Assistant, model: CostModel) -> None:
    """None; a button tells the chat what the conversation does not know yet."""
    turns = conversation.turns()
    said = as_texts(assistant.cost_question(turns).worksheet, model) if turns else {}
    sheet, _ = sheet_of_page(texts, model)
    now = as_texts(sheet, model)
    news = [f"{field}={text}" for field, text in now.items() if said.get(field) != text]
    news += [f"{field}=?" for field in said if field not in now]
    if news and st.button(
        "Tell the chat these numbers", icon=":material/forum:", width="stretch",
        key="worksheet-tell",
        help=", ".join(field_label(n.partition("=")[0], model) for n in news),
    ):
        conversation.say("; ".join(news))
        st.session_state["worksheet-from"] = conversation.turns()
        st.switch_page("pages/chat.py")
