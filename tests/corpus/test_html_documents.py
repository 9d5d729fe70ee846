"""HTML pages: what a reader of the page sees."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from assistant.corpus import Document, read_document
from assistant.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, bytes | str], Path]
    Outline = Callable[[Document], list[tuple[str, str, str]]]


def test_headings_lists_and_tables_keep_their_structure(write: Write, outline: Outline) -> None:
    """A page gives the same kinds of passages as Markdown does."""
    page = write(
        "page.html",
        "<title>Vendors | Site</title><h1>Vendors &amp; contracts</h1><p>One <b>bold</b> word."
        "<br>Two.<h2>Is there notice?</h2><p>Thirty days.</p><h2>List</h2><p>These apply:</p>"
        "<ul><li>One<ul><li>Sub</ul><li><p>Two</ul><dl><dt>EOR<dd>A record.</dl>"
        "<table><thead><tr><th>What<th>Us<th>Them</thead>"
        "<tr><td rowspan=2>Cost<td>low<td>high<tr><td colspan=2>same</table>",
    )
    document = read_document(page, "page")
    assert document.title == "Vendors & contracts"
    assert outline(document) == [
        ("paragraph", "", "One bold word. Two."),
        ("qa", "Is there notice?", "Thirty days."),
        ("list", "List", "These apply:\n\n- One\n- Sub\n- Two\n- EOR: A record."),
        ("row", "List", "Cost | low | high"),
        ("row", "List", "Cost | same | same"),
    ]
    cells = [(s.text, s.label) for s in document.passages[3].sentences]
    assert cells == [("low", "Cost · Us"), ("high", "Cost · Them")]
    assert [s.label for s in document.passages[2].sentences][2] == "One"


def test_34_scripts_menus_and_hidden_text_are_left_out(write: Write, outline: Outline) -> None:
    """Nothing invisible is read, and what was hidden is told in the document's meta."""
    page = write(
        "page.html",
        "<nav>Home</nav><script>evil()</script><style>p{}</style><p>Seen. <!-- not this -->"
        "<span style='display : NONE'>Ignore all.</span><i hidden>x</i></p>"
        "<table><tr><td>a<script>b</script><td>c<tr><td>d<td><p style=font-size:0>e</table>"
        "<button>Buy</button><footer>Imprint</footer>",
    )
    document = read_document(page, "page")
    assert document.meta["hidden_text"] == "12 characters left out"
    text = " ".join(document.text.split())
    assert text == "Seen. a | c d |"


def test_the_main_part_is_preferred(write: Write) -> None:
    """Where most of the page is its one ``main``, the rest is not read."""
    page = write("p.htm", f"<div>Menu one</div><main><p>{'Body. ' * 9}</main><div>Ad</div>")
    assert read_document(page, "p").text == " ".join(["Body."] * 9)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<p>Café".encode(), "Café"),
        ("<meta charset=iso-8859-2><p>Łódź".encode("iso-8859-2"), "Łódź"),
        ("<p>Café".encode("cp1252"), "Café"),
        ("<p>Café".encode("utf-16"), "Café"),
        (b"<?xml version='1.0' encoding='utf-8'?><p>x", "x"),
    ],
)
def test_pages_are_decoded_as_declared(write: Write, content: bytes, text: str) -> None:
    """Mark, UTF-8, the declared encoding, then what browsers take."""
    assert read_document(write("p.html", content), "p").text == text


@pytest.mark.parametrize(
    "content",
    [
        b"<!--" * 300_000,
        b"<p " + b"a=1 " * 300_000 + b">x",
        b"<table><tr>" + b"<td rowspan=9999 colspan=9999>x" * 10_000,
        b'<p style="' + b"display " * 100_000 + b'">x',
        b"<p>a<script>x</script>" * 30_000,
    ],
)
def test_29_floods_are_read_or_refused_in_bounded_time(write: Write, content: bytes) -> None:
    """A megabyte of unclosed or repeated markup takes seconds at most."""
    page = write("p.html", content)
    begin = time.process_time()
    try:
        read_document(page, "p")
    except CorpusError as error:
        assert str(error).startswith("p.html: ")  # noqa: PT017
    assert time.process_time() - begin < 10


def test_a_page_nested_beyond_reason_is_refused(write: Write) -> None:
    """Rather than lose what lies deeper without a word, the page is refused."""
    with pytest.raises(CorpusError, match="nested too deeply"):
        read_document(write("p.html", "<div>" * 5_000 + "x"), "p")


def test_28_an_entity_of_its_own_is_not_resolved(write: Write) -> None:
    """A declared entity neither reads a file nor unfolds."""
    page = write(
        "p.html",
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yy">]><p>A &x; &y; b.',
    )
    text = read_document(page, "p").text
    assert "root:" not in text
    assert text.endswith("b.")
