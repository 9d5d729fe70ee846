"""Whatever is typed, hearing ends soon and keeps its promises."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dialogue.hearing import hear, load_lexicon

MS_PER_KB = 10
BYTES = 100_000

HOSTILE = {
    "nested negations": "it is not true that we do not lack no leads and ",
    "one endless sentence": "no leads or ",
    "right-to-left marks": "\u202eour lead\u202c ",
    "emoji": "😀 the scope ",
    "zero-width characters": "n\u200bo\u200b l\u200be\u200ba\u200bd ",
    "combining marks": "n\u0301\u0302\u0303o ",
    "apostrophes": "a'",
    "line ends": "\n" + " " * 50,
    "one letter": "a",
    "equals signs": "direction=",
    "commas": "lead, ",
    "questions": "who should manage the people if ",
    "numbers": "1,1.",
    "wishes": "we want ",
    "sense": (
        "We have a good tech lead but he is stretched thin, the project is our core IP and the "
        "scope changes every sprint, so we want a vendor who shares accountability. "
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hundred_kilobytes_take_bounded_time(name: str) -> None:
    """No text costs more than ten milliseconds of processor time per kilobyte."""
    lexicon = load_lexicon()
    piece = HOSTILE[name]
    text = piece * (BYTES // len(piece.encode()))
    begun = time.process_time()
    hear(text, lexicon)
    assert time.process_time() - begun < MS_PER_KB / 1000 * BYTES / 1000


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_length_only(name: str) -> None:
    """Four times the text takes about four times as long, never the square of it."""
    lexicon = load_lexicon()

    def seconds(chars: int) -> float:
        text = (HOSTILE[name] * chars)[:chars]
        best = 10.0
        for _ in range(3):
            begun = time.process_time()
            hear(text, lexicon)
            best = min(best, time.process_time() - begun)
        return best

    assert seconds(8_000) < 0.03 + 10 * seconds(2_000)


VOCABULARY = [
    *sorted({word for pattern in load_lexicon().patterns for word in pattern.source.split()}),
    *("our", "lead", "the", "scope", "not", "no", "never", "?", ".", ",", "and", "what if"),
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(VOCABULARY) | st.text(max_size=12), max_size=40).map(" ".join))
def test_promises_hold_for_any_text(text: str) -> None:
    """Places are exact, values are the criterion's own, and contradicted facts are not heard."""
    lexicon = load_lexicon()
    hearing = hear(text, lexicon)
    held_back = {(c.criterion, c.first.part, c.first.hypothetical) for c in hearing.contradictions}
    for heard in hearing.heard:
        assert text[heard.start : heard.end] == heard.words
        if heard.value is not None:
            assert heard.value in lexicon.criteria[heard.criterion].values
            assert (heard.criterion, heard.part, heard.hypothetical) not in held_back
    assert hearing == hear(text, lexicon)
