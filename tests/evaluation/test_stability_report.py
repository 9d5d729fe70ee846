"""Whether rewordings of a situation keep the recommendation, and how that is counted."""

from __future__ import annotations

from pathlib import Path

import hearing_report
import pytest
import stability_report
from stability_report import Wording

HERE = Path(__file__).parent
TWO = (
    Wording("1", "We lead them.", "outstaffing", expected=True, lacking=(), stated=1),
    Wording("1", "They have a lead.", "outstaffing", expected=True, lacking=(), stated=1),
    Wording("1", "Leads? Got them.", "None", expected=False, lacking=("direction",), stated=1),
    Wording("2", "It's fixed.", "outsourcing", expected=True, lacking=(), stated=1),
)


def test_a_wording_with_another_model_is_not_as_the_others() -> None:
    """Three of four wordings have the model that most of their situation have."""
    assert stability_report.as_the_others(TWO) == 3 / 4


def test_the_report_names_the_wordings_that_went_astray() -> None:
    """The shares come first, then each wording without the expected model."""
    first, *rest = stability_report.printed(TWO, misses=5).splitlines()
    assert "4 wordings of 2 situations: as expected 75.0%" in first
    assert [line[:8] for line in rest] == ["1: None:"]


@pytest.mark.slow
def test_rewordings_keep_the_recommendation(assistant) -> None:
    """Of every fourth wording of the latest set at least 95 % get the expected model."""
    cases = hearing_report.cases([HERE / "hearing_fourth_stability.jsonl"])[::4]
    found = [stability_report.heard_in(case, assistant) for case in cases]
    assert sum(w.expected for w in found) / len(found) >= 0.95
