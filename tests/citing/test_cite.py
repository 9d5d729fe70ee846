"""Numbered quotes, links that replay an answer, and answers for other programs."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from assistant.citing import as_json
from assistant.citing.as_json import citation_json
from assistant.citing.cite import Citations
from assistant.citing.permalink import permalink, turns_of
from assistant.citing.types import Citation
from assistant.corpus.types import Passage
from assistant.dialogue.types import Answer

TEXT = "# Vendors\n\nA handover takes two weeks. A handover is paid.\n"


class Vendors:
    """A document, as a citation describes it."""

    title = "Vendors"
    sha256 = "ab" * 32
    text = TEXT
    meta = {"interest": "", "publisher": "Nobody"}  # noqa: RUF012


PASSAGE = Passage(
    "vendors#vendors.1", "vendors", "paragraph", TEXT[11:-1], 11, len(TEXT) - 1, ("A", "B"), ()
)


def citations(**meta: str) -> Citations:
    document = type("Document", (Vendors,), {"meta": meta})
    return Citations(lambda _: document())


def test_marks_count_from_one_in_the_order_of_use():
    """Each new quote gets the next number."""
    cited = citations()
    assert [cited.cite(PASSAGE, 11, 20), cited.cite(PASSAGE, 21, 30)] == [1, 2]
    assert [c.n for c in cited.all()] == [1, 2]
    assert len(cited) == 2


def test_the_same_quote_keeps_its_number():
    """A quote that is used again is not listed again."""
    cited = citations()
    assert cited.cite(PASSAGE, 11, 20) == cited.cite(PASSAGE, 11, 20) == 1
    assert len(cited) == 1


def test_a_citation_tells_how_its_quote_is_to_be_shown():
    """As its passage says; other programs are told of the quote alone."""
    cited = citations()
    cited.cite(replace(PASSAGE, is_markdown=False), 11, 20)
    assert not cited.all()[0].is_markdown
    assert not cited.is_markdown(PASSAGE.name)
    assert "is_markdown" not in citation_json(cited.all()[0])


@given(st.integers(11, 40), st.integers(0, 20))
def test_a_quote_is_the_documents_own_characters(start, length):
    """Offsets are those of the document, and the quote is what stands there."""
    cited = citations()
    cited.cite(PASSAGE, start, start + length)
    (citation,) = cited.all()
    assert TEXT[citation.start : citation.end] == citation.quote


def test_words_of_a_passage_are_found_in_the_document():
    """The first place in the passage counts; unknown words cite the whole passage."""
    cited = citations()
    cited.cite_words(PASSAGE, "A handover")
    cited.cite_words(PASSAGE, "no such words")
    found, whole = cited.all()
    assert (found.start, found.quote) == (11, "A handover")
    assert (whole.start, whole.end, whole.quote) == (11, len(TEXT) - 1, TEXT[11:-1])


def test_a_citation_says_where_it_stands_and_who_gains():
    """Title, section from the outside in, hash, and the interest where there is one."""
    cited = citations(interest="Sells vendors.")
    cited.cite(PASSAGE, 11, 20)
    (citation,) = cited.all()
    assert (citation.document, citation.passage) == ("vendors", "vendors#vendors.1")
    assert (citation.title, citation.section) == ("Vendors", "A › B")
    assert citation.sha256 == Vendors.sha256
    assert citation.interest == "Sells vendors."
    silent = citations(interest="")
    silent.cite(PASSAGE, 11, 20)
    assert silent.all()[0].interest is None


TURNS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1)


@given(TURNS, st.sampled_from(["", "https://staffing.example", "http://a.example/chat/"]))
def test_a_link_replays_the_turns(turns, base):
    """Whatever was typed comes back out of the link, in its order."""
    link = permalink(base, turns, "c" * 64, "r" * 64)
    assert turns_of(urlsplit(link).query) == tuple(turns)
    assert link.isascii()
    assert link.startswith(f"{base.rstrip('/')}/?t=")


def test_a_link_says_what_the_answer_was_made_from():
    """Other documents or rules give another link."""
    links = {permalink("", ["a"], corpus, rules) for corpus in "ab" for rules in "cd"}
    assert len(links) == 4


def test_an_answer_is_plain_data_for_other_programs():
    """It survives a round trip through JSON, and leaves out what is for drawing."""
    citation = Citation(1, "d#s.1", "d", "T", "S", "“q”", 3, 6, "ab", None)
    answer = Answer("answer", "Text [1]\n", (citation,), {"model": None}, "/?t=a", "c", "r")
    value = as_json(answer)
    assert json.loads(json.dumps(value)) == value
    assert value["citations"][0]["quote"] == "“q”"
    assert value["recommendation"] == {"model": None}
    assert "blocks" not in value
