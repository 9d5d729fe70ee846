"""The worksheet's pictures: what each way costs, where it turns, and what matters most."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import streamlit as st

from assistant.decision.costs.break_even import all_break_evens, known_sums
from assistant.decision.costs.chance import spreads
from assistant.decision.costs.rows import BREAK_EVENS_SHOWN
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.tornado import tornado
from assistant.decision.costs.types import BreakEven, Reckoning
from assistant.decision.costs.wording import (
    break_even_label,
    break_even_sentence,
    field_label,
    money,
    unit_of,
    way_label,
)
from assistant.dialogue.types import Block, Span
from assistant.ui.components import draw_answer
from assistant.ui.payload import blocks_data

ROW_PX, AXIS_PX, LINES_PX = 34, 90, 260
MOST_BARS = 8
LEGEND_PX = 18


def draw_picture(reckoning: Reckoning, model: CostModel) -> None:
    """None; the pictures are drawn as far as there is something to draw."""
    if any(line.amount and line.amount.high for cost in reckoning.costs for line in cost.lines):
        _draw_costs(reckoning, model)
        turns, matters = st.tabs(["Where it turns", "What matters most"])
        with turns:
            _draw_break_even(reckoning, model)
        with matters:
            _draw_tornado(reckoning, model)


def _draw_costs(reckoning: Reckoning, model: CostModel) -> None:
    import altair as alt

    labels = {factor.id: factor.label for factor in model.factors}
    rows = [
        {"Way": way_label(cost.way, model), "Line": labels[line.factor],
         "Amount": float(line.amount.likely), "order": i}
        for cost in reckoning.costs
        for i, line in enumerate(cost.lines)
        if line.amount is not None and line.amount.high
    ]
    ends = [
        {"Way": way_label(cost.way, model), "Low": float(cost.so_far.low),
         "High": float(cost.so_far.high)}
        for cost in reckoning.costs if not cost.so_far.single
    ]
    order = [way_label(cost.way, model) for cost in reckoning.costs]
    shown = [label for label in labels.values() if any(row["Line"] == label for row in rows)]
    title = " ".join(filter(None, ("known so far", f"({reckoning.worksheet.currency})"
                                   if reckoning.worksheet.currency else "")))
    way = alt.Y("Way:N", sort=order, title=None,
                axis=alt.Axis(labelLimit=130, labelOverlap=False))
    bars = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(stroke="gray", strokeWidth=0.5)
        .encode(
            x=alt.X("Amount:Q", title=title, axis=alt.Axis(tickCount=4, format="~s")),
            y=way,
            color=alt.Color(
                "Line:N", sort=shown, scale=alt.Scale(domain=shown, scheme="tableau20"),
                legend=alt.Legend(orient="bottom", columns=1, title=None, symbolStrokeWidth=0),
            ),
            order="order:Q",
            tooltip=["Way:N", "Line:N", alt.Tooltip("Amount:Q", format=",.0f")],
        )
    )
    layers: Any = bars
    if ends:
        layers += (
            alt.Chart(alt.InlineData(values=ends))
            .mark_rule(strokeWidth=3, color=_ink())
            .encode(x="Low:Q", x2="High:Q", y=way,
                    tooltip=["Way:N", alt.Tooltip("Low:Q", format=",.0f"),
                             alt.Tooltip("High:Q", format=",.0f")])
        )
    said = "; ".join(
        f"{way_label(c.way, model)} {money(c.so_far, reckoning.worksheet.currency)}"
        for c in reckoning.costs
    )
    height = ROW_PX * len(order) + AXIS_PX + LEGEND_PX * len(shown)
    st.altair_chart(_inked(layers), height=height, alt=f"Costs known so far: {said}")
    _draw_spread(reckoning, model)


def _draw_spread(reckoning: Reckoning, model: CostModel) -> None:
    """None; the spread of random draws in words, where ranges were given."""
    found = spreads(reckoning.worksheet, model)
    if len(found) > 1:
        chances = ", ".join(
            f"{way_label(s.way, model)} in {s.cheapest:.0%}" for s in found
        )
        st.text(
            f"Of {len(found[0].costs):,} random draws from your ranges, cheapest so far: {chances}. "
            "The bars above show the exact ends."
        )


def _draw_break_even(reckoning: Reckoning, model: CostModel) -> None:
    points = tuple(all_break_evens(reckoning.worksheet, model))[:BREAK_EVENS_SHOWN]
    if not points:
        st.text("No single number turns one way cheaper than another, as far as they are known.")
        return
    currency = reckoning.worksheet.currency
    sentences = [break_even_sentence(p, model, currency) for p in points]
    labels = [break_even_label(p, model, currency) for p in points]
    chosen = st.selectbox("The point to look at", range(len(points)), format_func=lambda i: labels[i])
    _draw_crossing(points[chosen], reckoning, model)
    blocks = [Block("item", ((Span(s),),)) for s in dict.fromkeys(sentences)]
    if any(p.left_out for p in points):
        blocks.append(Block("paragraph", ((Span("Factors that are open are left out, on both sides alike."),),)))
    draw_answer(blocks_data(blocks), "worksheet-turns")


def _draw_crossing(point: BreakEven, reckoning: Reckoning, model: CostModel) -> None:
    import altair as alt

    share = model.inputs[point.name.partition(".")[0]].unit == "share"
    by = 100 if share else 1
    least = model.inputs[point.name.partition(".")[0]].least
    most = 2 * max(point.at, point.now or point.at)
    ends = known_sums(point, reckoning.worksheet, model, (least, point.at, most))
    rows = [
        {"Way": way_label(way, model), "x": float(x * by), "Cost": float(cost)}
        for way, costs in ends.items() for x, cost in costs
    ]
    label = f"{field_label(point.name, model)}, {unit_of(point.name, model, reckoning.worksheet.currency)}"
    order = [way_label(way, model) for way in ends]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_line(strokeWidth=3)
        .encode(
            x=alt.X("x:Q", title=label.rstrip(", "), axis=alt.Axis(tickCount=5)),
            y=alt.Y("Cost:Q", title=None, axis=alt.Axis(tickCount=4, format="~s")),
            color=alt.Color("Way:N", scale=alt.Scale(domain=order),
                            legend=alt.Legend(orient="top", title=None)),
            strokeDash=alt.StrokeDash("Way:N", scale=alt.Scale(domain=order), legend=None),
        )
    )
    rule = alt.Chart(alt.InlineData(values=[{"x": float(point.at * by)}])).mark_rule(
        color=_ink(), strokeDash=[4, 4]).encode(x="x:Q")
    st.altair_chart(_inked(chart + rule), height=LINES_PX,
                    alt=break_even_sentence(point, model, reckoning.worksheet.currency))


def _draw_tornado(reckoning: Reckoning, model: CostModel) -> None:
    import altair as alt

    ways = [cost.way for cost in reckoning.costs]
    way = st.selectbox("For", ways, format_func=lambda name: way_label(name, model), key="tornado-way")
    bars = [bar for bar in tornado(way, reckoning.worksheet, model) if bar.width][:MOST_BARS]
    if not bars:
        st.text("Nothing is known of this way yet.")
        return
    sway = f"{float(model.sway):.0%}"
    kinds = {"range": "over your range", "convention": f"{sway} less and more"}
    rows = [
        {"Input": field_label(bar.name, model), "Low": float(bar.low), "High": float(bar.high),
         "By": kinds[bar.kind]}
        for bar in bars
    ]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(stroke="gray", strokeWidth=0.5)
        .encode(
            x=alt.X("Low:Q", title="known so far", scale=alt.Scale(zero=False),
                    axis=alt.Axis(tickCount=4, format="~s")),
            x2="High:Q",
            y=alt.Y("Input:N", sort=[row["Input"] for row in rows], title=None,
                    axis=alt.Axis(labelLimit=170, labelOverlap=False)),
            color=alt.Color(
                "By:N", scale=alt.Scale(domain=list(kinds.values())),
                legend=alt.Legend(orient="bottom", columns=1, title=None, symbolStrokeWidth=0),
            ),
            tooltip=["Input:N", alt.Tooltip("Low:Q", format=",.0f"),
                     alt.Tooltip("High:Q", format=",.0f"), "By:N"],
        )
    )
    st.altair_chart(_inked(chart), height=ROW_PX * len(rows) + AXIS_PX + LEGEND_PX * len(kinds),
                    alt=f"What moves the cost most: {_said(bars, model)}")


def _said(bars: Sequence[Any], model: CostModel) -> str:
    return "; ".join(f"{field_label(b.name, model)} by {money_plain(b.width)}" for b in bars)


def money_plain(amount: Fraction) -> str:
    """An amount in whole units."""
    return f"{round(amount):,}"


def _ink() -> str:
    return str(st.get_option(f"theme.{st.context.theme.type or 'light'}.textColor"))


def _inked(chart: Any) -> Any:  # noqa: ANN401 (altair's classes of charts share no public base)
    """The chart with words that stand out on the theme's ground."""
    ink = _ink()
    return chart.configure_axis(labelColor=ink, titleColor=ink).configure_legend(labelColor=ink)
