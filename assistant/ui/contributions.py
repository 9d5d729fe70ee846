"""The chart of what each fact contributes to each model."""

from __future__ import annotations

from typing import Any

import streamlit as st

from assistant.decision.schema import Rulebook
from assistant.decision.types import Recommendation

ROW_PX, AXIS_PX = 34, 80


def draw_contributions(recommendation: Recommendation, book: Rulebook) -> None:
    """None; the chart is drawn where its box is open."""
    box = st.expander(
        "What each fact contributes", icon=":material/bar_chart:", key="chart", on_change="rerun"
    )
    if box.open:
        with box:
            _draw_chart(recommendation, book)


def _draw_chart(recommendation: Recommendation, book: Rulebook) -> None:
    rows: list[dict[str, Any]] = [
        {
            "Model": book.models[standing.model].label,
            "Points": points,
            "Reason": because,
            "Effect": "for" if points > 0 else "against",
        }
        for standing in recommendation.ranking
        for points, because in [(r.points, r.because) for r in standing.reasons]
        or [(0, "no fact bears on it")]
    ]
    if not any(row["Points"] for row in rows):
        st.text("No fact has earned a model points yet.")
        return
    import altair as alt  # only where a chart is drawn: it takes half a second to import

    ink = st.get_option(f"theme.{st.context.theme.type or 'light'}.textColor")
    order = [book.models[standing.model].label for standing in recommendation.ranking]
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
        f"{book.models[s.model].label} {s.points}" for s in recommendation.ranking
    )
    st.altair_chart(chart, height=ROW_PX * len(order) + AXIS_PX, alt=f"Points for each model: {totals}")
