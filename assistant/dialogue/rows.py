"""Rows of tables: which of their cells are asked for, and which rows stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.corpus.types import Passage, Sentence
from assistant.dialogue.bonus import Stems, compared_on
from assistant.dialogue.intents import models_named
from assistant.dialogue.question import Question
from assistant.dialogue.statement import Statement


def columns_asked(question: Question, passage: Passage) -> list[int]:
    """The cells of a row that a question about several models, or about all, asks for.

    One cell is enough for a question that names one model; then the list is empty.
    """
    cells = range(len(passage.sentences))
    named = [
        i
        for i in cells
        if set(models_named(_column_of(passage.sentences[i]))) & set(question.models)
    ]
    if len(named) > 1:
        return named
    return [] if named or (question.models and not question.across) else list(cells)


def cells_of(passage: Passage, columns: Sequence[int], score: float) -> Statement:
    """The cells of those columns, which are in order, as one statement."""
    first, last = columns[0], columns[-1]
    aside = tuple(i for i in range(first, last) if i not in columns)
    return Statement(passage, first, last, score, aside)


def _column_of(cell: Sentence) -> str:
    return cell.label.rpartition(" · ")[2].lower()


def _dimension_of(row: Passage) -> str:
    return row.sentences[0].label.rpartition(" · ")[0] if row.sentences else ""


def side_by_side(
    question: Question, passages: Iterable[Passage], most: int, stems: Stems
) -> tuple[Statement, ...]:
    """Up to ``most`` rows of one table that set the named models side by side, or all if none is.

    There are none for a single model. A comparison on something in particular takes the rows that
    have most of its words in their name, and none without any.

    Of several tables the one with the most columns is taken, then with the most rows, the first
    among equals.
    """
    tables: dict[tuple[str, str], list[Statement]] = {}
    rows = [p for p in passages if p.kind == "row" and len(question.models) != 1]
    if not question.all_dimensions:
        asked = compared_on(question, stems)
        shared = [len(asked & stems(_dimension_of(row))) for row in rows]
        most_shared = max(shared, default=0)
        rows = [row for row, n in zip(rows, shared, strict=True) if n == most_shared > 0]
    for row in rows:
        columns = columns_asked(question, row)
        if len(columns) > 1:
            key = (row.document, row.lead)
            tables.setdefault(key, []).append(cells_of(row, columns, 0.0))
    largest = max(tables.values(), key=lambda rows: (len(rows[0].sentences), len(rows)), default=[])
    return tuple(largest[:most])
