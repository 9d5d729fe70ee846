"""Statements put into an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pieces import citations_of, found, passage

from assistant.dialogue.answering import (
    answer_blocks,
    readable,
    refusal_blocks,
    statement_blocks,
    table_blocks,
)
from assistant.dialogue.statement import Statement


def marks(blocks) -> list[str]:
    return [s.text for b in blocks for cell in b.cells for s in cell if s.style == "mark"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- an item", "an item"),
        ("2) an item", "an item"),
        ("**Bold:** and plain", "Bold: and plain"),
        ("two\n  lines", "two lines"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("snake__case__name", "snake__case__name"),
        ("2**3 and 4**5", "2**3 and 4**5"),
        ("这是**重点**的", "这是重点的"),
        ("***Both:*** and __one__, `__init__` and __two words__.",
         "Both: and one, `__init__` and two words."),
        (r"\**not bold**", r"\**not bold**"),
    ],
)
def test_marks_of_the_format_are_left_out(text, shown):
    """Bullets, bold and line breaks are the file's, not the sentence's."""
    assert readable(text) == shown


def test_text_that_is_not_markdown_keeps_its_signs():
    """In an answer its stars, underscores and dashes are words of the source."""
    words = "- 5 is 2**3 and 4**5, __init__ and __main__, **so** it is."
    assert readable(words, markdown=False) == words
    made = replace(passage(words), is_markdown=False)
    (block,) = statement_blocks(Statement(made, 0, 0, 1.0), 1)
    assert block.cells[0][0].text == words
    cell = replace(passage(words, kind="row", labels=("__a__ · b",)), is_markdown=False)
    _, row = table_blocks([Statement(cell, 0, 0, 1.0)], citations_of(cell))
    assert [spans[0].text for spans in row.cells] == ["__a__", words]


@pytest.mark.parametrize("unit", [" ", "*", "_", "`", "**", "**a ", " **a", "*_", "\n", "- ", "1"])
@pytest.mark.parametrize("before", ["- ", "**a"])
def test_hostile_text_is_read_in_linear_time(unit, before):
    """A hundred thousand signs in a row are read at once, not after minutes."""
    hostile = f"{before}{unit * (100_000 // len(unit))}x"
    assert len(readable(hostile)) <= len(hostile)
    made = passage(hostile, "end", glue="")
    assert statement_blocks(Statement(made, 1, 1, 1.0), 1)


def test_each_statement_has_one_mark_and_its_exact_quote():
    """The first statement answers; the others follow a heading; citations are in that order."""
    one, other = passage("One. Two.", name="a#s.1"), passage("Three.", name="b#s.1", before=3)
    citations = citations_of(one, other)
    blocks = answer_blocks([Statement(one, 0, 0, 1.0), Statement(other, 0, 0, 0.9)], citations)
    assert marks(blocks) == ["1", "2"]
    assert [b.kind for b in blocks] == ["paragraph", "heading", "paragraph"]
    assert [c.quote for c in citations.all()] == ["One. Two.", "Three."]
    assert [c.start for c in citations.all()] == [7, 3]


def test_a_list_keeps_its_items_apart_and_each_has_the_mark():
    """The lead-in is a paragraph, every item an item that can be checked."""
    made = passage("Risks are:", "late delivery", "lost knowledge", kind="list", glue="\n- ")
    blocks = statement_blocks(Statement(made, 0, 2, 1.0), 4)
    assert [b.kind for b in blocks] == ["paragraph", "item", "item"]
    assert [marks([b]) for b in blocks] == [[], ["4"], ["4"]]


def test_a_cell_is_introduced_by_its_label():
    """A bare cell says of which row and column it is."""
    made = passage("two weeks", kind="row", labels=("Start · Outstaffing",))
    (block,) = statement_blocks(Statement(made, 0, 0, 1.0), 1)
    assert [s.text for s in block.cells[0]] == ["Start · Outstaffing:", "two weeks", "1"]


def test_several_cells_of_a_row_are_a_list():
    """Under the row's name, which parts them from a list before, each with its column and a mark."""
    made = passage("fast", "slow", kind="row", labels=("Pace · One", "Pace · Two"))
    blocks = statement_blocks(Statement(made, 0, 1, 1.0), 1)
    assert [(b.kind, [s.text for s in b.cells[0]]) for b in blocks] == [
        ("paragraph", ["Pace:"]), ("item", ["One:", "fast", "1"]), ("item", ["Two:", "slow", "1"]),
    ]


