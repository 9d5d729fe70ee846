"""Passages typeset: what is shown, what is only kept, and that nothing is lost."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from screen import quoted, runs, text_of

from assistant.assistant import Assistant
from assistant.corpus import read_text_document
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
