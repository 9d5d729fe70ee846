"""Passages typeset: what is shown, what is only kept, and that nothing is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from screen import quoted, runs, text_of

from assistant.assistant import Assistant
from assistant.corpus import read_text_document
from assistant.corpus.html import read_html
from assistant.corpus.read import as_document
from assistant.corpus.types import Passage, PassageKind
from assistant.ui.typeset import set_passage, set_section

TABLE = """# T

Two ways differ:

| What | **Us** | Them |
| --- | :-: | --- |
| **Cost** | low | high, *very* |
| | fast | a \\| b |

- **Speed:** it is fast.
- plain

1. first
"""


def pieces(text: str) -> list[dict[str, Any]]:
    """The whole text typeset, from its first passage to its last."""
    found = read_text_document(text, "t").passages
    return list(set_section(found, text, found[0].start, found[-1].end, None)) if found else []


def seen(piece: dict[str, Any]) -> str:
    """What a piece shows."""
    return "".join(run["text"] for run in runs(piece) if run["style"] != "sign")


def test_a_table_is_rows_of_cells_under_its_head() -> None:
    """Bars and emphasis are kept and not shown; an empty first cell keeps its column."""
    rows = [piece for piece in pieces(TABLE) if piece["kind"] == "row"]
    assert [row["lead"] for row in rows] == [["What", "Us", "Them"]] * 2
    cells = [["".join(r["text"] for r in cell if r["style"] != "sign") for cell in row["cells"]]
             for row in rows]
    assert cells == [["Cost", "low", "high, *very*"], ["fast", "a \\| b"]]
    assert [row["skipped"] for row in rows] == [0, 1]


def test_lists_and_emphasis() -> None:
    """A bullet makes an item and a pair of stars strong words; numbers stay as they are."""
    lines = [line for piece in pieces(TABLE) if piece["kind"] == "text" for line in piece["lines"]]
    shown = [("".join(r["text"] for r in line["runs"] if r["style"] != "sign"), line["bullet"])
             for line in lines]
    assert ("Speed: it is fast.", True) in shown
    assert ("plain", True) in shown
    assert any(text.endswith("first") and not bullet for text, bullet in shown)
    assert [r["text"] for line in lines for r in line["runs"] if r["style"] == "strong"] == ["Speed:"]


def test_the_head_of_a_table_is_not_shown_twice() -> None:
    """It stands above its rows; words between passages that are no head are shown."""
    assert not [p for p in pieces(TABLE) if p["kind"] == "text" and "What" in seen(p)]
    found = read_text_document(TABLE, "t").passages
    text = TABLE.replace("Two ways differ:", "Two ways differ: (not in a passage)")
    moved = [p for p in found if p.kind != "row"][:1]
    shown = list(set_section(moved, text, 0, len(text), None))
    assert "(not in a passage)" in "".join(map(seen, shown))


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ab *_|-+\n#`>1.:\\"), max_size=120), st.data())
@example("a **b**\n\n| x | y |\n|---|---|\n| **1** | __2__ |\n\n- c\n* d", None)
def test_no_character_is_lost_and_none_but_signs_is_hidden(
    text: str, data: st.DataObject | None
) -> None:
    """Whatever a source is made of; and exactly the quote is highlighted."""
    found = read_text_document(text, "t").passages
    if not found:
        return
    start, end = found[0].start, found[-1].end
    first = data.draw(st.integers(start, end)) if data else start
    last = data.draw(st.integers(first, end)) if data else end
    shown = list(set_section(found, text, start, end, (first, last)))
    assert "".join(map(text_of, shown)) == text[start:end]
    for piece in shown:
        lead = set(re.findall(r"\w+", " ".join(p.lead for p in found)))
        for run in runs(piece):
            if run["style"] == "sign":
                assert set(re.findall(r"[^\W_]+", run["text"])) <= lead
    at, expected = start, ""
    for piece in shown:
        until = at + len(text_of(piece))
        if piece["kind"] != "sign":
            expected += text[max(at, first) : min(until, last)]
        at = until
    assert quoted(shown) == expected


def as_seen(text: str, *, markdown: bool) -> list[tuple[str, bool]]:
    """Each line that is shown of a text, and whether it is an entry of a list."""
    found = read_text_document(text, "t", markdown=markdown).passages
    shown = set_section(found, text, 0, len(text), None)
    return [("".join(r["text"] for r in line["runs"] if r["style"] != "sign"), line["bullet"])
            for piece in shown if piece["kind"] == "text" for line in piece["lines"]]


@pytest.mark.parametrize("text", [
    "Powers are 2**3 and 4**5 here.\nThe files are __init__ and __main__ there.",
    "At night it fell to the following:\n\n- 5 degrees, which is **cold**.",
    "They wrote a | b and c | d in it,\nand then they went home, all of them.",
])
def test_a_text_that_is_not_markdown_is_shown_as_it_is(text: str) -> None:
    """Stars, underscores, bars and a minus stay, and so do the line breaks."""
    assert as_seen(text, markdown=False) == [(line, False) for line in text.split("\n") if line]


def test_what_the_reader_found_is_set_in_other_formats() -> None:
    """Entries of a list and cells of a table; not what merely looks like them."""
    text = "The risks are these:\n\n- **late** delivery\n- lost knowledge\n\nThat is all there is."
    assert as_seen(text, markdown=False) == [
        ("The risks are these:", False), ("**late** delivery", True), ("lost knowledge", True),
        ("That is all there is.", False),
    ]
    page = b"<p>A - b</p><table><tr><th>What<th>Us</tr><tr><td>Or<td>a | b, 2**3**</tr></table>"
    document = as_document(read_html(page), "t")
    assert not any(passage.is_markdown for passage in document.passages)
    (row,) = [set_passage(p, document.text) for p in document.passages if p.kind == "row"]
    cells = [[r["text"] for r in cell if r["style"] != "sign"] for cell in row["cells"]]
    assert cells == [["Or"], ["a | b, 2**3**"]]


@pytest.mark.parametrize("unit", [" ", "\t", "*", "_", "|", "\\", "\\|", " |", "`", "\n", "\n ", "**a ",
                                  " **a", "__ "])
@pytest.mark.parametrize("kind", ["row", "paragraph"])
@pytest.mark.parametrize("markdown", [True, False])
def test_hostile_text_takes_linear_time(unit: str, kind: PassageKind, *, markdown: bool) -> None:
    """A hundred thousand signs in a cell or a line are typeset at once, not after minutes."""
    often = 10_000 if "|" in unit else 100_000 // len(unit)  # each bar makes a cell
    words = f"a **b{unit * often}c"
    text = f"| {words} | d"
    lead = words if kind == "row" else ""
    passage = Passage("t#s.1", "t", kind, words, 2, 2 + len(words), (), (), lead,
                      is_markdown=markdown)
    assert text_of(set_passage(passage, text)) == words
    shown = set_section([passage], text, 0, len(text), (5, 9))
    assert "".join(map(text_of, shown)) == text


def test_every_passage_of_the_corpus(assistant: Assistant) -> None:
    """No star, bar or bullet of a brief is shown, and every character is kept."""
    generation = assistant.generation
    for name in generation.documents():
        document = generation.document(name)
        assert document is not None
        for passage in generation.passages_of(name):
            piece = set_passage(passage, document.text)
            assert text_of(piece) == passage.text
            assert not re.search(r"\*\*|\||^- ", seen(piece))
