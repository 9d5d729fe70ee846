"""The lexicon's data and pattern language."""

from __future__ import annotations

from importlib import resources

import pytest

from assistant.dialogue.hearing import load_lexicon
from assistant.dialogue.lexicon import read_lexicon
from assistant.dialogue.lexicon_forms import inflected
from assistant.dialogue.lexicon_patterns import PatternError, expanded, pattern, phrases
from assistant.errors import RulebookError

PACKAGED = resources.files("assistant.dialogue").joinpath("lexicon.yaml").read_text("utf-8")


def test_every_value_has_patterns() -> None:
    """All values of all fourteen criteria can be heard."""
    lexicon = load_lexicon()
    values = {(c, v) for c, entry in lexicon.criteria.items() for v in entry.values}
    said = {(p.criterion, p.value) for p in lexicon.patterns}
    assert len(lexicon.criteria) == 14
    assert values == said


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("criteria:\n", "criterias:\n", "criteri"),
        ("says: direction=available", "says: direction=avialable", "rules.0"),
        ("irregular:\n", "irregular: 3\nfoo:\n", "irregular"),
        ("exact:\n", "exact:\n  twice: one {twice}\n", "{twice}"),
        ("exact:\n", "exact:\n  odd: on(e\n", "exact.odd"),
        ("    clauses: |\n", "    clauses: |\n      {nowhere} lead\n", "{nowhere}"),
        ("groups:\n", "groups: [\n", "YAML"),
    ],
)
def test_errors_name_the_file_and_the_key(before: str, after: str, named: str) -> None:
    """A slip in the file is reported with the file's name and the place."""
    with pytest.raises(RulebookError) as caught:
        read_lexicon(PACKAGED.replace(before, after, 1))
    assert "lexicon.yaml" in str(caught.value)
    assert named in str(caught.value)


def test_phrases_of_a_group() -> None:
    """Alternatives and optional words multiply out."""
    assert phrases("sign/tick (it) off, done") == (
        ("sign", "it", "off"),
        ("sign", "off"),
        ("tick", "it", "off"),
        ("tick", "off"),
        ("done",),
    )


def test_groups_within_groups() -> None:
    """A group in a phrase stands for each of its phrases."""
    groups = {"head": phrases("lead, {field} lead"), "field": phrases("qa, test")}
    assert expanded(groups)["head"] == (("lead",), ("qa", "lead"), ("test", "lead"))


def test_a_pattern_must_require_something() -> None:
    """A pattern that could match nothing is refused."""
    with pytest.raises(PatternError):
        pattern("lead? ~2")


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("plan", "planned"),
        ("manage", "managing"),
        ("supply", "supplies"),
        ("organise", "organized"),
        ("branch", "branches"),
    ],
)
def test_regular_forms(word: str, form: str) -> None:
    """Regular endings, doubled letters and both spellings are known."""
    assert form in inflected(word)
