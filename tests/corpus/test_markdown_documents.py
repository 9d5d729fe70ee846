"""Markdown files: structure, names, labels, front matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.corpus import Document, read_text_document

if TYPE_CHECKING:
    from collections.abc import Callable

    Outline = Callable[[Document], list[tuple[str, str, str]]]


def read(text: str) -> Document:
    """The document of a Markdown text."""
    return read_text_document(text, "doc")


def test_front_matter_is_flattened_and_no_passage() -> None:
    """Nested values get dotted names, empty ones are left out, dates stay as written."""
    document = read(
        "---\ntitle: Vendors\nrestates:\n  file: a.txt\n  tags: [x, y]\ninterest: ''\n"
        "written: 2026-11-22\n---\n\n# Vendors\n\nThe body.\n",
    )
    assert document.meta == {
        "title": "Vendors",
        "restates.file": "a.txt",
        "restates.tags": "x, y",
        "written": "2026-11-22",
    }
    assert [(p.name, p.text, p.headings) for p in document.passages] == [
        ("doc#top.1", "The body.", ()),
    ]


def test_broken_front_matter_is_told_and_skipped() -> None:
    """Invalid YAML does not stop the reading, and does not pass unseen."""
    document = read("---\ntitle: [unclosed\n---\n\n# Real title\n\nBody.\n")
    assert "line" in document.meta["front_matter_error"]
    assert (document.title, [p.text for p in document.passages]) == ("Real title", ["Body."])


def test_a_thematic_break_is_no_front_matter() -> None:
    """Text between two rules that is no mapping stays text."""
    document = read("---\n\nJust words.\n\n---\n\n# Head\n\nMore.\n")
    assert [p.text for p in document.passages] == ["Just words.", "More."]


def test_titles_come_from_front_matter_then_heading_then_name() -> None:
    """The title is what the file says it is, else the file's name."""
    assert read("---\ntitle: A\n---\n# B\n\nx\n").title == "A"
    assert read("# B\n\nText.\n").title == "B"
    assert read("## Only second\n\nText.\n").title == "Only second"
    assert read_text_document("Text. More text.\n", "notes/vendor-policy").title == "vendor-policy"


def test_a_first_heading_that_differs_from_the_title_stays() -> None:
    """Only the heading that repeats the title is dropped from the path."""
    document = read("---\ntitle: A\n---\n# B\n\n## C\n\nx y.\n")
    assert document.passages[0].headings == ("B", "C")


def test_passages_are_named_by_section_and_number() -> None:
    """Slugs are GitHub's; a repeated heading gets a number, and no two names are equal."""
    document = read(
        "Before.\n\n## Cost & risk\n\nOne.\n\nTwo.\n\n## Cost & risk\n\nThree.\n\n"
        "## Cost  risk-2\n\nFour.\n\n## Top\n\nFive.\n\n## 中文 *titre*\n\nSix.\n",
    )
    assert [p.name for p in document.passages] == [
        "doc#top.1",
        "doc#cost-risk.1",
        "doc#cost-risk.2",
        "doc#cost-risk-2.1",
        "doc#cost-risk-2-2.1",
        "doc#top-2.1",
        "doc#中文-titre.1",
    ]


def test_headings_form_a_path() -> None:
    """A passage knows its headings, outermost first, as shown and without marks."""
    document = read("# T\n\n## A `b` [c](d)\n\n### E {#id}\n\nx y.\n\n## F\n\nz w.\n")
    assert [p.headings for p in document.passages] == [("A b c", "E"), ("F",)]


def test_a_list_takes_its_lead_in(outline: Outline) -> None:
    """A list is one passage with the paragraph that introduces it; entries are sentences."""
    document = read(
        "## H\n\nApart.\n\nThese hold:\n\n- One\n- **Two:** more. And more.\n1. Three\n"
    )
    assert [(kind, text) for kind, _, text in outline(document)] == [
        ("paragraph", "Apart."),
        ("list", "These hold:\n\n- One\n- **Two:** more. And more."),
        ("list", "Three"),
    ]
    assert [s.text for s in document.passages[1].sentences] == [
        "These hold:",
        "One",
        "**Two:** more. And more.",
    ]


def test_nested_entries_are_labelled_with_their_parent() -> None:
    """A sub-entry says under which entry it stands."""
    document = read("# T\n\n- Parent\n  - Child\n    - Grandchild\n- Next\n\n  Second paragraph.\n")
    assert [(s.text, s.label) for s in document.passages[0].sentences] == [
        ("Parent", ""),
        ("Child", "Parent"),
        ("Grandchild", "Child"),
        ("Next", ""),
        ("Second paragraph.", ""),
    ]


def test_a_very_long_list_is_cut_between_entries() -> None:
    """Each part after the first keeps the lead-in as its lead, and no entry is cut."""
    entries = [f"Entry {n} says {'something ' * 10}about itself" for n in range(60)]
    document = read("# T\n\nAll of these:\n\n" + "\n".join(f"- {e}" for e in entries))
    assert len(document.passages) > 1
    assert {p.lead for p in document.passages[1:]} == {"All of these:"}
    told = [s.text for p in document.passages for s in p.sentences]
    assert told == ["All of these:", *entries]


