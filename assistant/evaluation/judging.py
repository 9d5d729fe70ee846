"""Whether an answer is what its case asks for; an empty string says that it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.dialogue.types import Answer
from assistant.evaluation.cases import Question, Scenario

MAX_CHARS = {"answer": 2500, "recommendation": 6000, "no_evidence": 1500}
MAX_CITATIONS = {"answer": 6, "recommendation": 14}
TOP = 2
_ABSTAINED = frozenset({"no_evidence", "help"})
_MARK = re.compile(r"\[(\d+)\]")


def abstained(answer: Answer) -> str:
    """Why the answer does not abstain."""
    return "" if answer.kind in _ABSTAINED else f"is answered ({answer.kind})"


def answered(case: Question, answer: Answer, documents: Mapping[str, str]) -> str:
    """Why the answer does not hold what it must, in the length it may have.

    ``documents`` maps names used in the cases to those of documents.
    """
    if case.abstain:
        return abstained(answer)
    if answer.kind in _ABSTAINED | {"clarification"}:
        return f"is not answered ({answer.kind})"
    text = "\n".join((answer.markdown, *(c.quote for c in answer.citations)))
    if missing := _missing(case, text):
        return f"lacks /{missing[0]}/"
    wanted = [documents.get(d, d) for d in (*case.docs, *((case.doc,) if case.doc else ()))]
    if wanted and not any(c.document.endswith(tuple(wanted)) for c in answer.citations):
        return f"cites none of {', '.join(wanted)}"
    return too_long(answer)


def answered_at_once(case: Question, answer: Answer) -> str:
    """Why the first two quotes alone do not hold it."""
    missing = _missing(case, "\n".join(c.quote for c in answer.citations[:TOP]))
    return f"lacks /{missing[0]}/" if missing else ""


def _missing(case: Question, text: str) -> list[str]:
    return [m for m in case.must if not re.search(m, text, re.IGNORECASE)]


def recommended(case: Scenario, answer: Answer) -> str:
    """Why the recommendation is not one that is expected."""
    found = answer.recommendation
    if not found:
        return f"nothing is recommended ({answer.kind})"
    model = found["model"]
    if model not in case.expect or model in case.reject:
        return f"recommends {model}"
    if case.hybrid and sorted(found.get("hybrid") or ()) != sorted(case.hybrid):
        return f"combines {found.get('hybrid')}"
    lacking = set(case.expect_open) - {o["criterion"] for o in found["open"]}
    return f"does not ask for {', '.join(sorted(lacking))}" if lacking else too_long(answer)


def heard(case: Scenario, answer: Answer) -> dict[str, str]:
    """For each fact stated in the case, why it was not heard."""
    facts: Mapping[str, object] = (answer.recommendation or {}).get("facts") or {}
    return {
        criterion: "" if facts.get(criterion) == value else f"is {facts.get(criterion)}"
        for criterion, value in case.facts.items()
    }


def too_long(answer: Answer) -> str:
    """Why the answer is longer than its kind may be."""
    chars, citations = len(answer.markdown), len(answer.citations)
    if chars > MAX_CHARS.get(answer.kind, MAX_CHARS["recommendation"]):
        return f"has {chars:,} characters"
    if citations > MAX_CITATIONS.get(answer.kind, citations):
        return f"has {citations} citations"
    return ""


def exact(answer: Answer, texts: Mapping[str, str]) -> str:
    """Why a citation is not its document's own characters, or a mark has none."""
    for c in answer.citations:
        if not c.quote.strip() or texts[c.document][c.start : c.end] != c.quote:
            return f"[{c.n}] is not the text of {c.passage}"
    marks: Sequence[str] = _MARK.findall(answer.markdown)
    lost = {int(n) for n in marks} - {c.n for c in answer.citations}
    if lost:
        return f"[{min(lost)}] has no citation"
    if answer.kind in MAX_CITATIONS and not marks:
        return "has no mark"
    return ""
