"""Worksheets for tests: drawn at random, complete and incomplete."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from assistant.decision.costs.reading import load_cost_model
from assistant.decision.costs.types import Given, Span, Worksheet

MODEL = load_cost_model()
WAYS = tuple(MODEL.ways)
STEP = 100
COMPLETE = {
    "people": "3", "duration": "12 months", "week": "40 hours a week", "rate": "45 an hour",
    "overhead": "30 %", "margin": "10 %", "managing": "4 hours a week", "manager": "80 an hour",
    "recruiting": "20 hours", "learning": "4 weeks", "redone": "5 %", "leaving": "10 %",
    "replacing": "3000", "entity": "0", "payroll": "200 a month", "legal": "2000",
    "incident": "1 %", "loss": "50000", "late": "1 month", "lateness": "1000 a month",
    "handover": "1500",
}
"""One amount for every input, for each way alike."""


@st.composite
def spans(draw: st.DrawFn, name: str) -> Span:
    """A range that the input accepts, small enough to be believable."""
    about = MODEL.inputs[name]
    steps = int(min(about.most - about.least, 1000) * STEP)
    drawn = draw(st.lists(st.integers(0, steps), min_size=3, max_size=3))
    ends = sorted(about.least + Fraction(step, STEP) for step in drawn)
    return Span(*ends) if draw(st.booleans()) else Span(ends[0], ends[0], ends[0])


@st.composite
def sheets(draw: st.DrawFn, *, complete: bool = False, ways: int = 2) -> Worksheet:
    """A worksheet with some of its inputs, or with all; each is for all ways or for one."""
    chosen = draw(st.permutations(WAYS))[:ways]
    given: dict[str, Given] = {}
    for name, about in MODEL.inputs.items():
        if name in MODEL.prices and name != "rate":
            continue
        if complete or draw(st.booleans()):
            given[name] = Given(draw(spans(name)), "drawn")
        for way in (w for w in chosen if w in about.each):
            if draw(st.integers(0, 3)) == 0:
                given[f"{name}.{way}"] = Given(draw(spans(name)), "drawn")
    return Worksheet(given, tuple(w for w in WAYS if w in chosen))


def single(sheet: Worksheet, field: str, amount: Fraction) -> Worksheet:
    """The worksheet with one amount in the field."""
    given = {**sheet.given, field: Given(Span(amount, amount, amount), "put in")}
    return Worksheet(given, sheet.ways, sheet.currency)
