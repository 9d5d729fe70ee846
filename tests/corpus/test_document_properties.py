"""What holds for any text at all."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.corpus import Document, read_text_document

PIECES = st.sampled_from(
    [
        "# Head", "## Is it so?", "### Sub *x*", "Plain words here.", "Short Line", "• bullet",
        "- item one", "  - nested", "1. first", "| a | b |", "|---|---|", "| x | y |", "> quote",
        "```", "    code", "<div>", "<!-- c", "-->", "{% tag %}", "{{ x }}", "---", "===", "[1",
        "[1 Text goes on. And on. [4", "What now?+", "FAQ", "OneTwo", "RowAB", "a\tb", "",
        "", "Lead-in:", "E.g. this, i.e. that.", "word " * 300, "Ends here.  Two. " * 90, "\ufeff",
        "[r]: x", "x\u2028y", "title: x", "**Bold**", "\x0c", "- ", "#", "|", "- - deep", "\\| | x",
    ],
)  # fmt: skip
BREAKS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\n \n"])
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.tuples(PIECES, BREAKS), max_size=25).map(
        lambda parts: "".join(itertools.chain.from_iterable(parts)),
    ),
)


def check(document: Document, text: str) -> None:
    """Assert that all offsets hold, in order, under unique names."""
    assert document.text == text
    names = [passage.name for passage in document.passages]
    assert len(names) == len(set(names))
    end = 0
    for passage in document.passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.start >= end
        end = passage.end
        assert passage.sentences
        at = passage.start
        for sentence in passage.sentences:
            assert text[sentence.start : sentence.end] == sentence.text
            assert sentence.text == sentence.text.strip()
            assert any(character.isalnum() for character in sentence.text)
            assert at <= sentence.start < sentence.end <= passage.end
            at = sentence.end


@given(TEXTS, st.booleans())
@example("| a |\n|---|\n| b |\n", True)
def test_offsets_hold_and_passages_are_in_order(text: str, markdown: bool) -> None:
    """Passages and sentences are the text's own characters, in order, without overlap."""
    check(read_text_document(text, "doc", markdown=markdown), text)


@given(TEXTS)
def test_no_line_of_plain_text_is_lost(text: str) -> None:
    """Every line with words lies in a passage, or heads one, or is the title."""
    if text.lstrip("\ufeff").startswith("---") or "?" in text:
        return  # front matter is no body; a question that nothing answers is no evidence
    document = read_text_document(text, "doc", markdown=False)
    told = "\n".join(
        itertools.chain(
            (p.text for p in document.passages),
            (p.lead for p in document.passages),
            (h for p in document.passages for h in p.headings),
            (document.title,),
        ),
    )
    squeezed = "".join(told.split())
    for line in text.replace("\r", "\n").split("\n"):
        bare = line.strip().strip("\ufeff").strip()
        if not any(c.isalnum() for c in bare) or bare.startswith(("[", "{", "#", "|", ":")):
            continue
        for word in bare.replace("|", " ").split():
            if word.isalpha() and word.isascii():
                assert word in squeezed, (line, told)


@given(st.text(max_size=100))
def test_reading_twice_gives_the_same(text: str) -> None:
    """A document depends on its text and name alone."""
    assert read_text_document(text, "doc") == read_text_document(text, "doc")


@pytest.mark.parametrize("markdown", [True, False])
def test_an_empty_text_is_an_empty_document(markdown: bool) -> None:
    """No text, no passages, no error; the title is the file's name."""
    for text in ("", "\ufeff", " \n\t\n", "---\ntitle: ''\n---\n"):
        document = read_text_document(text, "empty", markdown=markdown)
        assert (document.passages, document.title) == ((), "empty")


TEMPLATES = st.sampled_from(
    [
        "# {}", "## {} and {}", "{} stands here. {} as well.", "- {}\n- {}\n  - {}", "1. {}\n\n   {}",
        "> {}\n> {}", "```\n{}\n```", "| {} | {} |\n|---|---|\n| {} | {} |", "<div>\n{}\n</div>",
        "**{}**", "{}:", "    {}", "- {}\n\n  | {} | {} |\n  |---|---|\n  | {} | {} |", "{}\n===",
        "* * *\n{}", "- > {}\n  > {}", "• {}\n• {}", "#### {}\n\n{}?\n{}",
    ],
)  # fmt: skip


@given(st.lists(TEMPLATES, min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_no_word_of_markdown_is_lost(templates: list[str], line_end: str) -> None:
    """Whatever the nesting, each word lies in a passage, a heading, a table head or the title."""
    numbers = itertools.count()
    filled = [
        "".join(part + (f"Word{next(numbers)}x" if more else "") for part, more in parts(template))
        for template in templates
    ]
    document = read_text_document((line_end * 2).join(filled).replace("\n", line_end), "doc")
    told = {p.text for p in document.passages} | {p.lead for p in document.passages}
    told |= {h for p in document.passages for h in p.headings} | {document.title}
    lost = [n for n in range(next(numbers)) if not any(f"Word{n}x" in text for text in told)]
    assert not lost


def parts(template: str) -> list[tuple[str, bool]]:
    """The template's pieces, each with whether a word goes behind it."""
    pieces = template.split("{}")
    return [(piece, n + 1 < len(pieces)) for n, piece in enumerate(pieces)]