def test_a_long_entry_is_quoted_by_sentence_under_its_head() -> None:
    """Sentences of a long entry are labelled with the words before its colon."""
    document = read("# T\n\n- **Scope:** " + "It is clearly defined from the start. " * 15)
    sentences = document.passages[0].sentences
    assert len(sentences) == 15
    assert {s.label for s in sentences} == {"Scope"}


def test_a_table_row_is_a_passage_with_labelled_cells() -> None:
    """Each cell is a sentence that says its row and column; the row label is none itself."""
    document = read(
        "# T\n\n| Dimension | Us | **Them** |\n|:--|--|--|\n"
        "| Cost | low \\| fair | high |\n| Speed |  | `fast` |\n| Alone | | |\n",
    )
    assert [(p.kind, p.text, p.lead) for p in document.passages] == [
        ("row", "Cost | low \\| fair | high", "Dimension | Us | Them"),
        ("row", "Speed |  | `fast`", "Dimension | Us | Them"),
        ("row", "Alone", "Dimension | Us | Them"),
    ]
    assert [[(s.text, s.label) for s in p.sentences] for p in document.passages] == [
        [("low \\| fair", "Cost · Us"), ("high", "Cost · Them")],
        [("`fast`", "Speed · Them")],
        [("Alone", "")],
    ]


def test_cells_with_the_same_words_keep_their_own_places() -> None:
    """Equal cells are told apart by where they stand."""
    row = read("# T\n\n| a | a | a |\n|--|--|--|\n| x | x | x |\n").passages[0]
    assert [s.start - row.start for s in row.sentences] == [4, 8]


def test_a_question_and_its_answer_are_one_passage(outline: Outline) -> None:
    """A short body under a question is its answer, lists included."""
    document = read("# T\n\n## Is it cheaper?\n\nIt can be.\n\nIf:\n\n- yes\n\n## Other\n\nNo.\n")
    assert outline(document) == [
        ("qa", "Is it cheaper?", "It can be.\n\nIf:\n\n- yes"),
        ("paragraph", "Other", "No."),
    ]


def test_a_long_answer_keeps_its_first_paragraph_as_the_answer() -> None:
    """Under a question with a long body the rest are ordinary passages."""
    long = "It depends on many things. " * 40
    document = read(f"# T\n\n## Why?\n\nBecause.\n\n{long}\n\n{long}\n")
    assert [p.kind for p in document.passages] == ["qa", "paragraph", "paragraph"]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    """No passage is much longer than the limit, and every sentence survives whole."""
    sentences = [f"Sentence number {n} goes on for a while." for n in range(100)]
    document = read("# T\n\n" + " ".join(sentences))
    assert all(len(p.text) <= 1200 for p in document.passages)
    assert [s.text for p in document.passages for s in p.sentences] == sentences


def test_html_and_template_tags_give_no_passages(outline: Outline) -> None:
    """Lines of tags alone vanish; the words between tags remain; scripts do not."""
    document = read(
        "# T\n\n{{< toc >}}\n\n{% include x %}\n\n<div class='a'>\n<p>Inside <b>it</b>.</p>\n"
        "<script>alert('no')</script>\n<!-- nor this -->\n</div>\n\n{{ page.x }}\nKept line.\n"
        "{: .note}\n\n[ref]: https://example.org\n\nEnd {{ x }} here.\n",
    )
    assert [text for _, _, text in outline(document)] == [
        "Inside <b>it</b>.",
        "Kept line.",
        "End {{ x }} here.",
    ]


def test_code_and_quotes_are_kept_by_line(outline: Outline) -> None:
    """Each line of code is a sentence; a block quote is prose."""
    document = read("# T\n\n```sh\nrun one\n\nrun two\n```\n\n> Quoted words\n> go on. End.\n")
    assert [s.text for s in document.passages[0].sentences] == ["run one", "run two"]
    assert document.passages[1].text == "Quoted words\n> go on. End."


def test_bold_lines_and_pasted_bullets_count_as_structure(outline: Outline) -> None:
    """A line all in bold is a heading, lines with "•" are a list."""
    document = read(
        "# T\n\n**A sentence.**\n\n**Benefits:**\n\nTwo of them:\n• One\n• Two\nstill two\n"
    )
    assert outline(document) == [
        ("paragraph", "", "**A sentence.**"),
        ("list", "Benefits", "Two of them:\n• One\n• Two\nstill two"),
    ]


def test_markdown_without_marks_is_read_as_plain_text(outline: Outline) -> None:
    """A pasted page saved as .md still has its headings found."""
    document = read("Costs And Benefits\nThe costs are low.\nWhat else?\nNothing else.\n")
    assert document.title == "Costs And Benefits"
    assert outline(document) == [
        ("paragraph", "", "The costs are low."),
        ("qa", "What else?", "Nothing else."),
    ]


def test_line_ends_and_byte_order_mark_stay_in_the_text() -> None:
    """Nothing of the file is normalised, so offsets hold for the file itself."""
    text = "\ufeff---\r\ntitle: A\r\n---\r\n\r\n# B\r\n\r\nOne\rtwo.\r\n\r\n- x\r\n- y\r\n"
    document = read(text)
    assert document.text == text
    assert document.title == "A"
    assert [text[p.start : p.end] for p in document.passages] == ["One\rtwo.\r\n\r\n- x\r\n- y"]
