"""Statements on the subject, rows on what is asked, and names of columns."""

from __future__ import annotations

from pieces import AllKnown, citations_of, found, passage

from assistant.dialogue.answering import table_blocks
from assistant.dialogue.evidence import on_subject, select
from assistant.dialogue.question import analyse
from assistant.dialogue.rows import side_by_side

ROW = passage(
    "Risk is medium.", "Risk is low.", kind="row", name="doc#table.1", glue=" | ",
    labels=("Risk · Staff augmentation", "Risk · Managed services"),
)


def test_a_comparison_opens_on_none_but_its_models():
    """A sentence that contrasts one of them with a third model stays out."""
    question = analyse("Compare outstaffing and managed services")
    third = passage("Outstaffing manages people, outsourcing an outcome.", name="doc#a.1")
    both = passage("Outstaffing adds people, managed services results.", name="doc#b.1")
    chosen = on_subject(question, select(question, [found(third, 0.9), found(both, 0.5)]))
    assert [s.passage.name for s in chosen] == ["doc#b.1"]


def test_a_column_that_a_source_names_otherwise_has_the_models_name_too():
    """Staff augmentation is outstaffing in this house; managed services need no note."""
    rows = side_by_side(analyse("Compare outstaffing and managed services"), [ROW], 5, AllKnown())
    header = table_blocks(rows, citations_of(ROW))[0]
    assert [cell[0].text for cell in header.cells] == [
        "", "Staff augmentation (outstaffing)", "Managed services",
    ]


def test_how_something_is_opens_on_the_row_that_rates_it():
    """"How secure is outstaffing?" is answered by its cell in the row on risk."""
    other = passage("Outstaffing suits teams that grow.", name="doc#other.1")
    first, *_ = select(
        analyse("How secure is outstaffing?"), [found(other, 0.8, score=1.0),
                                                found(ROW, 0.5, 0.6, score=0.9)]
    )
    assert first.passage is ROW
    assert first.text == "Risk is medium."


def test_an_announcement_is_quoted_with_what_it_announces():
    """A lead-in alone says nothing."""
    steps = passage("A leader takes two actions:", "Count.", "Ask.", kind="list", glue="\n- ")
    statement, *_ = select(
        analyse("What should a leader do before signing?"), [found(steps, 0.9, 0.1, 0.1)]
    )
    assert statement.text.endswith("Ask.")
