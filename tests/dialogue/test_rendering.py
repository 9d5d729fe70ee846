"""Markdown that shows what was written, and nothing that was meant by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.dialogue.rendering import escaped, markdown
from assistant.dialogue.types import Block, Span

SPECIAL = [
    *"\\`*_[]<>|~$&#+-=.!():;\"'/{}^@1x ",
    "&copy;", "&#65;", "<b>", "![a](b)", "[1]: x", "---", "***", "- -", "1.", "2)", "# ", "> ",
    "http://a.example", "a@b.example", "\n", "\n\n", "\t", "    ", "\u00a0", "```", "~~~", "|-|",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(SPECIAL), max_size=12).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
)
WORDS = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)

PARSERS = {
    "CommonMark": MarkdownIt("commonmark"),
    "with tables and strikethrough": MarkdownIt("commonmark").enable(["table", "strikethrough"]),
}


def shown(text: str, parser: MarkdownIt) -> list[tuple[str, str]]:
    """The kind of each block that holds text, and what a reader sees of it."""
    seen: list[tuple[str, str]] = []
    opened = ""
    for token in parser.parse(text):
        if token.type == "inline":
            seen.append((opened, "".join(_visible(child) for child in token.children)))
        elif token.nesting == 1:
            opened = token.tag
        else:
            assert token.nesting == -1, f"{token.type} has no text"
    return seen


def _visible(token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    assert token.type in {"text", "text_special", "strong_open", "strong_close"}, token.type
    return token.content


@pytest.mark.parametrize("parser", PARSERS)
@given(text=WORDS)
def test_escaped_text_is_shown_to_the_letter(parser, text):
    """As a paragraph of its own, any text is seen as it was written, on one line."""
    assert shown(escaped(text), PARSERS[parser]) == [("p", text)]


@given(text=WORDS)
def test_escaped_text_is_shown_to_the_letter_in_a_list(text):
    """As an item, any text is seen as it was written, and is one item."""
    rendered = markdown([Block("item", ((Span(text, "quoted"),),))] * 2)
    assert shown(rendered, PARSERS["CommonMark"]) == [("p", text)] * 2


@given(text=WORDS)
def test_escaped_text_is_shown_to_the_letter_in_a_table(text):
    """As a cell, any text is seen as it was written, and stays in its column."""
    header = Block("header", ((Span("a"),), (Span("b"),)))
    row = Block("row", ((Span(text, "quoted"),), (Span(text),)))
    rendered = shown(markdown([header, row]), PARSERS["with tables and strikethrough"])
    assert rendered == [("th", "a"), ("th", "b"), ("td", text), ("td", text)]


@given(text=WORDS.filter(lambda text: text[0] not in ".,:;)?!"))
def test_escaped_text_is_shown_to_the_letter_in_bold_and_in_quotation_marks(text):
    """Emphasis and quotation marks are added around a text, and take nothing from it."""
    block = Block("paragraph", ((Span("So"), Span(text, "strong"), Span(text, "said")),))
    assert shown(markdown([block]), PARSERS["CommonMark"]) == [("p", f"So {text} “{text}”")]


@given(blocks=st.lists(st.tuples(st.sampled_from(["heading", "paragraph", "item"]), WORDS)))
def test_blocks_stay_apart(blocks):
    """A heading, paragraph or item ends where it ends, whatever its text looks like."""
    rendered = markdown(Block(kind, ((Span(text, "quoted"),),)) for kind, text in blocks)
    tags = {"heading": "h3", "paragraph": "p", "item": "p"}
    assert shown(rendered, PARSERS["CommonMark"]) == [
        (tags[kind], text) for kind, text in blocks
    ]


def test_marks_stand_bare():
    """A citation's mark is the only thing in brackets that is not escaped."""
    block = Block("paragraph", ((Span("See [2]", "quoted"), Span("1", "mark"), Span(".")),))
    assert markdown([block]) == "See \\[2\\] [1].\n"


def test_a_table_has_a_line_below_its_header():
    """Header and rows become a pipe table without blank lines in it."""
    header = Block("header", ((Span("Model"),), (Span("Points"),)))
    row = Block("row", ((Span("Outsourcing"),), (Span("6"),)))
    assert markdown([header, row]) == (
        "| Model | Points |\n| --- | --- |\n| Outsourcing | 6 |\n"
    )
