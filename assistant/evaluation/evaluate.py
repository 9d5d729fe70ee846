"""Cases to figures: every case is asked, and each figure is the share of those that passed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.assistant import Assistant
from assistant.dialogue.types import Answer, Conversation
from assistant.errors import InputError
from assistant.evaluation import judging
from assistant.evaluation.cases import Cases, Question

DEPTH = 10
METRICS = ("recall@1", "recall@3", "recall@5", "mrr@10", "ndcg@10")


@dataclass(frozen=True, slots=True)
class Figure:
    """A share, 0 to 1, of so many cases."""

    value: float
    cases: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that did not pass, and why."""

    figure: str
    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by name, and what failed, over one corpus and rulebook."""

    figures: Mapping[str, Figure]
    failures: tuple[Failure, ...]
    corpus: str
    rulebook: str


def evaluate(
    cases: Cases, assistant: Assistant, documents: Mapping[str, str] | None = None
) -> Evaluation:
    """The evaluation of all cases; ``documents`` maps names in them to names of documents."""
    named = documents or {}
    questions = [(c, _ask(assistant, (c.q,))) for c in cases.questions]
    scenarios = [(c, _ask(assistant, c.turns)) for c in cases.scenarios]
    outside = [(c, _ask(assistant, (c.q,))) for c in cases.outside]
    verdicts: dict[str, list[tuple[str, str]]] = {
        "questions": [(c.id, judging.answered(c, a, named)) for c, a in questions],
        "top-two-quotes": [
            (c.id, judging.answered_at_once(c, a)) for c, a in questions if not c.abstain
        ],
        "scenarios": [(c.id, judging.recommended(c, a)) for c, a in scenarios],
        "facts": [
            (f"{c.id}.{criterion}", reason)
            for c, a in scenarios
            for criterion, reason in judging.heard(c, a).items()
        ],
        "abstention": [(c.id, judging.abstained(a)) for c, a in outside],
        "exact-citations": _exact((*questions, *scenarios, *outside), assistant),
    }
    figures = {
        name: Figure(sum(not reason for _, reason in found) / len(found), len(found))
        for name, found in verdicts.items()
        if found
    }
    failures = tuple(
        Failure(name, case, reason)
        for name, found in verdicts.items()
        for case, reason in found
        if reason
    )
    figures |= retrieval(cases.questions, assistant)
    corpus, rulebook = assistant.generation.fingerprint, assistant.rulebook.fingerprint
    return Evaluation(figures, failures, corpus, rulebook)


def _ask(assistant: Assistant, turns: Sequence[str]) -> Answer:
    return assistant.ask(Conversation(tuple(turns[:-1])), turns[-1])


def _exact(
    asked: Sequence[tuple[object, Answer]], assistant: Assistant
) -> list[tuple[str, str]]:
    names = {c.document for _, answer in asked for c in answer.citations}
    stored = {name: assistant.generation.document(name) for name in names}
    texts = {name: document.text for name, document in stored.items() if document}
    return [
        (str(getattr(case, "id", "")), judging.exact(answer, texts)) for case, answer in asked
    ]


def retrieval(questions: Sequence[Question], assistant: Assistant) -> dict[str, Figure]:
    """Retrieval's figures over the questions that name their passages; none without any."""
    judged = [case for case in questions if case.passages]
    if not judged:
        return {}
    for case in judged:
        for name in case.passages:
            if assistant.generation.position(name) is None:
                raise InputError(
                    f"Question {case.id} names the passage {name!r}, which the index does not "
                    "have. Correct it, or run: python ingest.py"
                )
    measure = _ranx()
    wanted = {case.id: dict.fromkeys(case.passages, 1) for case in judged}
    found = {
        case.id: {f.passage.name: f.score for f in assistant.search(case.q, DEPTH)}
        for case in judged
    }
    return {name: Figure(value, len(judged)) for name, value in measure(wanted, found).items()}


_Rows = Mapping[str, Mapping[str, float]]


def _ranx() -> Callable[[_Rows, _Rows], dict[str, float]]:
    try:
        import ranx
    except ImportError as error:
        raise InputError(
            "Retrieval is measured with ranx, which is not installed. Run: "
            'pip install "staffing-assistant[evaluation]", or leave out `passages`.'
        ) from error

    def measure(wanted: _Rows, found: _Rows) -> dict[str, float]:
        qrels = ranx.Qrels({q: dict(row) for q, row in wanted.items()})
        run = ranx.Run({q: dict(row) or {"": 1.0} for q, row in found.items()})
        values = ranx.evaluate(qrels, run, list(METRICS), make_comparable=True)
        return {name: float(value) for name, value in values.items()}

    return measure
