"""Where sentences begin and end."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.sentences import MAX_SENTENCE_CHARS, sentence_spans


def split(text: str) -> list[str]:
    """The sentences' texts."""
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Use a vendor, e.g. Acme, for this.",
        "A resume correlates at r = 0.14 with output.",
        "It is a function (i.e. a repeatable one).",
        "Staffing vs. outsourcing is a choice.",
        "Acme Inc. of Boston signed it.",
        "See No. 5 and Fig. 3 for this.",
        "It costs approx. 5 days.",
        "J. R. Smith and Dr. Miller agreed.",
        "The U.S. Department of Labor decides.",
        "Read https://example.org/a.b?c=d. e for this.",
        "He asked “Why?” and left.",
        "Wait... and see.",
        "Costs rose by 3.5 percent in v1.2.3 of it.",
        "1. Classify the work before you sign.",
        "The iPhone. iPad and others count"[:11] + " sells.",
    ],
)
def test_full_stops_inside_a_sentence_do_not_end_it(text: str) -> None:
    """Abbreviations, decimals, initials and addresses leave a sentence whole."""
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four…", ["One.", "Two!", "Three?", "Four…"]),
        ("He said “Stop.” Then he left.", ["He said “Stop.”", "Then he left."]),
        ("(All of it.) None.", ["(All of it.)", "None."]),
        ("It moved to Acme Inc. The rest stayed.", ["It moved to Acme Inc.", "The rest stayed."]),
        ("Tools, toys, etc. They sell.", ["Tools, toys, etc.", "They sell."]),
        ("The answer is no. The rest is yes.", ["The answer is no.", "The rest is yes."]),
        ("Grown since 2020. 35 people left.", ["Grown since 2020.", "35 people left."]),
        ("It is in the U.S. The rest is not.", ["It is in the U.S.", "The rest is not."]),
        ("**Scope.** It is fixed.", ["**Scope.**", "It is fixed."]),
        ("It grew. iPhone sales did not.", ["It grew.", "iPhone sales did not."]),
        ("Wrapped\nline. Next\none.", ["Wrapped\nline.", "Next\none."]),
        ("価格は高い。品質は良い。", ["価格は高い。", "品質は良い。"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    """A full stop before a new sentence ends the old one, with the marks that hug it."""
    assert split(text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It fails. [16 Security is lost.", ["It fails.", "Security is lost."]),
        ("It fails.[3] Security is lost. [4", ["It fails.[3]", "Security is lost."]),
        ("[1", []),
        ("[1, 2", []),
        ("[12 They join.", ["They join."]),
        ("...", []),
    ],
)
def test_stray_reference_marks_are_no_part_of_a_sentence(text: str, sentences: list[str]) -> None:
    """Footnote marks that lost their bracket are left out at the edges of sentences."""
    assert split(text) == sentences


def test_text_without_full_stops_is_cut_at_spaces() -> None:
    """What is no prose is cut into pieces of bounded length, between words."""
    pieces = split("word " * 2_000)
    assert all(len(piece) <= MAX_SENTENCE_CHARS for piece in pieces)
    assert set(" ".join(pieces).split()) == {"word"}


@pytest.mark.parametrize("unit", [".", ". ", "A. X ", "e.g. ", '."', "[1 ", "? ", "。", "a.B "])
def test_hostile_runs_take_linear_time(unit: str) -> None:
    """A megabyte of full stops, initials or marks is split in bounded time."""
    begin = time.process_time()
    sentence_spans(unit * (1_000_000 // len(unit)))
    assert time.process_time() - begin < 10


@given(st.text(alphabet="ab A.!?…\"')[1]\n 。e.g", max_size=200))
def test_spans_are_in_order_and_bare(text: str) -> None:
    """Spans never overlap, never hold outer blanks, and keep every letter in reach."""
    spans = sentence_spans(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)
    covered = "".join(text[a:b] for a, b in spans)
    assert [c for c in covered if c.isalpha()] == [c for c in text if c.isalpha()]
