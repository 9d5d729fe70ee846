"""Rows of tables: which of their cells are asked for, and which rows stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.corpus.types import Passage, Sentence
from assistant.dialogue.content import Words, content_words, share
from assistant.dialogue.intents import models_named
from assistant.dialogue.question import Question
from assistant.dialogue.statement import Statement

SEVERAL = 2
ON_IT = 0.5
"""A row is on what is compared where its name has that share of the words, weighed by rarity."""

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


def _name_of(row: Passage) -> str:
    return row.sentences[0].label.rpartition(" · ")[0]


def side_by_side(
    question: Question, rows: Iterable[Passage], most: int, words: Words
) -> tuple[Statement, ...]:
    """Up to ``most`` rows of one table that set the named models side by side, or all if none is.

    There are none for a single model, and none where no model is named and not all are asked for.
    A comparison on something takes the rows whose names have most of its words, weighed by rarity,
    and at least ``ON_IT`` of them. Of several tables the one with the most columns is taken, then
    with the most rows, the first among equals.
    """
    of_all = not question.models and (question.all_dimensions or question.across)
    if len(question.models) < SEVERAL and not of_all:
        return ()
    columns = [(row, columns_asked(question, row)) for row in rows]
    asked = [(row, cells) for row, cells in columns if len(cells) >= SEVERAL]
    if not question.all_dimensions:
        on = content_words(question.compared)
        shares = [share(on, words.stems(_name_of(r)), words, literal=True) for r, _ in asked]
        least = max(ON_IT, *shares, 0)
        asked = [pair for pair, part in zip(asked, shares, strict=True) if part >= least]
    tables: dict[tuple[str, str], list[Statement]] = {}
    for row, cells in asked:
        tables.setdefault((row.document, row.lead), []).append(cells_of(row, cells, 0.0))
    largest = max(tables.values(), key=lambda rows: (len(rows[0].sentences), len(rows)), default=[])
    return tuple(largest[:most])
