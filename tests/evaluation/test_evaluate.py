"""``python -m assistant evaluate``: a folder of questions to figures, and beside former ones."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import evaluation
from assistant.assistant import Assistant
from assistant.errors import InputError
from assistant.evaluation.evaluate import Figure

QUESTIONS = [
    {"id": "a", "q": "What is outstaffing?", "must": ["provider"], "docs": ["is-outstaffing"]},
    {"id": "b", "q": "How many recruitment agencies are there?", "must": ["a pattern of nobody"]},
    {"id": "c", "q": "What is the capital of Australia?", "abstain": True},
]
OUTSIDE = [{"id": "x", "q": "How do I bake sourdough bread?"}]
SCENARIOS = [{"id": "s", "turns": ["Nobody can direct them, and the scope is fixed. Outstaff?"],
              "expect": ["outsourcing"], "facts": {"scope": "fixed"}}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a few cases of each kind."""
    for name, cases in (("questions", QUESTIONS), ("out_of_scope", OUTSIDE),
                        ("scenarios", SCENARIOS)):
        lines = "".join(json.dumps(case) + "\n" for case in cases)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


@pytest.fixture
def evaluated(folder: Path, assistant: Assistant) -> evaluation.Evaluation:
    """The evaluation of the folder over the corpus."""
    return evaluation.evaluate(evaluation.read_cases(folder), assistant)


def test_each_figure_is_the_share_of_its_cases_that_passed(evaluated):
    """Two of three questions pass; the other figures have one or two cases each."""
    assert evaluated.figures["questions"] == Figure(2 / 3, 3)
    assert evaluated.figures["top-two-quotes"] == Figure(1 / 2, 2)
    assert evaluated.figures["abstention"] == Figure(1.0, 1)
    assert evaluated.figures["scenarios"] == Figure(1.0, 1)
    assert evaluated.figures["facts"] == Figure(1.0, 1)
    assert evaluated.figures["exact-citations"] == Figure(1.0, 5)


def test_what_failed_is_named_with_the_reason(evaluated):
    """A failure says which case and what it lacks."""
    assert ("questions", "b", "lacks /a pattern of nobody/") in {
        (f.figure, f.case, f.reason) for f in evaluated.failures
    }
    assert "questions b: lacks" in evaluation.table(evaluated, failures=True)


@pytest.mark.slow
def test_retrieval_is_measured_where_passages_are_named(folder, assistant):
    """Recall, reciprocal rank and gain of the questions that name their passages."""
    pytest.importorskip("ranx")
    cases = evaluation.read_cases(folder)
    ranked = [f.passage.name for f in assistant.search(cases.questions[0].q, 2)]
    asked = tuple(
        cases.questions[0].model_copy(update={"id": name, "passages": (name,)}) for name in ranked
    )
    figures = evaluation.evaluate(replace(cases, questions=asked), assistant).figures
    assert figures["recall@1"] == Figure(0.5, 2)
    assert figures["recall@3"] == Figure(1.0, 2)
    assert figures["mrr@10"] == Figure(0.75, 2)


def test_an_unknown_passage_is_an_error(folder, assistant):
    """A passage that the index does not have is named."""
    cases = evaluation.read_cases(folder)
    wrong = cases.questions[0].model_copy(update={"passages": ("nowhere#at-all.1",)})
    with pytest.raises(InputError, match=r"nowhere#at-all\.1"):
        evaluation.evaluate(replace(cases, questions=(wrong,)), assistant)


def test_an_evaluation_is_read_as_it_was_written(evaluated, tmp_path):
    """JSON and back gives the same, and nothing has fallen."""
    file = tmp_path / "figures.json"
    file.write_text(evaluation.to_json(evaluated), encoding="utf-8")
    assert evaluation.read_json(file) == evaluated
    assert evaluation.fallen(evaluated, evaluated) == ()
    assert "as before" in evaluation.table(evaluated, evaluated)


def test_a_figure_that_fell_or_is_gone_has_fallen(evaluated):
    """Lower is fallen, and so is measured no longer; higher is not."""
    before = replace(evaluated, figures={
        "questions": Figure(0.9, 3), "abstention": Figure(0.5, 1), "recall@5": Figure(0.1, 1),
    })
    assert evaluation.fallen(evaluated, before) == ("questions", "recall@5")
    assert "no longer measured" in evaluation.table(evaluated, before)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "a", "q": "?", "must": ["("]}', "line 2"),
        ('{"id": "a", "q": "Why?", "mist": ["x"]}', "mist"),
        ('{"id": "a"}', "q: Field required"),
        ("no JSON", "line 2"),
        ('{"id": "first", "q": "Why?"}', "used before"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path, line, said):
    """The message has file, line and what is wrong."""
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "first", "q": "Why?"}\n' + line, encoding="utf-8")
    with pytest.raises(InputError, match=r"questions\.jsonl, line 2") as raised:
        evaluation.read_cases(tmp_path)
    assert said in str(raised.value)


def test_a_folder_without_questions_is_an_error(tmp_path):
    """There must be something to ask."""
    with pytest.raises(InputError, match="no questions"):
        evaluation.read_cases(tmp_path)


def test_the_command_exits_with_one_where_a_figure_fell(folder, run, tmp_path):
    """A run writes its figures; against better ones the next run's status is 1."""
    (folder / "questions.jsonl").write_text(json.dumps(QUESTIONS[1]), encoding="utf-8")
    figures = tmp_path / "figures.json"
    first = run("-m", "assistant", "evaluate", str(folder), "--json", str(figures))
    assert first.returncode == 0, first.stderr
    assert "questions" in first.stdout
    better = json.loads(figures.read_text(encoding="utf-8"))
    better["figures"]["questions"]["value"] = 1.0
    figures.write_text(json.dumps(better), encoding="utf-8")
    second = run("-m", "assistant", "evaluate", str(folder), "--compare", str(figures))
    assert second.returncode == 1
    assert "-100.0 points" in second.stdout