def test_a_row_whose_cells_are_not_told_apart_is_introduced_by_the_header():
    """The header says what the row's words are about."""
    made = replace(passage("Risk Low. High.", kind="row"), lead="Dimension Alpha Beta")
    (block,) = statement_blocks(Statement(made, 0, 0, 1.0), 1)
    assert [s.text for s in block.cells[0]] == ["Dimension Alpha Beta:", "Risk Low. High.", "1"]


def test_rows_side_by_side_have_a_mark_each():
    """A table has a column for each model and a citation for each row."""
    rows = [
        passage("fast", "slow", kind="row", name=f"d#s.{i}", before=20 * i,
                labels=(f"{what} · Outstaffing", f"{what} · Outsourcing"))
        for i, what in enumerate(["Pace", "Cost"])
    ]
    blocks = table_blocks([Statement(r, 0, 1, 0.0) for r in rows], citations_of(*rows))
    header = [cell[0].text for cell in blocks[0].cells]
    assert header == ["", "Outstaffing", "Outsourcing"]
    assert [b.cells[0][0].text for b in blocks[1:]] == ["Pace", "Cost"]
    assert marks(blocks) == ["1", "2"]


@pytest.mark.parametrize("leading", [0, 1])
def test_a_table_answers_where_no_statement_leads(leading):
    """It then stands first, and otherwise after the first statement under a heading of its own."""
    row = passage("fast", "slow", kind="row", name="d#s.1", labels=("Pace · One", "Pace · Two"))
    said = passage("They differ.", name="d#s.2", before=40)
    blocks = answer_blocks([Statement(said, 0, 0, 1.0)], citations_of(row, said),
                           [Statement(row, 0, 1, 0.0)], leading=leading)
    kinds = [b.kind for b in blocks]
    assert kinds == (["paragraph", "heading", "header", "row"] if leading else
                     ["header", "row", "heading", "paragraph"])
    assert marks(blocks) == ["1", "2"]


def test_a_refusal_names_what_is_missing_and_shows_the_nearest():
    """At most three passages are shown, each with its mark, and none as an answer."""
    near = [found(passage("Some words are here.", name=f"d{i}#s.1"), 0.5)
            for i in range(5)]
    citations = citations_of(*(f.passage for f in near))
    blocks = refusal_blocks(("cheese",), near, citations)
    words = [s.text for s in blocks[0].cells[0]]
    assert words[0] == "The sources do not say."
    assert words[-2:] == ["cheese", "."]
    assert marks(blocks) == ["1", "2", "3"]


@pytest.mark.parametrize("text", ["They compare as follows:", "The vendor", "long " * 80])
def test_a_refusal_shows_nothing_that_cannot_stand_alone(text):
    """An announcement, a bare cell or a page is no nearest passage; the next one is."""
    near = [found(passage(text, name="a#s.1"), 0.9), found(passage("Four words are here."), 0.5)]
    citations = citations_of(*(f.passage for f in near))
    refusal_blocks((), near, citations)
    assert [c.quote for c in citations.all()] == ["Four words are here."]


def test_a_refusal_over_nothing_says_so():
    """Without any passage the refusal is one paragraph."""
    assert len(refusal_blocks((), [], citations_of())) == 1


@given(st.lists(st.text(st.characters(categories=["L", "Zs", "P"]), min_size=1).filter(str.strip),
                min_size=1, max_size=5), st.sampled_from(["\n- ", " "]))
def test_every_block_of_a_statement_ends_in_its_mark(sentences, glue):
    """Whatever the sentences, none is stated without its mark, but for a list's lead-in."""
    made = passage(*sentences, kind="list", glue=glue)
    blocks = statement_blocks(Statement(made, 0, len(sentences) - 1, 1.0), 7)
    unmarked = [b for b in blocks if b.cells[0][-1].style != "mark"]
    assert len(unmarked) <= (len(blocks) > 1)
