"""What the component that draws an answer is given."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from assistant.citing.types import Citation
from assistant.dialogue.types import Answer, Block, Span
from assistant.ui.payload import answer_data, blocks_data, read_aloud, source_link, spaced

CITATION = Citation(1, "a/b#s-t.1", "a/b", "B", "S & T", "<b>x</b>", 4, 12, "0", None)


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        ((Span("One"), Span("two")), "One two"),
        ((Span("One"), Span(", two")), "One, two"),
        ((Span("One ("), Span("two", "strong"), Span(")")), "One (two)"),
        ((Span("One."), Span("1", "mark"), Span("2", "mark"), Span("Two")), "One.12 Two"),
        ((Span("You said"), Span("no", "said"), Span(".")), "You said “no”."),
        ((Span(""), Span("One")), "One"),
        ((Span("One "), Span("two")), "One two"),
    ],
)
def test_spaced(spans: tuple[Span, ...], text: str) -> None:
    """Spans read as a sentence: one space between words, none before punctuation or marks."""
    assert "".join(s["text"] for s in spaced(spans)) == text


def test_quoted_text_is_untouched() -> None:
    """Text of a source goes to the screen as it stands."""
    quote = "  *a*  <b>\n![x](y) :streamlit: &copy; "
    assert {"style": "quoted", "text": quote} in spaced((Span("See"), Span(quote, "quoted")))


def test_a_quote_is_shown_without_the_signs_of_its_format() -> None:
    """Line by line; the quote itself is untouched."""
    quote = "Two:\n\n- **Speed:** fast.\n- <b>2 * 3</b>"
    (told,) = blocks_data((), (replace(CITATION, quote=quote),))["citations"]
    assert told["quote"] == quote
    assert told["shown"] == "Two:\n• Speed: fast.\n• <b>2 * 3</b>"


def test_a_quote_that_is_not_markdown_is_shown_as_it_stands() -> None:
    """With its signs and line breaks."""
    quote = "2**3 and 4**5:\n- 5 degrees,\n  __init__ and **that**"
    cited = replace(CITATION, quote=quote, is_markdown=False)
    (told,) = blocks_data((), (cited,))["citations"]
    assert told["shown"] == quote


@pytest.mark.parametrize("unit", [" ", "*", "_", "|", "\\", "\n", "**a ", "- "])
def test_a_hostile_quote_takes_linear_time(unit: str) -> None:
    """A hundred thousand signs in a quote do not keep the answer from being drawn."""
    quote = f"a **b{unit * 100_000}x"
    assert blocks_data((), (replace(CITATION, quote=quote),))["citations"][0]["quote"] == quote


def test_source_link() -> None:
    """A citation's link names passage and offsets, and survives names with odd characters."""
    path, _, query = source_link(CITATION).partition("?")
    assert path == "sources"
    assert parse_qs(query) == {"passage": ["a/b#s-t.1"], "start": ["4"], "end": ["12"]}


def test_read_aloud() -> None:
    """A screen reader hears the kind and the words, not the marks."""
    blocks = (Block("paragraph", ((Span("It is so."), Span("1", "mark")),)),)
    answer = Answer("no_evidence", "", (CITATION,), None, "/?t=x", "", "", blocks=blocks)
    assert read_aloud(answer) == "No evidence. It is so."


def test_permalink_is_relative_to_the_page() -> None:
    """A permalink without an address is relative, so that it works under any path."""
    answer = Answer("answer", "", (), None, "/?t=x", "", "")
    assert answer_data(answer, "x")["permalink"] == "?t=x"
    absolute = Answer("answer", "", (), None, "https://a.example/?t=x", "", "")
    assert answer_data(absolute, "x")["permalink"] == "https://a.example/?t=x"
