"""Floors under the figures of the shared question sets; skipped where they are not at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import evaluation
from assistant.assistant import Assistant
from assistant.index.build import build

SHARED = Path(__file__).resolve().parents[3] / "shared"
SETS, ARTICLES = SHARED / "eval", SHARED / "seeds"
BRIEFS = {"S1": "outstaffing-vs-outsourcing", "S2": "what-is-outstaffing",
          "S3": "scaling-models-for-ctos"}
SEEDS = {"S1": "000_f9842ba3139809ac", "S2": "002_0820c6662bb8136c", "S3": "004_41632f95ae086fba"}

pytestmark = pytest.mark.skipif(
    not (SETS / "questions.jsonl").is_file(), reason="the shared question sets are not here"
)


def lowest(found: evaluation.Evaluation, floors: dict[str, float]) -> dict[str, float]:
    """The figures that are under their floors."""
    return {n: found.figures[n].value for n, least in floors.items()
            if found.figures[n].value < least}


def test_the_briefs_answer_the_shared_questions(assistant: Assistant):
    """Over ``corpus/`` questions, their first quotes, abstention and citations hold."""
    found = evaluation.evaluate(evaluation.read_cases(SETS), assistant, BRIEFS)
    floors = {"questions": 0.9, "top-two-quotes": 0.85, "abstention": 0.93,
              "exact-citations": 1.0}
    assert lowest(found, floors) == {}, evaluation.table(found, failures=True)


@pytest.mark.slow
@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles are not here")
def test_the_articles_as_they_stand_answer_them_too(encoder, settings, tmp_path: Path):
    """Texts copied from web pages, never seen by their readers' data, answer nearly as well."""
    build(ARTICLES, tmp_path / "index", encoder)
    cases = evaluation.read_cases(SETS)
    assistant = Assistant.open(settings.model_copy(update={"index": tmp_path / "index"}))
    found = evaluation.evaluate(
        evaluation.Cases(cases.questions, cases.outside, ()), assistant, SEEDS
    )
    assistant.close()
    floors = {"questions": 0.8, "top-two-quotes": 0.7, "abstention": 0.8,
              "exact-citations": 1.0}
    assert lowest(found, floors) == {}, evaluation.table(found, failures=True)
