"""A quote in its section."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.citing.context import in_context
from assistant.citing.types import Citation
from assistant.corpus.types import Passage

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=20)
SECTIONS = st.lists(
    st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=4
)


def passage(text: str, start: int, section: int, n: int) -> Passage:
    """A paragraph at that place."""
    return Passage(
        f"d#s{section}.{n}", "d", "paragraph", text, start, start + len(text), (f"S{section}",), ()
    )


def laid_out(sections: list[list[str]]) -> tuple[str, list[Passage]]:
    """A document with a heading before each section's paragraphs, and its passages."""
    text, passages = "", []
    for s, paragraphs in enumerate(sections):
        text += f"## S{s}\n\n"
        for n, words in enumerate(paragraphs, 1):
            passages.append(passage(words, len(text), s, n))
            text += words + "\n\n"
    return text, passages


def cite(p: Passage, start: int, end: int, text: str) -> Citation:
    """The citation of ``text[start:end]`` in that passage."""
    return Citation(1, p.name, "d", "D", "S", text[start:end], start, end, "", None)


@given(SECTIONS, st.data())
def test_exact(sections: list[list[str]], data: st.DataObject) -> None:
    """Before, quote and after are the document's text, and no less than the whole section."""
    text, passages = laid_out(sections)
    p = data.draw(st.sampled_from(passages))
    start = data.draw(st.integers(p.start, p.end - 1))
    end = data.draw(st.integers(start + 1, p.end))

    found = in_context(cite(p, start, end, text), text, passages)

    assert found is not None
    assert found.quote == text[start:end]
    assert found.before + found.quote + found.after == text[found.start : found.end]
    section = [q for q in passages if q.headings == p.headings]
    assert (found.start, found.end) == (section[0].start, section[-1].end)
    assert found.headings == p.headings


@given(SECTIONS)
def test_changed_document(sections: list[list[str]]) -> None:
    """Where the text no longer says it, there is no context."""
    text, passages = laid_out(sections)
    p = passages[-1]
    citation = replace(cite(p, p.start, p.end, text), quote=p.text + "!")
    assert in_context(citation, text, passages) is None


def test_same_heading_twice() -> None:
    """A later section under the same heading is another section."""
    text, passages = laid_out([["one"], ["two"], ["three"]])
    passages[2] = replace(passages[2], headings=("S0",))
    found = in_context(cite(passages[0], passages[0].start, passages[0].end, text), text, passages)
    assert found is not None
    assert (found.before, found.after) == ("", "")


def test_unknown_passage() -> None:
    """A quote that is there in a passage that is not has itself as context."""
    text, passages = laid_out([["one two"]])
    citation = replace(cite(passages[0], 7, 10, text), passage="d#gone.1")
    found = in_context(citation, text, passages)
    assert found is not None
    assert (found.before, found.quote, found.after) == ("", text[7:10], "")
