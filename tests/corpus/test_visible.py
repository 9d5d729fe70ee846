"""Characters that cannot be seen are made visible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("safe\u202etxt.exe", "safe⟨U+202E⟩txt.exe"),
        ("pay\u200bment", "pay⟨U+200B⟩ment"),
        ("\ufeffstart", "⟨U+FEFF⟩start"),
        ("a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩"),
        ("tag\U000e0041", "tag⟨U+E0041⟩"),
        ("bell\x07 nul\0", "bell⟨U+0007⟩ nul⟨U+0000⟩"),
        ("soft\u00adhyphen", "soft⟨U+00AD⟩hyphen"),
        ("a\u200db", "a⟨U+200D⟩b"),
    ],
)
def test_35_unseen_characters_are_shown_as_code_points(text: str, shown: str) -> None:
    """Direction controls, zero-width characters, tags and controls become markers."""
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text",
    ["plain words\n\ttabbed", "שלום עולם", "👩\u200d💻 works", "میخواهم"[:2] + "\u200cخواهم", "é"],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    """Joiners that a script or an emoji needs are left alone, as is everything visible."""
    assert visible(text) == text


@given(st.text())
def test_showing_twice_changes_nothing_more(text: str) -> None:
    """The markers themselves are visible."""
    assert visible(visible(text)) == visible(text)
