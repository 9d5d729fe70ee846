"""Where the models stand: ranking, what each reason contributes, what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import streamlit as st

from assistant.decision.schema import Rulebook
from assistant.dialogue.types import Answer, Block, Span
from assistant.ui.components import draw_answer, opened
from assistant.ui.payload import blocks_data

ROW_PX, AXIS_PX = 34, 80
_NO_REASONS: tuple[dict[str, Any], ...] = ({"rule": "", "points": 0, "because": "no fact bears on it"},)


def draw_standings(at: int, answer: Answer, book: Rulebook) -> None:
    """None; the standings of answer number ``at`` are drawn, their marks open its sources."""
    advice: Mapping[str, Any] = answer.recommendation or {}
    if not advice.get("facts"):
        return
    st.subheader("Where the models stand")
    key = f"standings-{at}"
    blocks = (*_ranking(advice, book), *_ruled_out(advice, book), *_flips(advice, book))
    draw_answer(blocks_data(blocks, answer.citations), key, partial(_open_mark, key, at))
    box = st.expander(
        "What each fact contributes", icon=":material/bar_chart:", key="chart", on_change="rerun"
    )
    if box.open:
        with box:
            _draw_chart(advice, book)


def _open_mark(key: str, at: int) -> None:
    n = opened(key)
    if n is not None:
        st.session_state.opened = (at, n)


def _ranking(advice: Mapping[str, Any], book: Rulebook) -> Iterator[Block]:
    yield Block("header", ((Span("Model"),), (Span("Points"),), (Span("Standing"),)))
    for standing in advice["ranking"]:
        model = standing["model"]
        state = "ruled out" if standing["ruled_out"] else ""
        if model == advice["model"]:
            state = "recommended"
        elif model in advice.get("leading", ()):
            state = "leading"
        points = str(standing["points"]).replace("-", "−")
        yield Block("row", ((Span(book.models[model].label),), (Span(points),), (Span(state),)))


def _ruled_out(advice: Mapping[str, Any], book: Rulebook) -> Iterator[Block]:
    out = [standing for standing in advice["ranking"] if standing["ruled_out"]]
    if not out:
        return
    yield _heading("Ruled out")
    for standing in out:
        reason = next((r for r in standing["reasons"] if r.get("ruled_out")), None)
        spans = [Span(f"{book.models[standing['model']].label}:", "strong")]
        if reason:
            spans.append(Span(reason.get("because", "")))
            if reason["citation"] is not None:
                spans.append(Span(str(reason["citation"]), "mark"))
        yield Block("item", (tuple(spans),))


def _flips(advice: Mapping[str, Any], book: Rulebook) -> Iterator[Block]:
    if not advice["flips"]:
        return
    yield _heading("It would change")
    for flip in advice["flips"]:
        about = book.criteria[flip["criterion"]]
        model = book.models[flip["model"]].label if flip["model"] else "no clear winner"
        if_so = f"{about.label.lower()} {flip['to']} instead of {flip['from']} →"
        yield Block("item", ((Span(if_so), Span(model, "strong")),))


def _heading(text: str) -> Block:
    return Block("heading", ((Span(text),),))


def _draw_chart(advice: Mapping[str, Any], book: Rulebook) -> None:
    rows: list[dict[str, Any]] = [
        {
            "Model": book.models[standing["model"]].label,
            "Points": reason["points"],
            "Reason": reason.get("because", reason["rule"]),
            "Effect": "for" if reason["points"] > 0 else "against",
        }
        for standing in advice["ranking"]
        for reason in standing["reasons"] or _NO_REASONS
    ]
    if not any(row["Points"] for row in rows):
        st.text("No fact has earned a model points yet.")
        return
    import altair as alt  # only where a chart is drawn: it takes half a second to import

    ink = st.get_option(f"theme.{st.context.theme.type or 'light'}.textColor")
    order = [book.models[standing["model"]].label for standing in advice["ranking"]]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(stroke="gray", strokeWidth=0.5)
        .encode(
            x=alt.X("Points:Q", title="points", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y(
                "Model:N", sort=order, title=None,
                axis=alt.Axis(labelLimit=130, labelOverlap=False),
            ),
            color=alt.Color(
                "Effect:N", scale=alt.Scale(domain=["for", "against"]), legend=None
            ),
            tooltip=["Model:N", "Points:Q", "Reason:N"],
        )
        .configure_axis(labelColor=ink, titleColor=ink)
    )
    totals = ", ".join(
        f"{book.models[s['model']].label} {s['points']}" for s in advice["ranking"]
    )
    st.altair_chart(chart, height=ROW_PX * len(order) + AXIS_PX, alt=f"Points for each model: {totals}")
