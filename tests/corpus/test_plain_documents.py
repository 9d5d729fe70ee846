"""Plain text: as copied from web pages, and hard-wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.corpus import Document, read_text_document

if TYPE_CHECKING:
    from collections.abc import Callable

    Outline = Callable[[Document], list[tuple[str, str, str]]]


def read(text: str) -> Document:
    """The document of a plain text in a file whose name says nothing."""
    return read_text_document(text, "f00ba4123", markdown=False)


def test_short_unfinished_lines_are_headings(outline: Outline) -> None:
    """With blank lines around or without, a short line before a body heads it."""
    for gap in ("\n", "\n\n"):
        document = read(
            gap.join(
                [
                    "A Guide to Vendors",
                    "Vendors differ a lot. Choose with care.",
                    "How to choose",
                    "Ask them. Then ask again.",
                ],
            ),
        )
        assert document.title == "A Guide to Vendors"
        assert outline(document) == [
            ("paragraph", "", "Vendors differ a lot. Choose with care."),
            ("paragraph", "How to choose", "Ask them. Then ask again."),
        ]


def test_sentences_and_buttons_are_no_headings(outline: Outline) -> None:
    """Lines with a full stop, an exclamation mark or a small first letter stay prose."""
    document = read(
        "Intro text stands here.\n\nTake it to new heights!\n\nalt text of a picture\n\n"
        "It ends here.\n\nRelated articles",
    )
    assert {heading for _, heading, _ in outline(document)} == {""}
    assert len(document.passages) == 5


def test_a_title_is_found_in_the_first_telling_heading() -> None:
    """A text that begins with prose is called by its first heading that says something."""
    text = (
        "Prose first. Always.\n\nKey Takeaways\n\nThese.\n\nVendor Models Compared\n\nMore. Prose."
    )
    assert read(text).title == "Vendor Models Compared"


def test_questions_head_their_answers(outline: Outline) -> None:
    """A line that ends in "?" or an accordion's "?+" is answered by what follows."""
    document = read(
        "Pages open with prose.\nFrequently asked questions\nWhat is it?+\nIt is this. And that.\n"
        "Who pays?+\nThe client.\nLast Words\nNothing more. Really.\n",
    )
    assert outline(document) == [
        ("paragraph", "", "Pages open with prose."),
        ("qa", "What is it?", "It is this. And that."),
        ("qa", "Who pays?", "The client."),
        ("paragraph", "Last Words", "Nothing more. Really."),
    ]
    assert document.passages[1].headings == ("Frequently asked questions", "What is it?")
    assert document.passages[2].headings == ("Frequently asked questions", "Who pays?")
    assert document.passages[3].headings == ("Last Words",)


def test_bullets_and_numbers_make_lists(outline: Outline) -> None:
    """Bullets of every kind open entries; the marks are no part of them."""
    document = read(
        "It suits:\n\n  • Teams that grow\n  • 2. Second things\n◦ third\n\nNot a part. Of it.\n"
    )
    assert [kind for kind, _, _ in outline(document)] == ["list", "paragraph"]
    assert [s.text for s in document.passages[0].sentences] == [
        "It suits:",
        "Teams that grow",
        "Second things",
        "third",
    ]


def test_numbered_lines_apart_are_headings_together_a_list(outline: Outline) -> None:
    """A numbered line with a body below heads it; numbered lines in a row are entries."""
    document = read(
        "Policy\n\n1. Scope\n\nIt covers all vendors. Always.\n\n1.2 Exceptions\n\nThere are two.\n\n"
        "1) first thing\n2) second thing\n",
    )
    assert outline(document) == [
        ("paragraph", "1. Scope", "It covers all vendors. Always."),
        ("list", "1.2 Exceptions", "There are two.\n\n1) first thing\n2) second thing"),
    ]
    assert document.passages[1].headings == ("1. Scope", "1.2 Exceptions")


def test_one_numbered_paragraph_is_no_list(outline: Outline) -> None:
    """A number before a paragraph of prose makes no list of it."""
    document = read("Prose comes first. Always.\n\n4. Points cost money. They add up.\n")
    assert outline(document)[1] == ("paragraph", "", "4. Points cost money. They add up.")
    assert len(document.passages[1].sentences) == 2


def test_one_signed_number_is_no_list(outline: Outline) -> None:
    """A minus before a number belongs to it; several such lines are a list."""
    lone = read("It was cold at night, as they say.\n\n- 5 degrees was the least of it.\n")
    assert outline(lone)[1] == ("paragraph", "", "- 5 degrees was the least of it.")
    several = read("It takes the following people:\n\n- 5 testers\n- 3 designers\n")
    assert [passage.kind for passage in several.passages] == ["list"]


