"""How well the assistant answers a folder of the user's own questions."""

from __future__ import annotations

from assistant.evaluation.cases import Cases, read_cases
from assistant.evaluation.evaluate import Evaluation, Failure, Figure, evaluate
from assistant.evaluation.report import fallen, read_json, table, to_json

__all__ = [
    "Cases",
    "Evaluation",
    "Failure",
    "Figure",
    "evaluate",
    "fallen",
    "read_cases",
    "read_json",
    "table",
    "to_json",
]