def test_cells_that_ran_together_are_told_apart() -> None:
    """A small letter followed at once by a capital parts the cells of a pasted table."""
    document = read(
        "Side By Side\n\nOursTheirs\nWho manages the workYouThe vendor\n"
        "SpeedFast, dailySlow\nCostLow (fixed)High\n\nAfter The Table\n\nProse goes on. Here.",
    )
    rows = [p for p in document.passages if p.kind == "row"]
    assert [[(s.text, s.label) for s in row.sentences] for row in rows] == [
        [("You", "Who manages the work · Ours"), ("The vendor", "Who manages the work · Theirs")],
        [("Fast, daily", "Speed · Ours"), ("Slow", "Speed · Theirs")],
        [("Low (fixed)", "Cost · Ours"), ("High", "Cost · Theirs")],
    ]
    assert rows[0].lead == "Ours | Theirs"
    assert document.passages[-1].headings == ("After The Table",)


def test_rows_without_separators_are_kept_whole() -> None:
    """A flattened table gives one passage a line, led by its header line."""
    document = read(
        "The table below compares. All of it.\n\n"
        "Dimension Staff Model Service Model\n"
        "Team Control High. You direct it. Low. They direct it.\n"
        "Speed Of Start Fast. In days. Slow. In weeks.\n\n"
        "That was all. Of it.\n",
    )
    rows = [p for p in document.passages if p.kind == "row"]
    assert [row.text for row in rows] == [
        "Team Control High. You direct it. Low. They direct it.",
        "Speed Of Start Fast. In days. Slow. In weeks.",
    ]
    assert {row.lead for row in rows} == {"Dimension Staff Model Service Model"}
    assert [len(row.sentences) for row in rows] == [1, 1]


def test_tabs_bars_and_columns_make_tables() -> None:
    """Cells parted by tabs, bars or wide gaps are found, with an empty corner as well."""
    for table in (
        "\tOurs\tTheirs\nCost\tlow\thigh\nSpeed\tfast\tslow\n",
        "| | Ours | Theirs |\n|---|---|---|\n| Cost | low | high |\n| Speed | fast | slow |\n",
        "What     Ours     Theirs\nCost     low      high\nSpeed    fast     slow\n",
    ):
        rows = [p for p in read(f"Prose. First.\n\n{table}").passages if p.kind == "row"]
        assert [[(s.text, s.label) for s in row.sentences] for row in rows] == [
            [("low", "Cost · Ours"), ("high", "Cost · Theirs")],
            [("fast", "Speed · Ours"), ("slow", "Speed · Theirs")],
        ]


def test_reference_marks_alone_are_no_passages(outline: Outline) -> None:
    """A line of "[1" gives nothing; before or behind a sentence it is left out."""
    document = read("One thing. Then more. [1, 2\n\n[9\n\n[1 Another thing. It is so. [26\n")
    assert [text for _, _, text in outline(document)] == [
        "One thing. Then more.",
        "Another thing. It is so.",
    ]


def test_wrapped_lines_are_one_paragraph(outline: Outline) -> None:
    """Lines broken in mid-sentence belong together, list entries included."""
    document = read(
        "VENDOR POLICY\n\n"
        "This policy says how vendors are chosen and how their work is\n"
        "reviewed by the people who asked for it. It holds for all teams\n"
        "in all places.\n\n"
        "Review\n\n"
        "Each of these is checked once a year by the team that asked for\n"
        "the vendor:\n"
        "- the contract and everything that was added to it in the time\n"
        "  since it was signed\n"
        "- the work\n",
    )
    assert document.title == "VENDOR POLICY"
    assert [(kind, heading) for kind, heading, _ in outline(document)] == [
        ("paragraph", ""),
        ("list", "Review"),
    ]
    assert len(document.passages[0].sentences) == 2
    assert len(document.passages[1].sentences) == 3


def test_many_short_lines_in_a_row_are_lines(outline: Outline) -> None:
    """An address or a signature is no stack of headings."""
    document = read(
        "Prose stands here. First.\n\nAda Smith\nStaff Engineer\nBerlin Office\n\nEnd. Of it."
    )
    assert outline(document)[1] == ("paragraph", "", "Ada Smith\nStaff Engineer\nBerlin Office")


def test_marked_headings_in_plain_text_are_understood() -> None:
    """Number signs, equals signs and underlines mark headings in .txt as well."""
    document = read(
        "Guide\n=====\n\n## One\n\nA b. C.\n\n== Two ==\n\nD e. F.\n\nThree\n-----\nG h. I.\n"
    )
    assert document.title == "Guide"
    assert [p.headings for p in document.passages] == [("One",), ("Two",), ("Three",)]
